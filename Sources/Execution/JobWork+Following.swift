import Credentials
import Diagnostics
import HTTPExchange
import Host
import Ledgers
import Plans

extension JobWork {
    /// Follows an attempt until the engine says that it is over, or nobody is to wait any more.
    func follow(_ attempt: Attempt) async -> Result<Step, Diagnostic> {
        guard !executor.options.detaches else { return .success(.done(await detached(attempt))) }
        await join(attempt)
        let ending = await outcome(of: attempt)
        await leave(attempt)
        return await after(ending, of: attempt)
    }

    private func join(_ attempt: Attempt) async {
        if let key = attempt.job.submission.listingKey { await executor.followed.join(key) }
    }

    private func leave(_ attempt: Attempt) async {
        if let key = attempt.job.submission.listingKey { await executor.followed.leave(key) }
    }

    @inline(never) private func outcome(of attempt: Attempt) async -> Result<Ending, Diagnostic> {
        do throws(Diagnostic) {
            return .success(try await ending(of: attempt))
        } catch {
            return .failure(error)
        }
    }

    /// What comes next for a job whose attempt is over.
    @inline(never) private func after(
        _ outcome: Result<Ending, Diagnostic>,
        of attempt: Attempt
    ) async -> Result<Step, Diagnostic> {
        do {
            let ending = try outcome.get()
            if !attempt.precedes, let state = ending.state,
                let next = await another(after: state, of: attempt.job, number: attempt.number)
            {
                return .success(try await send(next))
            }
            guard attempt.precedes, ending.isSettled else {
                return .success(.done(await close(attempt, ending)))
            }
            guard !executor.stop.isRequested else {
                return .success(.done(await leaveOut(attempt.job, reason: ending.ofPredecessor(attempt))))
            }
            return .success(try await send(attempt.job))
        } catch {
            return .failure(error)
        }
    }

    /// How following ended.
    struct Ending {
        let ending: JobResult.Ending
        var reason: String?
        let link: String?
        /// Why it goes on although an interrupt was to end it.
        var goesOn: JobResult.GoingOn?
        var isSettled: Bool { [.succeeded, .failed, .cancelled].contains(ending) }
        /// The end after which a job's `retry` may make another attempt.
        var state: JobState? {
            switch ending {
            case .failed: .failed
            case .lost: .lost
            default: nil
            }
        }

        /// The end of an attempt after which another was to be sent, in words.
        fileprivate func ofPredecessor(_ attempt: Attempt) -> String {
            "attempt \(attempt.number), which was planned otherwise, is over (\(ending.rawValue)), and the run was stopped"
        }
    }

    /// Asks about an attempt until it is over, or nobody is to wait any more.
    func ending(of attempt: Attempt) async throws(Diagnostic) -> Ending {
        let asking = Asking(about: attempt, for: self)
        guard !(await waitToAsk(attempt)) else { return try await stopped(attempt) }
        var action = asking.machine.received(.begin)
        while true {
            // Each in a function of its own, which the optimizer must leave one: while one of them waits, room is kept for
            // that one alone.
            switch action {
            case .ask: action = await looked(asking)
            case .renewToken: action = await renewed(asking)
            case .wait:
                await tellTrouble(asking)
                if hasWaitedLongEnough { return left(attempt, "the run waited as long as it was to") }
                guard let next = await waited(asking) else {
                    return try await stopped(attempt.standing(asking.machine.last))
                }
                action = next
            case .observe(let status): action = try await observed(attempt, status)
            case .settle(let status): return try await settle(attempt, status)
            case .lost(let reason): return try await lose(attempt, reason)
            case .leave(let reason): return left(attempt, executor.recorder.redact(reason))
            }
        }
    }

    @inline(never) private func tellTrouble(_ asking: Asking) async {
        guard let trouble = asking.machine.trouble else { return }
        await observe(
            .trouble(asking.attempt.job.submission.address, why: executor.recorder.redact(trouble))
        )
    }

    @inline(never) private func renewed(_ asking: Asking) async -> FollowMachine.Action {
        asking.machine.received(await asking.renewToken())
    }

