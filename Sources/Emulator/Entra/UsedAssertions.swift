import Synchronization

/// The assertions that were taken, so that none is taken twice while it is good.
final class UsedAssertions: Sendable {
    private let ends = Mutex<[String: Int64]>([:])

    /// More than this are not remembered: the emulator is for one machine.
    private static let most = 10_000

    /// Takes note of an assertion.
    ///
    /// - Parameters:
    ///   - id: What tells it from others.
    ///   - end: Until when it is good, in seconds since 1970.
    ///   - now: The time.
    /// - Returns: Whether it is new.
    func insert(_ id: String, until end: Int64, now: Int64) -> Bool {
        ends.withLock { ends in
            guard ends[id].map({ $0 < now }) ?? true else { return false }
            if ends.count >= Self.most { ends = ends.filter { $0.value >= now } }
            if ends.count >= Self.most { ends.removeAll() }
            ends[id] = end
            return true
        }
    }
}
