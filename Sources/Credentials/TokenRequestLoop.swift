import Diagnostics
import Host

/// Asks for a token until there is one, or no sense in asking: the one machine of retry and time of all token sources.
struct TokenRequestLoop: Sendable {
    /// How often is asked.
    let schedule: TokenRetrySchedule
    /// Waits.
    let time: any Timekeeper
    /// Eight random bytes at a time, for jitter.
    let random: @Sendable () -> UInt64

    /// How one try ended.
    enum Outcome {
        /// With a token.
        case token(AccessToken)
        /// For good.
        case over(Diagnostic)
        /// With something that may pass.
        case trouble(Trouble)
    }

    /// Something that may pass.
    struct Trouble {
        /// What is to be said of it if it does not.
        let notes: [String]
        /// The server's `Retry-After` as it came.
        var retryAfter: String?
        /// How fast it is asked again.
        var pace = TokenRetrySchedule.Pace.usual
    }

    /// Asks.
    ///
    /// - Parameters:
    ///   - cancelled: What is thrown when the task is cancelled while it waits.
    ///   - spent: What is thrown when the schedule is spent: the last trouble, how many tries, and how long it took.
    ///   - attempt: Asks once, within the time that it is given.
    /// - Returns: The token.
    /// - Throws: What an attempt ended with, or one of the above.
    func run(
        cancelled: () -> Diagnostic,
        spent: (Trouble, Int, Duration) -> Diagnostic,
        _ attempt: (Duration) async -> Outcome
    ) async throws(Diagnostic) -> AccessToken {
        let began = time.monotonic
        var tries = 0
        while true {
            tries += 1
            let left = max(schedule.budget - (time.monotonic - began), .seconds(1))
            switch await attempt(min(schedule.requestTimeout, left)) {
            case .token(let token): return token
            case .over(let diagnostic): throw diagnostic
            case .trouble(let trouble):
                let passed = time.monotonic - began
                let wait = schedule.wait(
                    failures: tries,
                    retryAfter: trouble.retryAfter,
                    pace: trouble.pace,
                    passed: passed,
                    random: Double(random() >> 11) / Double(1 << 53)
                )
                guard tries < schedule.attempts, passed + wait < schedule.budget else {
                    throw spent(trouble, tries, passed)
                }
                do throws(CancellationError) {
                    try await time.sleep(for: wait)
                } catch {
                    throw cancelled()
                }
            }
        }
    }
}
