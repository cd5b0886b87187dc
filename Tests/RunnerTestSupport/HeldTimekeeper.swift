public import Host

/// A clock on which short waits are over at once and long ones, from a second on, only by being cancelled.
public struct HeldTimekeeper: Timekeeper {
    private let clock = ManualTimekeeper()

    /// Makes a clock.
    public init() {}

    /// The start of its time: only short waits move it.
    public var now: Timestamp { clock.now }

    /// What short waits have let pass.
    public var monotonic: Duration { clock.monotonic }

    /// Returns at once from a short wait; a long one ends by being cancelled.
    public func sleep(for duration: Duration) async throws(CancellationError) {
        guard duration >= .seconds(1) else { return try await clock.sleep(for: duration) }
        let (stream, continuation) = AsyncStream.makeStream(of: Void.self)
        defer { continuation.finish() }
        for await _ in stream {}
        throw CancellationError()
    }
}

extension SystemCommandRunner {
    /// Runs programs for as long as they take, however busy the machine is, unless their limit is below a second.
    public static var unhurried: SystemCommandRunner { SystemCommandRunner(time: HeldTimekeeper()) }
}
