/// How often something is tried and how long is waited in between.
///
/// Full jitter: drawn evenly from zero to `base × 2^(failures − 1)`, never above `ceiling`. A `Retry-After` in whole
/// seconds takes its place, stretched by at most a tenth and never above `longestRetryAfter`; one that is negative or
/// not a number is ignored (dates are made seconds of by ``HTTPExchange/HTTPAnswer/retryAfter``).
public struct RetrySchedule: Hashable, Sendable {
    /// Tries in all, the first included.
    public var attempts: Int
    /// The upper bound of the first wait.
    public var base: Duration
    /// The upper bound of every wait.
    public var ceiling: Duration
    /// The most that a server's `Retry-After` is believed.
    public var longestRetryAfter: Duration

    /// Makes a schedule.
    ///
    /// - Parameters:
    ///   - attempts: Tries in all.
    ///   - base: The upper bound of the first wait.
    ///   - ceiling: The upper bound of every wait.
    ///   - longestRetryAfter: The most that a server's `Retry-After` is believed.
    public init(
        attempts: Int = 5,
        base: Duration = .seconds(1),
        ceiling: Duration = .seconds(30),
        longestRetryAfter: Duration = .seconds(300)
    ) {
        self.attempts = attempts
        self.base = base
        self.ceiling = ceiling
        self.longestRetryAfter = longestRetryAfter
    }

    /// How long to wait before the next try.
    ///
    /// - Parameters:
    ///   - failures: How many tries have failed; 1 or more.
    ///   - retryAfter: The server's `Retry-After`, as it came (RFC 9110 §10.2.3).
    ///   - jitter: A number in `0..<1`.
    /// - Returns: The wait.
    public func delay(failures: Int, retryAfter: String?, jitter: Double) -> Duration {
        if let asked = asked(retryAfter, jitter: jitter) { return asked }
        let doubled = base * (1 << min(max(failures - 1, 0), 20))
        return min(doubled, ceiling) * jitter
    }

    /// How long a server asks to be left alone.
    ///
    /// - Parameters:
    ///   - retryAfter: Its `Retry-After`, as it came.
    ///   - jitter: A number in `0..<1`.
    /// - Returns: The wait; `nil` when it does not say, or not so that it can be believed.
    public func asked(_ retryAfter: String?, jitter: Double) -> Duration? {
        Self.seconds(retryAfter).map { min(.seconds($0) * (1 + jitter / 10), longestRetryAfter) }
    }

    /// The whole seconds of a `Retry-After`, when it is at most nine digits.
    private static func seconds(_ text: String?) -> Int? {
        guard let text, (1...9).contains(text.utf8.count),
            text.utf8.allSatisfy({ (0x30...0x39).contains($0) })
        else {
            return nil
        }
        return Int(text)
    }
}
