/// An emulator that runs, lent by ``EmulatorServer``.
public struct RunningEmulator: Sendable {
    /// Where it listens, and which hosts it plays.
    public let address: EmulatorAddress
    let log: RequestLog
    let book: JobBook

    /// The requests that arrived so far, in the order of their answers.
    public var requests: [RequestRecord] { get async { await log.all } }

    /// The jobs that were accepted so far, in their order.
    public var jobs: [EmulatedJobReport] { get async { await book.all } }

    /// Waits until a job has completed, failed or been stopped.
    ///
    /// - Parameter name: The job's name.
    /// - Returns: What became of it, or its state when the waiting task was cancelled; `nil` when there is no such job.
    public func settled(_ name: String) async -> EmulatedJobReport? { await book.settled(name) }

    /// Waits until the calling task is cancelled.
    public func untilCancelled() async {
        let (never, continuation) = AsyncStream.makeStream(of: Never.self)
        for await _ in never {}
        continuation.finish()
    }
}
