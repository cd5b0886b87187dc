import Diagnostics
import HTTPExchange
import Host
import Ledgers
import Plans

/// What an interrupt does to jobs that run, where it is to end them.
extension JobWork {
    /// What becomes of an attempt when the run is to stop: it is left to itself or, where that is wanted, cancelled and
    /// followed to its end.
    ///
    /// Each attempt has ``Executor/Options/cancelTimeout`` for that, from when it is its turn.
    ///
    /// - Parameter attempt: The attempt; the engine has it.
    /// - Returns: How following ended.
    /// - Throws: What keeps the ledger from being written; nothing is asked for that cannot be recorded.
    @inline(never) func stopped(_ attempt: Attempt) async throws(Diagnostic) -> Ending {
        guard executor.stop.cancelsJobs else { return left(attempt, "the run was stopped") }
        let submission = attempt.job.submission
        guard submission.target.named != nil else {
            return await spared(
                attempt,
                .notCancellable,
                "jobs of the endpoint `\(submission.endpoint)` cannot be cancelled from here: `scoringUri` does not say "
                    + "where the resource manager knows it"
            )
        }
        if !attempt.isOwn {
            return await spared(attempt, .notOwn, "the run was stopped before it followed the job")
        }
        if let sender = attempt.sender, try await !hasEnded(sender) {
            return await spared(attempt, .notOwn, "the run \(sender), which sent it, still goes on")
        }
        return try await unstopped.cancelled(attempt)
    }

    /// The same work with some time left, whatever stopped the run: only a second interrupt ends it sooner.
    private var unstopped: JobWork {
        var executor = executor
        executor.stop = StopSignal()
        executor.gate = executor.cancelGate
        // One request that hangs must not take the time of all.
        executor.options.exchangeTimeout = min(executor.options.exchangeTimeout, .seconds(20))
        return JobWork(
            executor: executor,
            runID: runID,
            began: began,
            twins: twins,
            observe: observe,
            deadline: executor.time.monotonic + executor.options.cancelTimeout
        )
    }

    private func cancelled(_ attempt: Attempt) async throws(Diagnostic) -> Ending {
        let submission = attempt.job.submission
        let host = submission.target.named?.manager.authority ?? ""
        guard let deadline, case .go(let permit) = await entered(host) else {
            return await spared(attempt, .refused, "the resource manager could not be asked")
        }
        guard executor.time.monotonic < deadline else {
            executor.gate.leave(host, permit, .well, now: executor.time.monotonic)
            return await spared(attempt, .refused, "there was no time left to ask")
        }
        let asked: CancelResult.Ending
        do {
            asked = try await executor.cancel(submission, attempt.key, attempt.remoteID, until: deadline) {
                await observe(.cancelling(submission.address, remoteID: attempt.remoteID))
            }
        } catch {
            executor.gate.leave(host, permit, .well, now: executor.time.monotonic)
            throw error
        }
        executor.gate.leave(host, permit, asked.outcome, now: executor.time.monotonic)
        var work = self
        let words: String
        var goesOn = JobResult.GoingOn.asked
        switch asked {
        case .accepted:
            work = until(deadline, because: "the run \(runID) was interrupted, and asked the job to cancel")
            words = "it was asked to cancel and has not ended"
        case .tooLate(let why):
            words = "the service says that there is nothing left to cancel: \(why)"
        case .unanswered(let why):
            words = "it is not known whether the request to cancel it was taken: \(why)"
            await observe(.trouble(submission.address, why: words))
        case .refused(let why), .unheardOf(let why):
            // It may have ended meanwhile: that is asked once.
            work = until(executor.time.monotonic, because: nil)
            goesOn = .refused
            words = "the request to cancel it was not taken: \(why)"
            await observe(.notCancelled(submission.address, why: words))
        }
        // Asked about often at first, as one that was just submitted.
        var ending = try await work.ending(of: attempt.standing(since: executor.time.monotonic))
        if ending.ending == .unfinished {
            ending.reason = words
            ending.goesOn = goesOn
        }
        return ending
    }

    /// An attempt that goes on because nobody was asked to end it.
    private func spared(_ attempt: Attempt, _ why: JobResult.GoingOn, _ words: String) async -> Ending {
        await observe(.notCancelled(attempt.job.submission.address, why: words))
        var ending = left(attempt, words)
        ending.goesOn = why
        return ending
    }
}

extension CancelResult.Ending {
    /// What it says of the resource manager's health.
    fileprivate var outcome: HostPacing.Outcome {
        switch self {
        case .accepted, .tooLate, .unheardOf, .refused: .well
        case .unanswered: .busy(pause: nil)
        }
    }
}
