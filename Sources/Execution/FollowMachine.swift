import HTTPExchange
import Plans

/// Decides how a submitted job is followed to its end: takes events, gives actions.
///
/// Pure. Only the engine's own word ends a job. An answer that cannot be read, an outage or a refused token is a reason to
/// ask again later, never a failure of the job. Waits grow with the job's age: a tenth of it, within the schedule.
struct FollowMachine {
    /// What happened.
    enum Event: Sendable {
        case begin
        case answered(EngineResult)
        case transportFailed(TransportFailure)
        case tokenRenewed
        case tokenFailed(String)
        case waited(age: Duration)
    }

    /// What is to be done next.
    enum Action: Hashable, Sendable {
        case ask
        case renewToken
        case wait
        /// The state changed: record it, then wait.
        case observe(RemoteStatus)
        /// The job ended.
        case settle(RemoteStatus)
        /// The engine no longer knows the job.
        case lost(reason: String)
        /// No longer waited for; the job may go on.
        case leave(reason: String)
    }

    /// How long a job may take; `nil` for ever.
    let deadline: Duration?
    /// How long a job may take until it runs; `nil` for ever.
    let queueDeadline: Duration?
    /// How long a job that is not found may still turn up.
    let grace: Duration
    private(set) var last: JobState
    private(set) var trouble: String?
    /// What the last answer's `Retry-After` asks for.
    private(set) var retryAfter: String?
    private var timesNotFound = 0
    private var age = Duration.zero
    private var ageWhenNotFound = Duration.zero
    private var hasRenewedToken = false

    /// How many answers in a row must say that the job is not there.
    static let notFoundLimit = 3

    /// Begins to follow.
    ///
    /// - Parameters:
    ///   - state: What is recorded of the job.
    ///   - deadline: How long it may take from its submission.
    ///   - queueDeadline: How long it may take from its submission until it runs.
    ///   - grace: How long a job that is not found may still turn up.
    init(from state: JobState, deadline: Duration?, queueDeadline: Duration? = nil, grace: Duration) {
        self.last = state
        self.deadline = deadline
        self.queueDeadline = queueDeadline
        self.grace = grace
    }

    /// Takes an event.
    ///
    /// - Parameter event: What happened.
    /// - Returns: What is to be done next.
    mutating func received(_ event: Event) -> Action {
        switch event {
        case .begin, .tokenRenewed: return .ask
        case .waited(let age):
            self.age = age
            if let deadline, age >= deadline {
                return .leave(reason: "it is not done after \(deadline.words)")
            }
            if let queueDeadline, age >= queueDeadline, last != .running {
                return .leave(reason: "it does not run after \(queueDeadline.words)")
            }
            return .ask
        case .tokenFailed(let reason): return later(reason)
        case .transportFailed(let failure): return later(failure.words)
        case .answered(let result):
            retryAfter = if case .throttled(_, let asked) = result { asked } else { nil }
            return after(result)
        }
    }

    private mutating func after(_ result: EngineResult) -> Action {
        switch result {
        case .status(let status):
            timesNotFound = 0
            trouble = nil
            hasRenewedToken = false
            if status.state.isSettled { return .settle(status) }
            guard status.state != last else { return .wait }
            last = status.state
            return .observe(status)
        case .notFound(let refusal):
            if timesNotFound == 0 { ageWhenNotFound = age }
            timesNotFound += 1
            let isLost = timesNotFound >= Self.notFoundLimit && age - ageWhenNotFound >= grace
            return isLost ? .lost(reason: refusal.words) : later(refusal.words)
        case .denied(let refusal):
            guard !hasRenewedToken else { return .leave(reason: refusal.words) }
            hasRenewedToken = true
            return .renewToken
        case .throttled(let refusal, _), .unclear(let refusal), .rejected(let refusal):
            return later(refusal.words)
        case .accepted(let receipt):
            return after(.status(receipt.status))
        }
    }

    private mutating func later(_ reason: String) -> Action {
        trouble = reason
        return .wait
    }
}

/// When a job is asked about.
public struct PollSchedule: Hashable, Sendable {
    /// The wait before the first question, and the least between two.
    public var least: Duration
    /// The most between two questions.
    public var most: Duration
    /// How long a job that is not found may still turn up: a service may take a while to show what it took.
    public var grace: Duration

    /// Makes a schedule.
    ///
    /// - Parameters:
    ///   - least: The wait before the first question, and the least between two.
    ///   - most: The most between two questions.
    ///   - grace: How long a job that is not found may still turn up.
    public init(
        least: Duration = .seconds(2),
        most: Duration = .seconds(60),
        grace: Duration = .seconds(120)
    ) {
        self.least = least
        self.most = most
        self.grace = grace
    }

    /// The wait for a job of that age: a tenth of the age, within the bounds.
    ///
    /// - Parameter age: The time since its submission.
    /// - Returns: The wait.
    public func interval(age: Duration) -> Duration { min(max(age / 10, least), most) }
}
