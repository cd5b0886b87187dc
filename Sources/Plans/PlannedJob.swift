public import Diagnostics

/// One job of a plan.
public struct PlannedJob: Sendable {
    /// What would be submitted.
    public private(set) var submission: Submission
    /// What `apply` would do with it.
    public internal(set) var decision: Decision
    /// The number that the next attempt would have: the highest known plus one, from 1.
    public private(set) var nextAttemptNumber: Int
    /// Things to look at, such as a place that an earlier attempt wrote to.
    public let warnings: [Diagnostic]
    /// Whether this run is to do it: ``Plan/select(_:into:)``.
    public internal(set) var isSelected = true
    /// How many attempts of this run were made because of the job's `retry`.
    public private(set) var retriesMade = 0

    /// The job for one more attempt of this run.
    ///
    /// - Parameter number: The number of the attempt before it.
    /// - Returns: The job with the next number.
    public func another(after number: Int) -> PlannedJob {
        var job = self
        job.nextAttemptNumber = min(number, Int.max - 1) + 1
        job.retriesMade += 1
        return job
    }

    /// The job once those that it needs have succeeded.
    ///
    /// - Parameter uris: Where they wrote.
    /// - Returns: The job with these outputs filled in.
    public func handed(_ uris: [NeededOutput: String]) -> PlannedJob {
        var job = self
        job.submission = submission.handed(uris)
        return job
    }

    /// The job with what was looked up of its endpoint.
    ///
    /// - Parameter place: What was looked up.
    /// - Returns: The job; its digest stays.
    public func located(at place: EndpointPlace) -> PlannedJob {
        var job = self
        job.submission = submission.located(at: place)
        return job
    }

    /// The job with what it leaves to the moment of sending fixed.
    ///
    /// - Parameter pins: What to fix.
    /// - Returns: The job; its digest stays.
    func fixed(_ pins: PlanPins) -> PlannedJob {
        var job = self
        job.submission = submission.fixed(pins)
        return job
    }

    /// What `apply` does with a job, by its latest attempt in its realm (design: the table of convergence).
    public indirect enum Decision: Sendable {
        /// No ledger was looked at.
        case notCompared
        /// Nothing is known of it here: attempt 1.
        case new
        /// The latest attempt had another digest; what differs. Waits for an unfinished one first.
        case changed(from: AttemptRecord, [Change])
        /// Settled as it is wanted.
        case upToDate(AttemptRecord)
        /// Sent and not settled: taken up again, never sent again.
        case takeUp(AttemptRecord)
        /// The latest attempt failed or was rejected, or `rerun` asks for another.
        case again(after: AttemptRecord, why: String)
        /// Cancelled: nothing, until somebody asks. Or over, and the plan that is carried out ends there.
        case leave(AttemptRecord)
        /// It cannot be known what became of the latest attempt: nothing is sent.
        case unsettled(AttemptRecord)
    }

    /// Whether `apply` would send something.
    public var sends: Bool {
        switch decision {
        case .notCompared, .new, .changed, .again: true
        case .upToDate, .takeUp, .leave, .unsettled: false
        }
    }

    /// The attempt that must be settled before this job may be sent.
    ///
    /// It had another digest and is not finished: two of them at once would be two jobs where one was meant.
    public var waitsFor: AttemptRecord? {
        guard case .changed(let record, _) = decision, !record.state.isSettled else { return nil }
        return record
    }
}
