import Diagnostics
import Host
import Ledgers
import Plans

/// Two runs that are about to send the same attempt: one intends it first.
extension JobWork {
    /// How often the ledger is asked what the other run has come to.
    private static let lookInterval: Duration = .seconds(1)

    /// Takes up the attempt that another run intended first, as soon as that knows the job's id.
    ///
    /// - Parameters:
    ///   - job: The job.
    ///   - intent: The attempt that this run was about to intend.
    ///   - refusal: What the ledger said.
    /// - Returns: What comes next: to follow the job, to find out what became of it, or nothing.
    /// - Throws: The refusal, when another attempt is in the way than this one.
    func contended(_ job: PlannedJob, _ intent: Intent, _ refusal: Diagnostic) async throws(Diagnostic)
        -> Step
    {
        let began = executor.time.monotonic
        var isTold = false
        var isOver = false
        while true {
            let found = try await executor.ledger.attempts(matching: AttemptQuery(key: intent.key)).last
            guard let found else { throw refusal }
            if !found.state.isInDoubt {
                guard found.remoteID == nil else { return await takeUp(job, found, precedes: false) }
                // What the other run was refused, or gave up, was not refused to this one: it may be tried again.
                let ending = found.state == .skipped ? .notSent : JobResult.Ending(leaving: found.state)
                return await finish(job, ending, record: found)
            }
            let age = executor.time.monotonic - began
            if found.state != .intent || isOver || age.components.seconds >= executor.longestSending {
                guard let doubt = try await doubt(job, about: found) else {
                    return await finish(job, .unknown, record: found)
                }
                return .reconcile(doubt)
            }
            isOver = try await hasEnded(found.runID)
            // One look more: it may have recorded something before it ended.
            if isOver { continue }
            if !isTold {
                isTold = true
                await observe(
                    .trouble(job.submission.address, why: "another run is sending the same attempt")
                )
            }
            if await pause(for: Self.lookInterval) {
                return await end(job, .unknown, intent: intent, reason: "another run was sending it")
            }
        }
    }

    /// Whether the run that intended an attempt has ended: nobody else works with the ledger, or it was not heard of for
    /// too long.
    func hasEnded(_ runID: String) async throws(Diagnostic) -> Bool {
        guard await executor.ledger.isShared() else { return true }
        guard let leases = executor.leases else { return false }
        return try await !leases.isHeardOf(runID, at: executor.time.now)
    }
}
