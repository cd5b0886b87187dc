import Diagnostics
import Host
import Ledgers
import Plans

/// Concurrency groups: before a job is sent, it has its group's lease.
extension JobWork {
    /// How often a job that waits asks whether it is its turn.
    static let askInterval: Duration = .seconds(2)

    /// What becomes of a job instead of being sent; `nil` when it may be.
    func turnedAway(_ job: PlannedJob) async throws(Diagnostic) -> Step? {
        guard let group = job.submission.concurrency, let leases = executor.leases,
            let turn = try await leases.enter(group, job)
        else { return nil }
        switch group.rule {
        case .queue, .replace: return .queue(turn)
        case .skip: return try await refused(job, .skipped, turn.words)
        case .fail: return try await refused(job, .failed, turn.words)
        }
    }

    /// Waits until it is the job's turn, then sends it.
    func queue(for turn: GroupTurn) async -> Result<Step, Diagnostic> {
        var turn = turn
        var said = ""
        var watch = HolderWatch()
        do {
            while true {
                var words = turn.words
                if let more = try await lookAfterHolder(of: turn, &watch) {
                    words += "; " + more
                }
                if words != said {
                    said = words
                    await observe(.trouble(turn.job.submission.address, why: executor.recorder.redact(said)))
                }
                let isStopped = await pause(for: Self.askInterval)
                let isLate =
                    executor.options.waitTimeout.map { executor.time.monotonic - began >= $0 } ?? false
                if isStopped || isLate {
                    try await executor.leases?.withdraw(turn.group, turn.job)
                    return .success(
                        await end(turn.job, .notBegun, intent: nil, reason: executor.recorder.redact(said))
                    )
                }
                guard let leases = executor.leases, let next = try await leases.enter(turn.group, turn.job)
                else {
                    return .success(try await send(turn.job))
                }
                turn = next
            }
        } catch {
            return .failure(error)
        }
    }

    /// Records a job that is not sent because of its group.
    private func refused(
        _ job: PlannedJob,
        _ ending: JobResult.Ending,
        _ words: String
    ) async throws(Diagnostic) -> Step {
        let intent = Intent(
            job.submission,
            number: job.nextAttemptNumber,
            lineage: executor.ledger.lineage,
            runID: runID
        )
        try await executor.recorder.leave(intent, as: ending == .failed ? .failed : .skipped, because: words)
        return await end(job, ending, intent: intent, reason: executor.recorder.redact(words))
    }
}

extension RecordKeeper {
    /// Records an attempt that is not made, at once with how it ended.
    fileprivate func leave(_ intent: Intent, as state: JobState, because reason: String)
        async throws(Diagnostic)
    {
        try await skip([(intent, reason)], as: state)
    }
}

extension JobResult.Ending {
    /// How a job stands that is left as an earlier run left it.
    init(leaving state: JobState) {
        self =
            switch state {
            case .succeeded: .upToDate
            case .failed: .failed
            case .rejected: .rejected
            case .skipped: .skipped
            case .lost: .lost
            default: .cancelled
            }
    }
}
