import Diagnostics
import Manifests

/// Holds each job against the ledger, each behind those that it needs.
struct Convergence {
    /// What the ledger knows; `nil` when none is looked at.
    private let index: AttemptIndex?
    /// Jobs to run once more, by the address that was asked for.
    private let requests: [JobAddress: [RerunRequest]]
    /// The jobs of each entry of the manifest.
    private(set) var planned: [[PlannedJob]]
    /// What is new about each entry, for those that need it.
    private var news: [News?]
    /// Who of this plan writes where.
    private var writers: [Place: String] = [:]

    private struct Place: Hashable {
        let realm: Realm
        let uri: String
    }

    /// What makes a job run again that needs these: their outputs are written again.
    private struct News {
        /// One that runs again now.
        let running: JobAddress?
        /// The newest attempt, with its place among all attempts by their age.
        let newest: (record: AttemptRecord, place: Int)?
    }

    /// Begins a plan.
    init(index: AttemptIndex?, requests: [RerunRequest], groups: Int) {
        self.index = index
        self.requests = Dictionary(grouping: requests, by: \.address)
        self.planned = Array(repeating: [], count: groups)
        self.news = Array(repeating: nil, count: groups)
    }

    /// Gives all jobs away, in the manifest's order.
    mutating func takeAll() -> [PlannedJob] {
        var jobs: [PlannedJob] = []
        jobs.reserveCapacity(planned.reduce(0) { $0 + $1.count })
        for position in planned.indices {
            jobs += planned[position]
            planned[position] = []
        }
        return jobs
    }

    /// Decides on the jobs of one entry of the manifest.
    mutating func plan(_ position: Int, _ job: Job, _ submissions: [Submission], needs: [Int]) {
        let needed = needs.compactMap { news[$0] }
        var running: JobAddress?
        var newest: (record: AttemptRecord, place: Int)?
        planned[position].reserveCapacity(submissions.count)
        for submission in submissions {
            let latest = index?.latest(of: submission)
            let decided = self.planned(job, submission, latest, needed)
            planned[position].append(decided)
            switch decided.decision {
            case .upToDate: if let latest, latest.place >= newest?.place ?? 0 { newest = latest }
            case .takeUp: running = running ?? submission.address
            default: if decided.sends { running = running ?? submission.address }
            }
        }
        news[position] = News(running: running, newest: newest)
    }

    /// Decides on one job.
    private mutating func planned(
        _ job: Job,
        _ submission: Submission,
        _ latest: (record: AttemptRecord, place: Int)?,
        _ needed: [News]
    ) -> PlannedJob {
        var decision = PlannedJob.Decision.notCompared
        if index != nil {
            decision = PlannedJob.Decision(
                for: submission,
                after: latest?.record,
                demand: demand(job, submission)
            )
        }
        if case .upToDate(let record) = decision, let latest, let why = reason(needed, latest.place) {
            decision = .again(after: record, why: why)
        }
        let number = min(max(latest?.record.number ?? 0, 0), Int.max - 1) + 1
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

    /// Why a job that is up to date by its digest is not: what it read has been, or will be, written again.
    private func reason(_ needed: [News], _ place: Int) -> String? {
        for news in needed {
            if let running = news.running { return "it needs `\(running)`, which runs again" }
            if let newest = news.newest, newest.place > place {
                let record = newest.record
                return "it needs `\(record.address)`, which has run again as attempt \(record.number)"
            }
        }
        return nil
    }

    private func demand(_ job: Job, _ submission: Submission) -> PlannedJob.Decision.Demand? {
        if case .always = job.rerun { return requested(submission) ? .requested : .always }
        return requested(submission) ? .requested : nil
    }

    private func requested(_ submission: Submission) -> Bool {
        guard !requests.isEmpty else { return false }
        let address = submission.address
        return [address, address.whole].contains { requests[$0]?.contains { $0.means(submission) } ?? false }
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
