extension PlannedJob.Decision {
    /// Why a job is to run although it need not.
    enum Demand: Hashable {
        /// The job has `rerun: always`.
        case always
        /// Somebody asked with `--rerun`.
        case requested

        /// The reason in words.
        var words: String {
            switch self {
            case .always: "the job has `rerun: always`"
            case .requested: "asked for with `--rerun`"
            }
        }
    }

    /// The table of convergence, for one job.
    ///
    /// | latest attempt | decision |
    /// |---|---|
    /// | none | new |
    /// | intent, unknown, lost | unsettled: whatever is wanted now, it may be running |
    /// | another digest | changed; waits first while that one is unfinished |
    /// | submitted, queued, running | taken up, also under a demand: never two at once |
    /// | any settled, under a demand | again |
    /// | succeeded | up to date |
    /// | failed, rejected, skipped | again |
    /// | cancelled | left |
    ///
    /// - Parameters:
    ///   - submission: What would be submitted.
    ///   - latest: The latest attempt of its realm, address and occurrence.
    ///   - demand: Why it is to run although it need not.
    init(for submission: Submission, after latest: AttemptRecord?, demand: Demand?) {
        guard let latest else {
            self = .new
            return
        }
        switch latest.state {
        case .intent, .unknown, .lost:
            self = .unsettled(latest)
        case _ where latest.runDigest != submission.runDigest:
            self = .changed(from: latest, SpecificationDifference.changes(from: latest, to: submission))
        case .submitted, .queued, .running:
            self = .takeUp(latest)
        case .succeeded, .failed, .rejected, .skipped, .cancelled:
            self = Self.settled(latest, demand)
        }
    }

    private static func settled(_ latest: AttemptRecord, _ demand: Demand?) -> Self {
        if let demand { return .again(after: latest, why: demand.words) }
        return switch latest.state {
        case .succeeded: .upToDate(latest)
        case .cancelled: .leave(latest)
        case .rejected: .again(after: latest, why: "attempt \(latest.number) was rejected")
        case .skipped: .again(after: latest, why: "attempt \(latest.number) was skipped")
        default: .again(after: latest, why: "attempt \(latest.number) failed")
        }
    }
}
