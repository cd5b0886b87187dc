import Diagnostics
import Manifests

/// Holds each job against the ledger, one after the other.
struct Convergence {
    /// What the ledger knows; `nil` when none is looked at.
    let index: AttemptIndex?
    /// Jobs to run once more.
    let requests: Set<JobAddress>
    /// Who of this plan writes where.
    private var writers: [Place: String] = [:]

    private struct Place: Hashable {
        let realm: Realm
        let uri: String
    }

    /// Begins a plan; the requests are known to be of the occurrences that are planned.
    init(index: AttemptIndex?, requests: [RerunRequest]) {
        self.index = index
        self.requests = Set(requests.map(\.address))
    }

    /// Decides on one job.
    mutating func planned(_ job: Job, _ submission: Submission) -> PlannedJob {
        let latest = index?.latest(of: submission)
        let decision: PlannedJob.Decision =
            index == nil
            ? .notCompared
            : PlannedJob.Decision(for: submission, after: latest, demand: demand(job, submission))
        let number = min(max(latest?.number ?? 0, 0), Int.max - 1) + 1
        let draft = PlannedJob(
            submission: submission,
            decision: decision,
            nextAttemptNumber: number,
            warnings: []
        )
        guard draft.sends else { return draft }
        return PlannedJob(
            submission: submission,
            decision: decision,
            nextAttemptNumber: number,
            warnings: warnings(job, submission, number)
        )
    }

    private func demand(_ job: Job, _ submission: Submission) -> PlannedJob.Decision.Demand? {
        if requests.contains(submission.address) { return .requested }
        if case .always = job.rerun { return .always }
        return nil
    }

    /// Azure ML fails a job whose output file exists: says so while there is time.
    private mutating func warnings(_ job: Job, _ submission: Submission, _ number: Int) -> [Diagnostic] {
        var warnings: [Diagnostic] = []
        for (output, declared) in zip(submission.specification.outputs, job.outputs) {
            // A URI with the run's id differs with every run.
            guard let late = output.uri, let span = declared.uri?.span, !late.holdsRunID else { continue }
            let uri = late.filled(attemptNumber: number, runID: "")
            if let earlier = index?.writer(of: uri, in: submission.realm) {
                warnings.append(.writtenBefore(output.name, uri, by: earlier, at: span))
            }
            let place = Place(realm: submission.realm, uri: uri)
            if let other = writers[place] {
                warnings.append(.writtenTwice(output.name, uri, by: other, at: span))
            } else {
                writers[place] = "\(submission.displayAddress), output `\(output.name)`"
            }
        }
        return warnings
    }
}

extension Diagnostic {
    static func writtenBefore(
        _ output: String,
        _ uri: String,
        by record: AttemptRecord,
        at span: SourceSpan
    ) -> Diagnostic {
        Diagnostic(
            .outputWrittenBefore,
            severity: .warning,
            "output `\(output)` goes where attempt \(record.number) of `\(record.address)` wrote",
            at: Label(span, "again `\(uri.shortened)`"),
            notes: ["Azure ML fails a job whose output file exists"],
            help: "put `${{ attempt.number }}` into the URI"
        )
    }

    static func writtenTwice(
        _ output: String,
        _ uri: String,
        by other: String,
        at span: SourceSpan
    ) -> Diagnostic {
        Diagnostic(
            .outputWrittenTwice,
            severity: .warning,
            "output `\(output)` goes where another of this plan goes",
            at: Label(span, "`\(uri.shortened)`"),
            notes: ["the other is \(other)", "Azure ML fails a job whose output file exists"],
            help: "give each output a place of its own"
        )
    }
}
