import Diagnostics
import Execution
import Host

/// What a run did, as every report writes it: a value without secrets, without bodies of requests and answers.
struct RunReport: Sendable {
    /// The run's id; `nil` when it ended before it had one.
    var runID: String?
    /// The command's name.
    var command: String
    /// The version of the program.
    var toolVersion: String
    /// When it began.
    var began: Timestamp
    /// When it ended.
    var ended: Timestamp
    /// The manifests.
    var manifests: [Manifest]
    /// The emulator's name, when nothing of it was real.
    var rehearsal: String?
    /// The ledger, when one was opened.
    var ledger: Ledger?
    /// The jobs, in the plans' order.
    var jobs: [Job]
    /// What was wrong, without secrets.
    var problems: [RunProblem]
    /// How the command ends.
    var status: ExitStatus

    /// One manifest.
    struct Manifest: Hashable, Sendable {
        /// Its name.
        let name: String
        /// Its file, as it was typed.
        let file: String
        /// What a review can be held against; `nil` when it was not planned.
        let planDigest: String?
    }

    /// The record.
    struct Ledger: Hashable, Sendable {
        /// The file, as it was typed.
        let file: String
        /// Its head at the end of the run; `nil` when that was not read.
        let head: String?
    }

    /// One job.
    struct Job: Hashable, Sendable {
        /// What people type for it.
        let name: String
        /// The manifest's name.
        let manifest: String
        /// The endpoint's name in the manifest.
        let endpoint: String
        /// What this run sent or waited for, in order.
        let attempts: [RunChronicle.Attempt]
        /// How it ended for this run.
        let outcome: JobOutcome
    }

    /// Takes over how jobs went.
    ///
    /// A job that nothing was told about at the end, because the run broke, is as far as it was seen: with an id it
    /// runs on, sent without an answer it is unknown, else it was not begun.
    ///
    /// - Parameter chronicle: What was seen of them.
    /// - Returns: The jobs.
    static func jobs(of chronicle: RunChronicle) -> [Job] {
        chronicle.jobs.map { job in
            Job(
                name: job.name,
                manifest: job.manifest,
                endpoint: job.endpoint,
                attempts: job.attempts,
                outcome: job.outcome ?? outcome(of: job)
            )
        }
    }

    private static func outcome(of job: RunChronicle.Job) -> JobOutcome {
        guard let attempt = job.latest else { return JobOutcome(.notBegun) }
        var outcome = JobOutcome(attempt.remoteID == nil ? .unknown : .unfinished)
        outcome.number = attempt.number
        outcome.remoteID = attempt.remoteID
        outcome.link = attempt.link
        return outcome
    }
}

extension RunReport {
    /// Endings with how many jobs have each, worst first; none that no job has.
    var counts: [(ending: JobResult.Ending, count: Int)] {
        var counts: [JobResult.Ending: Int] = [:]
        for job in jobs { counts[job.outcome.ending, default: 0] += 1 }
        return Self.sorted(counts)
    }

    /// Endings with their counts, worst first.
    static func sorted(_ counts: [JobResult.Ending: Int]) -> [(ending: JobResult.Ending, count: Int)] {
        counts.sorted { left, right in
            let order = (rank(left.key), rank(right.key))
            return order.0 == order.1 ? left.key.rawValue < right.key.rawValue : order.0 < order.1
        }.map { ($0.key, $0.value) }
    }

    /// What was wrong with the run as a whole; what was wrong with a job stands with the job.
    var ownProblems: [RunProblem] { problems.filter { $0.job == nil } }

    /// The jobs, failures first, then what is open, then what was not sent; each by the plans' order.
    var worstFirst: [Job] {
        jobs.enumerated().sorted { left, right in
            let order = (
                Self.rank(left.element.outcome.ending), Self.rank(right.element.outcome.ending)
            )
            return order.0 == order.1 ? left.offset < right.offset : order.0 < order.1
        }.map(\.element)
    }

    /// How many jobs there are of each ending, such as `40 jobs: 2 failed, 38 succeeded`.
    var summary: String { Self.summary(counts, total: jobs.count) }

    /// Counts in words.
    static func summary(_ counts: [(ending: JobResult.Ending, count: Int)], total: Int) -> String {
        let parts = counts.map { "\($0.count) \(JobOutcome.words($0.ending.rawValue))" }
        return total == 0
            ? "no job" : ReportedFindings.count(total, "job") + ": " + parts.joined(separator: ", ")
    }

    private static func rank(_ ending: JobResult.Ending) -> Int {
        let standing = JobOutcome.Standing(ending)
        let order = JobOutcome.Standing.allCases.firstIndex(of: standing) ?? 0
        return 2 * order + (ending == .upToDate ? 1 : 0)
    }
}

extension RunReport.Job {
    /// When this run first did something for it.
    var began: Timestamp? { attempts.first?.began }

    /// When it was over for this run.
    var ended: Timestamp? { attempts.last?.ended }

    /// How long this run was occupied with it, in milliseconds; 0 when it did nothing.
    var milliseconds: Int64 {
        guard let began, let ended else { return 0 }
        return max(0, ended.milliseconds - began.milliseconds)
    }
}
