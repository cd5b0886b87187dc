import HTTPExchange
import Plans

/// Decides how one attempt is submitted: takes events, gives one action at a time.
///
/// Pure: no time, no socket.
/// The intent is recorded before anything is sent. Proof that nothing was created: a connection that did not come
/// about, a 429, a 401 or 403, and the 4xx that the engine reads as a refusal. Everything else that is not an
/// acceptance is *unknown* and ends the submission: it is never sent again from here.
struct SubmissionMachine {
    /// What happened.
    enum Event: Sendable {
        case begin
        case intentRecorded
        case answered(EngineResult)
        case transportFailed(TransportFailure)
        case waited
        case tokenRenewed
    }

    /// What is to be done next.
    enum Action: Hashable, Sendable {
        case recordIntent
        case send
        case renewToken
        case wait(Duration, why: String)
        case finish(Outcome)
    }

    /// How the submission ended.
    enum Outcome: Hashable, Sendable {
        /// The engine has the job.
        case accepted(Receipt)
        /// Proved not created: the engine does not want this job.
        case rejected(Refusal)
        /// Proved not created: the engine does not want this identity.
        case denied(Refusal)
        /// Proved not created: nobody could be reached, or not now.
        case notSent(reason: String)
        /// It cannot be known whether the job was created.
        case unknown(reason: String)
    }

    /// How often and how long it is tried.
    let schedule: RetrySchedule
    /// Numbers in `0..<1` for jitter.
    let jitter: @Sendable () -> Double

    private var failures = 0
    private var hasRenewedToken = false

    /// Begins a submission.
    ///
    /// - Parameters:
    ///   - schedule: How often and how long it is tried.
    ///   - jitter: Numbers in `0..<1`.
    init(schedule: RetrySchedule, jitter: @escaping @Sendable () -> Double) {
        self.schedule = schedule
        self.jitter = jitter
    }

    /// Takes an event.
    ///
    /// - Parameter event: What happened.
    /// - Returns: What is to be done next.
    mutating func received(_ event: Event) -> Action {
        switch event {
        case .begin: .recordIntent
        case .intentRecorded, .waited, .tokenRenewed: .send
        case .transportFailed(let failure): afterFailure(failure)
        case .answered(let result): afterAnswer(result)
        }
    }

    private mutating func afterFailure(_ failure: TransportFailure) -> Action {
        guard failure.delivery == .notSent else { return .finish(.unknown(reason: failure.words)) }
        guard !failure.reason.isLasting else { return .finish(.notSent(reason: failure.words)) }
        return again(after: nil, why: failure.words)
    }

    private mutating func afterAnswer(_ result: EngineResult) -> Action {
        switch result {
        case .accepted(let receipt):
            return .finish(.accepted(receipt))
        case .rejected(let refusal):
            return .finish(.rejected(refusal))
        case .denied(let refusal):
            guard refusal.httpStatus == 401, !hasRenewedToken else { return .finish(.denied(refusal)) }
            hasRenewedToken = true
            return .renewToken
        case .throttled(let refusal, let retryAfter):
            return again(after: retryAfter, why: refusal.words)
        case .unclear(let refusal), .notFound(let refusal):
            return .finish(.unknown(reason: refusal.words))
        case .status(let status):
            return .finish(.unknown(reason: "the answer to a submission was a status (\(status.word))"))
        }
    }

    /// Waits and sends the same bytes again, or gives up: so far it is proved that nothing was created.
    private mutating func again(after retryAfter: String?, why: String) -> Action {
        failures += 1
        guard failures < schedule.attempts else { return .finish(.notSent(reason: why)) }
        return .wait(schedule.delay(failures: failures, retryAfter: retryAfter, jitter: jitter()), why: why)
    }
}
