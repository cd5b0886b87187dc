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
        do {
            let ending = try await ending(of: attempt)
            if !attempt.precedes, let state = ending.state,
                let next = await another(after: state, of: attempt.job, number: attempt.number)
            {
                return .success(try await send(next))
            }
            guard attempt.precedes, ending.isSettled else {
                return .success(.done(await close(attempt, ending)))
            }
            return .success(try await send(attempt.job))
        } catch {
            return .failure(error)
        }
    }

    /// How following ended.
    private struct Ending {
        let ending: JobResult.Ending
        let reason: String?
        let link: String?
        var isSettled: Bool { [.succeeded, .failed, .cancelled].contains(ending) }
        /// The end after which a job's `retry` may make another attempt.
        var state: JobState? {
            switch ending {
            case .failed: .failed
            case .lost: .lost
            default: nil
            }
        }
    }

    private func ending(of attempt: Attempt) async throws(Diagnostic) -> Ending {
        let address = attempt.job.submission.address
        let recorder = executor.recorder
        var machine = FollowMachine(
            from: attempt.state,
            deadline: attempt.job.submission.executionTimeout,
            queueDeadline: attempt.job.submission.queueTimeout,
            grace: executor.options.poll.grace
        )
        var asking = Asking(work: self, attempt: attempt)
        guard !(await waitToAsk(attempt)) else { return left(attempt, "the run was stopped") }
        var action = machine.received(.begin)
        while true {
            switch action {
            case .ask:
                action = machine.received(await asking.ask())
            case .renewToken:
                action = machine.received(await asking.renewToken())
            case .wait:
                if let trouble = machine.trouble {
                    await observe(.trouble(address, why: recorder.redact(trouble)))
                }
                if hasWaitedLongEnough { return left(attempt, "the run waited as long as it was to") }
                guard !(await waitToAsk(attempt, machine.retryAfter)) else {
                    return left(attempt, "the run was stopped")
                }
                action = machine.received(.waited(age: executor.time.monotonic - attempt.since))
            case .observe(let status):
                try await recorder.write(
                    .observed(key: attempt.key, state: status.state, word: recorder.redact(status.word))
                )
                await observe(.changed(address, status.state, word: status.word))
                action = .wait
            case .settle(let status):
                return try await settle(attempt, status)
            case .lost(let reason):
                let words = recorder.redact(reason)
                try await recorder.write(.settled(key: attempt.key, state: .lost, reason: words))
                return Ending(ending: .lost, reason: words, link: attempt.link)
            case .leave(let reason):
                return left(attempt, recorder.redact(reason))
            }
        }
    }

    private func settle(_ attempt: Attempt, _ status: RemoteStatus) async throws(Diagnostic) -> Ending {
        let reason = status.detail.map(executor.recorder.redact)
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

    private func left(_ attempt: Attempt, _ reason: String) -> Ending {
        Ending(ending: .unfinished, reason: reason, link: attempt.link)
    }

    private var hasWaitedLongEnough: Bool {
        guard let limit = executor.options.waitTimeout else { return false }
        return executor.time.monotonic - began >= limit
    }

    private func waitToAsk(_ attempt: Attempt, _ retryAfter: String? = nil) async -> Bool {
        let usual = executor.options.poll.interval(age: executor.time.monotonic - attempt.since)
        let asked = executor.options.retry.asked(retryAfter, jitter: executor.jitter())
        let interval = max(usual, asked ?? .zero)
        await observe(.waiting(attempt.job.submission.address, interval))
        return await pause(for: interval)
    }

    /// Leaves a job that the engine has to itself.
    private func detached(_ attempt: Attempt) async -> Progress {
        guard attempt.precedes else {
            return await close(attempt, left(attempt, "nobody waits for it: `--detach`"))
        }
        let reason =
            "attempt \(attempt.number), which was planned otherwise, is not finished: \(attempt.remoteID)"
        return await leaveOut(attempt.job, reason: reason)
    }

    private func close(_ attempt: Attempt, _ ending: Ending) async -> Progress {
        let result = JobResult(
            address: attempt.job.submission.address,
            ending: ending.ending,
            number: attempt.number,
            remoteID: attempt.remoteID,
            link: ending.link,
            reason: ending.reason,
            findings: [],
            outputs: attempt.outputs
        )
        await observe(.finished(result))
        return Progress(result: result, mayHaveCreated: true, wasFollowed: true)
    }
}

/// Asks the engine about one attempt, with the token that is kept.
private struct Asking {
    let work: JobWork
    let attempt: JobWork.Attempt
    private var refused: AccessToken?
    private var challenge: ClaimsChallenge?

    init(work: JobWork, attempt: JobWork.Attempt) {
        self.work = work
        self.attempt = attempt
    }

    private var submission: Submission { attempt.job.submission }

    mutating func ask() async -> FollowMachine.Event {
        let executor = work.executor
        var conversation = executor.engine.status(of: attempt.remoteID, at: submission.target)
        guard case .send(let request, let audience) = conversation.next(nil) else {
            preconditionFailure("an engine's question begins with a request")
        }
        let token: AccessToken
        do {
            token = try await executor.authorizer.token(for: submission.credential, audience: audience)
        } catch {
            return .tokenFailed(error.message)
        }
        refused = token
        do {
            let timeout = executor.options.exchangeTimeout
            let answer = try await executor.transport.send(request.authorized(by: token), timeout: timeout)
            challenge = ClaimsChallenge(answer)
            guard case .done(let result) = conversation.next(answer) else {
                preconditionFailure("a question is one exchange")
            }
            return .answered(result)
        } catch {
            return .transportFailed(error)
        }
    }

    mutating func renewToken() async -> FollowMachine.Event {
        let executor = work.executor
        guard let refused else { return .tokenRenewed }
        do {
            let audience = executor.engine.audience(for: submission.target)
            _ = try await executor.authorizer.renew(
                refused,
                for: submission.credential,
                audience: audience,
                answering: challenge
            )
            return .tokenRenewed
        } catch {
            return .tokenFailed(error.message)
        }
    }
}