    @inline(never) private func observed(
        _ attempt: Attempt,
        _ status: RemoteStatus
    ) async throws(Diagnostic) -> FollowMachine.Action {
        let word = executor.recorder.redact(status.word)
        try await executor.recorder.write(.observed(key: attempt.key, state: status.state, word: word))
        await observe(.changed(attempt.job.submission.address, status.state, word: status.word))
        return .wait
    }

    @inline(never) private func lose(_ attempt: Attempt, _ reason: String) async throws(Diagnostic) -> Ending
    {
        let words = executor.recorder.redact(reason)
        try await executor.recorder.write(.settled(key: attempt.key, state: .lost, reason: words))
        return Ending(ending: .lost, reason: words, link: attempt.link)
    }

    @inline(never) private func looked(_ asking: Asking) async -> FollowMachine.Action {
        let interval = executor.options.poll.interval(
            age: executor.time.monotonic - asking.attempt.since
        )
        let event = await asking.look(after: asking.machine.last, notOlderThan: interval / 2)
        return asking.machine.received(event)
    }

    /// What comes after a wait; `nil` when the run was stopped.
    @inline(never) private func waited(_ asking: Asking) async -> FollowMachine.Action? {
        guard !(await waitToAsk(asking.attempt, asking.machine.retryAfter)) else { return nil }
        return asking.machine.received(.waited(age: executor.time.monotonic - asking.attempt.since))
    }

    @inline(never) private func settle(_ attempt: Attempt, _ status: RemoteStatus) async throws(Diagnostic)
        -> Ending
    {
        let reason = status.detail.map(executor.recorder.redact) ?? (status.state == .cancelled ? cause : nil)
        try await executor.recorder.write(.settled(key: attempt.key, state: status.state, reason: reason))
        let ending: JobResult.Ending =
            switch status.state {
            case .succeeded: .succeeded
            case .cancelled: .cancelled
            default: .failed
            }
        return Ending(
            ending: ending,
            reason: reason,
            link: status.link.map(executor.recorder.redact) ?? attempt.link
        )
    }

    /// The ending of an attempt that goes on.
    func left(_ attempt: Attempt, _ reason: String) -> Ending {
        Ending(ending: .unfinished, reason: reason, link: attempt.link)
    }

    /// How long a question may take: what is left of the time, and long enough for an answer.
    var exchangeTimeout: Duration {
        let usual = executor.options.exchangeTimeout
        return deadline.map { min(usual, max(.seconds(5), $0 - executor.time.monotonic)) } ?? usual
    }

    private var hasWaitedLongEnough: Bool {
        if let deadline { return executor.time.monotonic >= deadline }
        guard let limit = executor.options.waitTimeout else { return false }
        return executor.time.monotonic - began >= limit
    }

    @inline(never) private func waitToAsk(_ attempt: Attempt, _ retryAfter: String? = nil) async -> Bool {
        let usual = executor.options.poll.interval(age: executor.time.monotonic - attempt.since)
        let asked = executor.options.retry.asked(retryAfter, jitter: executor.jitter())
        var interval = max(usual, asked ?? .zero)
        if let deadline { interval = max(.zero, min(interval, deadline - executor.time.monotonic)) }
        await observe(.waiting(attempt.job.submission.address, interval))
        return await pause(for: interval)
    }

    /// Leaves a job that the engine has to itself.
    @inline(never) private func detached(_ attempt: Attempt) async -> Progress {
        guard attempt.precedes else {
            return await close(attempt, left(attempt, "nobody waits for it: `--detach`"))
        }
        let reason =
            "attempt \(attempt.number), which was planned otherwise, is not finished: \(attempt.remoteID)"
        return await leaveOut(attempt.job, reason: reason)
    }

    @inline(never) private func close(_ attempt: Attempt, _ ending: Ending) async -> Progress {
        let result = JobResult(
            address: attempt.job.submission.address,
            ending: ending.ending,
            number: attempt.number,
            remoteID: attempt.remoteID,
            link: ending.link,
            reason: ending.reason,
            findings: [],
            outputs: attempt.outputs,
            goesOn: ending.goesOn
        )
        await observe(.finished(result))
        return Progress(result: result, mayHaveCreated: true, wasFollowed: true)
    }
}
