public import Diagnostics
public import Plans

/// What happens to a job during a run, for whoever shows it.
public enum ExecutionEvent: Sendable {
    /// An attempt is written down and about to be sent.
    case intended(JobAddress, number: Int)
    /// A submission is tried again after a wait.
    case retrying(JobAddress, after: Duration, why: String)
    /// The engine has the job.
    case submitted(JobAddress, remoteID: String, link: String?)
    /// A job of an earlier run is waited for again.
    case takenUp(JobAddress, remoteID: String)
    /// It is not known whether an attempt was taken; the endpoint's list is looked at.
    case reconciling(JobAddress, number: Int)
    /// A job of the endpoint's list was found to be the attempt's.
    case adopted(JobAddress, remoteID: String)
    /// The list does not show the attempt; the same bytes go out once more.
    case resending(JobAddress, number: Int)
    /// The job's state changed; the engine's own word beside it.
    case changed(JobAddress, JobState, word: String)
    /// An answer could not be got; the job is asked about again later.
    case trouble(JobAddress, why: String)
    /// Nothing happened; the engine is asked about the job after a wait.
    case waiting(JobAddress, Duration)
    /// The run was interrupted, and the job is asked to cancel.
    case cancelling(JobAddress, remoteID: String)
    /// The run was interrupted, and the job goes on although it was to be cancelled.
    case notCancelled(JobAddress, why: String)
    /// The job is over for this run.
    case finished(JobResult)
}

/// How one job stands at the end of a run.
public struct JobResult: Sendable {
    /// Which job.
    public let address: JobAddress
    /// How it ended.
    public let ending: Ending
    /// The attempt's number; `nil` when there is none.
    public let number: Int?
    /// The engine's id for the job.
    public let remoteID: String?
    /// The page where people look at it.
    public let link: String?
    /// Why, in words.
    public let reason: String?
    /// What the engine complains of, by manifest path.
    public let findings: [Refusal.Finding]
    /// Output URIs by name, as they were sent.
    public let outputs: [String: String]
    /// Why it goes on although an interrupt was to end it; `nil` where none was.
    public private(set) var goesOn: GoingOn?

    /// Why a job goes on that an interrupt was to end.
    public enum GoingOn: String, Sendable {
        /// It cannot be cancelled from here.
        case notCancellable
        /// It is another run's.
        case notOwn
        /// The request to cancel it was not taken.
        case refused
        /// It was asked to cancel, and has not ended; or nobody knows whether it was asked.
        case asked
    }

    /// How a job can stand at the end of a run.
    public enum Ending: String, Sendable {
        /// It had succeeded before, unchanged.
        case upToDate
        /// It succeeded.
        case succeeded
        /// It failed.
        case failed
        /// It was cancelled.
        case cancelled
        /// The engine refused it; nothing was created.
        case rejected
        /// The engine refused this identity; nothing was created.
        case denied
        /// It could not be sent; nothing was created.
        case notSent
        /// It was not begun, because the run was to stop.
        case notBegun
        /// It was not begun, and this is recorded: a job that it needs did not succeed.
        case skipped
        /// It runs on; nobody waits for it any more.
        case unfinished
        /// It cannot be known whether it was created.
        case unknown
        /// The engine no longer knows it.
        case lost
    }
}

/// How a run ended.
public struct ExecutionSummary: Sendable {
    /// One result for each job of the plan, in its order.
    public let results: [JobResult]
    /// Whether anything was sent that may have created a job.
    public let hasSubmitted: Bool

    /// Makes a summary.
    ///
    /// - Parameters:
    ///   - results: One for each job.
    ///   - hasSubmitted: Whether anything was sent that may have created a job.
    public init(results: [JobResult], hasSubmitted: Bool) {
        self.results = results
        self.hasSubmitted = hasSubmitted
    }

    /// How the command ends that was not to wait: a job that the engine has is as good as one that succeeded.
    public var detachedExitStatus: ExitStatus {
        ExecutionSummary(results: results.filter { $0.ending != .unfinished }, hasSubmitted: hasSubmitted)
            .exitStatus
    }

    /// How the command ends: 3 before 1 before 0; where nothing was created, why.
    public var exitStatus: ExitStatus {
        let endings = Set(results.map(\.ending))
        if !endings.isDisjoint(with: [.unfinished, .unknown, .lost]) { return .unfinished }
        if !endings.isDisjoint(with: [.denied, .notSent, .notBegun]) {
            if hasSubmitted { return .unfinished }
            if endings.contains(.denied) { return .denied }
            if endings.contains(.rejected) { return .negative }
            return .tryLater
        }
        if !endings.isDisjoint(with: [.failed, .cancelled, .rejected, .skipped]) { return .negative }
        return .success
    }
}
