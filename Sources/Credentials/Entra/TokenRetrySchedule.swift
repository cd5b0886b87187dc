/// How often a token is asked for, and how long is waited in between.
///
/// A wait is 0.5 s, 1 s, 2 s, 4 s … with a fifth more or less, at most 20 s. A `Retry-After` in seconds takes its
/// place, at most 60 s, stretched by up to a tenth. All tries and waits together stay within ``budget``.
///
/// A service that says that it is being updated is asked for 75 s and more: at first as often, then less often.
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

    /// The same for a token that is replaced while it still lives: nobody should wait long for what need not be now.
    var hurried: Self {
        Self(
            attempts: min(attempts, 2),
            requestTimeout: min(requestTimeout, .seconds(5)),
            budget: min(budget, .seconds(10))
        )
    }

    /// The longest that a `Retry-After` is believed.
    static let longestRetryAfter = Duration.seconds(60)

    /// How fast it is asked again.
    public enum Pace: Hashable, Sendable {
        /// Soon, then less and less often.
        case usual
        /// As what is being updated and will be back within ``TokenRetrySchedule/longestUpdate``.
        case updating
    }

    /// How long the metadata service may be away while it is updated, by its own documentation 70 s.
    static let longestUpdate = Duration.seconds(75)

    /// Waits while a service is updated: together as long as an update may take, short at first.
    private static let updateWaits = [0.5, 3.5, 9, 20, 42].map { Duration.seconds($0) }

    /// How long to wait before the next try.
    ///
    /// - Parameters:
    ///   - failures: How many tries have failed; 1 or more.
    ///   - retryAfter: The server's `Retry-After` as it came.
    ///   - pace: How fast it is asked again.
    ///   - passed: What has passed since the first try.
    ///   - random: A number in `0..<1`.
    /// - Returns: The wait.
    func wait(
        failures: Int,
        retryAfter: String?,
        pace: Pace = .usual,
        passed: Duration = .zero,
        random: Double
    ) -> Duration {
        let wait = step(failures: failures, retryAfter: retryAfter, pace: pace, random: random)
        // Whatever came before, the last try of an update is not made before its time.
        guard pace == .updating, failures == attempts - 1 else { return wait }
        return max(wait, Self.longestUpdate - passed)
    }

    private func step(failures: Int, retryAfter: String?, pace: Pace, random: Double) -> Duration {
        if let asked = Self.seconds(retryAfter) {
            return min(asked * (1 + random / 10), Self.longestRetryAfter)
        }
        if pace == .updating {
            return Self.updateWaits[min(max(failures, 1), Self.updateWaits.count) - 1] * (1 + random / 10)
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
