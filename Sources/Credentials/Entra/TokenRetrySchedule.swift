/// How often a token is asked for, and how long is waited in between.
///
/// A wait is 0.5 s, 1 s, 2 s, 4 s … with a fifth more or less, at most 20 s. A `Retry-After` in seconds takes its
/// place, at most 60 s, stretched by up to a tenth. All tries and waits together stay within ``budget``.
public struct TokenRetrySchedule: Hashable, Sendable {
    /// Tries in all, the first included.
    public var attempts: Int
    /// How long one request may take.
    public var requestTimeout: Duration
    /// How long it all may take.
    public var budget: Duration

    /// Makes a schedule.
    ///
    /// - Parameters:
    ///   - attempts: Tries in all.
    ///   - requestTimeout: How long one request may take.
    ///   - budget: How long it all may take.
    public init(attempts: Int = 6, requestTimeout: Duration = .seconds(30), budget: Duration = .seconds(120))
    {
        self.attempts = attempts
        self.requestTimeout = requestTimeout
        self.budget = budget
    }

    /// The longest that a `Retry-After` is believed.
    static let longestRetryAfter = Duration.seconds(60)

    /// How long to wait before the next try.
    ///
    /// - Parameters:
    ///   - failures: How many tries have failed; 1 or more.
    ///   - retryAfter: The server's `Retry-After` as it came.
    ///   - random: A number in `0..<1`.
    /// - Returns: The wait.
    func wait(failures: Int, retryAfter: String?, random: Double) -> Duration {
        if let asked = Self.seconds(retryAfter) {
            return min(asked * (1 + random / 10), Self.longestRetryAfter)
        }
        let doubled = Duration.milliseconds(500) * (1 << min(max(failures - 1, 0), 10))
        return min(doubled, .seconds(20)) * (0.8 + 0.4 * random)
    }

    /// The seconds of a `Retry-After`; whatever is negative, no whole number or absurdly long is not believed.
    private static func seconds(_ text: String?) -> Duration? {
        guard let text, 1...9 ~= text.utf8.count, text.utf8.allSatisfy({ 0x30...0x39 ~= $0 }),
            let seconds = Int(text)
        else { return nil }
        return .seconds(seconds)
    }
}
