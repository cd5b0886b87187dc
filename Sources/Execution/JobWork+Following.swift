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
        let address = attempt.job.submission.address
        let recorder = executor.recorder
        var machine = FollowMachine(
            from: attempt.state,
            deadline: deadline == nil ? attempt.job.submission.executionTimeout : nil,
            queueDeadline: deadline == nil ? attempt.job.submission.queueTimeout : nil,
            grace: executor.options.poll.grace
        )
        var asking = Asking(work: self, attempt: attempt)
        guard !(await waitToAsk(attempt)) else { return try await stopped(attempt) }
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
                    var standing = attempt
                    standing.state = machine.last
                    return try await stopped(standing)
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
    fileprivate var exchangeTimeout: Duration {
        let usual = executor.options.exchangeTimeout
        return deadline.map { min(usual, max(.seconds(5), $0 - executor.time.monotonic)) } ?? usual
    }

    private var hasWaitedLongEnough: Bool {
        if let deadline { return executor.time.monotonic >= deadline }
        guard let limit = executor.options.waitTimeout else { return false }
        return executor.time.monotonic - began >= limit
    }

    private func waitToAsk(_ attempt: Attempt, _ retryAfter: String? = nil) async -> Bool {
        let usual = executor.options.poll.interval(age: executor.time.monotonic - attempt.since)
        let asked = executor.options.retry.asked(retryAfter, jitter: executor.jitter())
        var interval = max(usual, asked ?? .zero)
        if let deadline { interval = max(.zero, min(interval, deadline - executor.time.monotonic)) }
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
            outputs: attempt.outputs,
            goesOn: ending.goesOn
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
            let answer = try await executor.transport.send(
                request.authorized(by: token),
                timeout: work.exchangeTimeout
            )
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
