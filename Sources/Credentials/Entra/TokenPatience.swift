import Diagnostics
import HTTPExchange
import Host
import Secrets

/// Asks for a token until there is one, or asking again is of no use, by a ``TokenRetrySchedule``.
struct TokenPatience: Sendable {
    let tools: TokenSourceTools
    let schedule: TokenRetrySchedule
    /// Who is asked as whom, for those who wait.
    let subject: String

    /// The shortest wait that is spoken of.
    static let longWait = Duration.seconds(3)

    private var time: any Timekeeper { tools.time }

    /// How one try ended.
    enum Try<Value: Sendable>: Sendable {
        /// With what was asked for.
        case got(Value)
        /// With what asking again would not change.
        case over(Diagnostic)
        /// With something that passes, in words, and the server's `Retry-After`.
        ///
        /// The pace is how soon what passes is asked again.
        case trouble(notes: [String], retryAfter: String? = nil, pace: TokenRetrySchedule.Pace = .usual)
    }

    /// What is known when no further try is made.
    struct Exhaustion: Sendable {
        /// How the last try ended, in words.
        let notes: [String]
        /// How many tries there were.
        let tries: Int
        /// How long they took.
        let passed: Duration

        /// How often and how long was asked.
        var effort: String {
            let parts = passed.components
            let tenths = parts.seconds * 10 + parts.attoseconds / 100_000_000_000_000_000
            return "\(tries == 1 ? "one request" : "\(tries) requests") in \(tenths / 10).\(tenths % 10) s"
        }
    }

    /// Tries.
    ///
    /// - Parameters:
    ///   - once: Makes one try within a time.
    ///   - exhausted: Says that no further try is made.
    ///   - cancelled: Says that the task was cancelled between two tries.
    /// - Returns: What was asked for.
    /// - Throws: What the last try or one of the others says.
    func ask<Value: Sendable>(
        _ once: (Duration) async -> Try<Value>,
        exhausted: (Exhaustion) -> Diagnostic,
        cancelled: () -> Diagnostic
    ) async throws(Diagnostic) -> Value {
        let schedule = TokenHaste.isEarly ? schedule.hurried : schedule
        let began = time.monotonic
        var tries = 0
        while true {
            tries += 1
            let left = max(schedule.budget - (time.monotonic - began), .seconds(1))
            switch await once(min(schedule.requestTimeout, left)) {
            case .got(let value): return value
            case .over(let diagnostic): throw diagnostic
            case .trouble(let notes, let retryAfter, let pace):
                let passed = time.monotonic - began
                let wait = schedule.wait(
                    failures: tries,
                    retryAfter: retryAfter,
                    pace: pace,
                    passed: passed,
                    random: fraction()
                )
                guard tries < schedule.attempts, passed + wait < schedule.budget else {
                    throw exhausted(Exhaustion(notes: notes, tries: tries, passed: passed))
                }
                if wait >= Self.longWait {
                    let seconds = (wait + .milliseconds(999)).components.seconds
                    await tools.tell(
                        "no token yet for \(subject): \(notes.first ?? "no answer"); asking again in \(seconds) s"
                            + ", request \(tries + 1) of \(schedule.attempts)"
                    )
                }
                do throws(CancellationError) {
                    try await time.sleep(for: wait)
                } catch {
                    throw cancelled()
                }
            }
        }
    }

    /// A number in `0..<1`.
    private func fraction() -> Double { Double(tools.random() >> 11) / Double(1 << 53) }
}

extension TransportFailure {
    /// What happened, for a note.
    ///
    /// - Parameter redact: Takes secrets out of text.
    /// - Returns: The words, without secrets.
    func words(redact: (String) -> String) -> String {
        let what =
            switch reason {
            case .nameNotFound: "the host's name is not known"
            case .connectionRefused: "nothing listens there"
            case .connectTimeout: "no connection came about in time"
            case .tlsFailure: "TLS did not come about"
            case .certificateRefused: "the certificate is not believed"
            case .deadlineExceeded: "no answer came in time"
            case .connectionLost: "the connection was lost"
            case .bodyTooLarge: "the answer is too large"
            case .protocolError: "the answer is not HTTP"
            case .hostRefused: "the host must not be called from here"
            case .addressRefused: "the host's address must not be called"
            case .proxyRefused: "the proxy did not let it through"
            case .proxyUnauthorized: "the proxy wants a user and a password, or others"
            case .cancelled: "the request was cancelled"
            }
        let detail = EntraRefusal.shown(self.detail, limit: 200, redact)
        return detail.isEmpty ? what : "\(what): \(detail)"
    }
}
