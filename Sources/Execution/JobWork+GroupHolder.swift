import Diagnostics
import Host
import Ledgers
import Plans

/// What a job that waits for a concurrency group does about the one that has it.
extension JobWork {
    /// What was done so far about the attempt that has the group.
    struct HolderWatch: Sendable {
        /// The attempt that was cancelled last, or was to be, and what became of that in words.
        fileprivate var cancelled: (key: String, words: String)?
        /// The attempt that nobody else follows, since when it is asked about, and when it was last.
        fileprivate var followed: (key: String, since: Duration, asked: Duration)?
    }

    /// Finds out whether the job that has the group has ended, where nobody else does; with `onConflict: replace` has it
    /// cancelled before, once.
    ///
    /// Only the first in the line does so, and never to a job of its own run: those come one after the other.
    ///
    /// - Parameters:
    ///   - turn: What the job waits for.
    ///   - watch: What was done so far.
    /// - Returns: What was done, in words; `nil` while there is nothing to do.
    /// - Throws: What keeps the ledger from being written.
    func lookAfterHolder(of turn: GroupTurn, _ watch: inout HolderWatch) async throws(Diagnostic) -> String? {
        let replaces = turn.group.rule == .replace
        // Its own run follows it to its end; when nobody does, this one has to.
        let isLeft = turn.holder.isStale(at: executor.time.now)
        guard replaces || isLeft, turn.ahead == 0, let key = turn.holder.attempt,
            turn.holder.owner.runID != runID,
            let attempt = try await executor.ledger.attempts(matching: AttemptQuery(key: key)).last,
            !attempt.state.isSettled, let remoteID = attempt.remoteID
        else { return nil }
        guard try await isAtTheSamePlace(attempt, as: turn.job) else {
            // This manifest's identity and addresses are not that one's.
            let command = replaces ? "cancel PATH --job" : "wait"
            return "it is at another endpoint: `runner \(command) \(attempt.address)`"
        }
        if replaces, watch.cancelled?.key != key {
            watch.cancelled = (key, try await cancelled(attempt, remoteID, for: turn.job))
        }
        if isLeft { try await ask(about: attempt, remoteID, for: turn.job, &watch) }
        return watch.cancelled?.words
    }

    /// Asks about a job that nobody follows, ever less often.
    private func ask(
        about attempt: AttemptRecord,
        _ remoteID: String,
        for job: PlannedJob,
        _ watch: inout HolderWatch
    ) async throws(Diagnostic) {
        let now = executor.time.monotonic
        if let followed = watch.followed, followed.key == attempt.key {
            let interval = executor.options.poll.interval(age: now - followed.since)
            guard now - followed.asked >= interval else { return }
            watch.followed?.asked = now
        } else {
            watch.followed = (attempt.key, now, now)
        }
        _ = try await executor.settledState(of: attempt, remoteID, job.submission, within: .zero)
    }

    private func cancelled(
        _ attempt: AttemptRecord,
        _ remoteID: String,
        for job: PlannedJob
    ) async throws(Diagnostic) -> String {
        switch try await executor.cancel(job.submission, attempt.key, remoteID) {
        case .accepted: return "it is being cancelled for this one"
        case .tooLate(let words): return "it has ended: \(words)"
        case .refused(let words), .unheardOf(let words): return "it could not be cancelled: \(words)"
        case .unanswered(let words): return "nothing answered whether it is being cancelled: \(words)"
        }
    }

    /// Whether an attempt was sent where a job goes, so that this job's credential and addresses are the right ones.
    private func isAtTheSamePlace(_ attempt: AttemptRecord, as job: PlannedJob) async throws(Diagnostic)
        -> Bool
    {
        let intent = Intent(
            job.submission,
            number: job.nextAttemptNumber,
            lineage: executor.ledger.lineage,
            runID: runID
        )
        var conversation = executor.engine.submit(intent)
        guard let stored = try await executor.ledger.intent(of: attempt.key),
            case .send(let request, _) = conversation.next(nil)
        else { return false }
        return executor.recorder.record(of: intent, request).target.utf8.elementsEqual(stored.target.utf8)
    }
}
