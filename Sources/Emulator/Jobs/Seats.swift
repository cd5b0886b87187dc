/// Lets a few tasks do something at once; the others wait their turn.
actor Seats {
    private var free: Int
    private var waiting: [(id: Int, turn: AsyncStream<Never>.Continuation)] = []
    private var nextID = 0

    init(_ count: Int) { self.free = count }

    /// Waits for a seat and gives it back afterwards.
    nonisolated func seated(_ body: () async throws -> Void) async throws {
        try await take()
        do {
            try await body()
        } catch {
            await give()
            throw error
        }
        await give()
    }

    private func take() async throws {
        if free > 0 {
            free -= 1
            return
        }
        let id = nextID
        nextID += 1
        let (turn, continuation) = AsyncStream.makeStream(of: Never.self)
        waiting.append((id, continuation))
        // Ends with a seat, or at once when the waiting task is cancelled.
        for await _ in turn {}
        if let index = waiting.firstIndex(where: { $0.id == id }) {
            waiting.remove(at: index)
            throw CancellationError()
        }
    }

    private func give() {
        guard !waiting.isEmpty else {
            free += 1
            return
        }
        waiting.removeFirst().turn.finish()
    }
}
