import Credentials
import Diagnostics
import HTTPExchange
import HTTPTypes
import Host
import Ledgers
import Plans
import Secrets

extension JobWork {
    /// Submits a new attempt as the machine says.
    func send(_ job: PlannedJob) async throws(Diagnostic) -> Step {
        guard !executor.stop.isRequested else { return await end(job, .notBegun, intent: nil, reason: nil) }
        if let step = try await turnedAway(job) { return step }
        let intent = Intent(
            job.submission,
            number: job.nextAttemptNumber,
            lineage: executor.ledger.lineage,
            runID: runID
        )
        do {
            return try await drive(job, intent, again: nil)
        } catch  where error.code == .intentStands {
            return try await contended(job, intent, error)
        }
    }

    /// Sends an attempt as the machine says: for the first time, or once more because of a doubt, with what is recorded.
    func drive(_ job: PlannedJob, _ intent: Intent, again doubt: Doubt?) async throws(Diagnostic) -> Step {
        let isResend = doubt != nil
        executor.leases?.begin(intent.key, of: job.submission.address)
        var conversation = executor.engine.submit(intent)
        guard case .send(let request, let audience) = conversation.next(nil) else {
            preconditionFailure("an engine's submission begins with a request")
        }
        let since = executor.time.now.milliseconds / 1000
        var machine = SubmissionMachine(schedule: executor.options.retry, jitter: executor.jitter)
        var token = try await executor.authorizer.token(for: job.submission.credential, audience: audience)
        var challenge: ClaimsChallenge?
        // The last answer, which is recorded in one step with what it comes to.
        var answered: LedgerEvent?
        let host = request.address.authority
        // Before the intent: what cannot leave now is not written down as about to leave.
        var permit: HostPacing.Permit?
        var action = machine.received(isResend ? .intentRecorded : .begin)
        if !isResend {
            switch await entered(host) {
            case .go(let given): permit = given
            case .stopped: return await end(job, .notBegun, intent: nil, reason: nil)
            case .down: return try await unavailable(job, intent)
            }
        }
        while true {
            switch action {
            case .recordIntent:
                Failpoint.reach("submit.before-intent")
                do {
                    try await executor.recorder.intend(intent, request: request)
                } catch {
                    // What is not sent must not hold up others at the host.
                    if let given = permit {
                        executor.gate.leave(host, given, .well, now: executor.time.monotonic)
                    }
                    throw error
                }
                Failpoint.reach("submit.after-intent")
                await observe(.intended(job.submission.address, number: intent.number))
                action = machine.received(.intentRecorded)
            case .send:
                guard let current = permit else {
                    switch await entered(host) {
                    case .go(let given): permit = given
                    case .stopped: action = .finish(.notSent(reason: "the run was stopped"))
                    case .down: action = .finish(.notSent(reason: Self.downWords))
                    }
                    continue
                }
                permit = nil
                let exchanged = await exchange(intent, request, token, conversation)
                challenge = exchanged.challenge
                action = machine.received(exchanged.event)
                let now = executor.time.monotonic
                let mayRetry = executor.gate.leave(
                    host,
                    current,
                    exchanged.event.outcome(before: action),
                    now: now
                )
                if case .wait(_, let why) = action, !mayRetry {
                    action = .finish(.notSent(reason: why + "; too many tries at this host have failed"))
                }
                if case .finish = action {
                    answered = exchanged.record
                } else {
                    try await executor.recorder.write([exchanged.record])
                }
            case .renewToken:
                do {
                    token = try await executor.authorizer.renew(
                        token,
                        for: job.submission.credential,
                        audience: audience,
                        answering: challenge
                    )
                    action = machine.received(.tokenRenewed)
                } catch {
                    action = .finish(.notSent(reason: error.message))
                }
            case .wait(let duration, let why):
                await observe(.retrying(job.submission.address, after: duration, why: why))
                let isOver = await pause(for: duration)
                action = isOver ? .finish(.notSent(reason: why)) : machine.received(.waited)
            case .finish(let outcome):
                var named = outcome.naming(token, for: audience)
                if isResend { named = named.inDoubt }
                return try await settle(job, intent, named, since: since, after: doubt, answered: answered)
            }
        }
    }

    /// What came of sending a submission once.
    private struct Exchanged {
        let event: SubmissionMachine.Event
        /// The raw answer, or why there is none, for the ledger.
        let record: LedgerEvent
        /// What the service wants another token to say.
        var challenge: ClaimsChallenge?
    }

    /// Sends a submission once and reads the answer.
    private func exchange(
        _ intent: Intent,
        _ request: OutgoingRequest,
        _ token: AccessToken,
        _ asked: any EngineConversation
    ) async -> Exchanged {
        let recorder = executor.recorder
        let answer: HTTPAnswer
        do {
            let timeout = executor.options.exchangeTimeout
            answer = try await executor.transport.send(request.authorized(by: token), timeout: timeout)
        } catch {
            return Exchanged(
                event: .transportFailed(error),
                record: recorder.answered(intent.key, .failure(error))
            )
        }
        Failpoint.reach("submit.after-answer")
        var conversation = asked
        guard case .done(let result) = conversation.next(answer) else {
            preconditionFailure("a submission is one exchange")
        }
        return Exchanged(
            event: .answered(result),
            record: recorder.answered(intent.key, .success(answer)),
            challenge: ClaimsChallenge(answer)
        )
    }

    /// Records how a submission ended and says what comes next.
    private func settle(
        _ job: PlannedJob,
        _ intent: Intent,
        _ outcome: SubmissionMachine.Outcome,
        since: Int64,
        after earlier: Doubt?,
        answered: LedgerEvent?
    ) async throws(Diagnostic) -> Step {
        let recorder = executor.recorder
        let told = answered.map { [$0] } ?? []
        switch outcome {
        case .accepted(let receipt):
            await executor.adopted.add([receipt.remoteID])
            let link = receipt.status.link.map(recorder.redact)
            let submitted = LedgerEvent.submitted(
                key: intent.key,
                remoteID: receipt.remoteID,
                link: link,
                deployment: receipt.deployment
            )
            try await recorder.write(told + [submitted])
            Failpoint.reach("submit.after-submitted")
            await observe(.submitted(job.submission.address, remoteID: receipt.remoteID, link: link))
            return .follow(attempt(job, intent, receipt, link: link))
        case .rejected(let refusal):
            let reason = recorder.redact(refusal.words)
            try await recorder.write(
                told + [.settled(key: intent.key, state: .rejected, reason: reason)]
            )
            if let next = await another(after: .rejected, of: job, number: intent.number) {
                return try await send(next)
            }
            return await end(job, .rejected, intent: intent, reason: reason, findings: refusal.findings)
        case .denied(let refusal):
            let reason = recorder.redact(refusal.words)
            try await recorder.write(
                told + [.settled(key: intent.key, state: .skipped, reason: "denied: " + reason)]
            )
            return await end(job, .denied, intent: intent, reason: reason)
        case .notSent(let words):
            let reason = recorder.redact(words)
            try await recorder.write(
                told + [.settled(key: intent.key, state: .skipped, reason: "not sent: " + reason)]
            )
            return await end(job, .notSent, intent: intent, reason: reason)
        case .unknown(let words):
            let reason = recorder.redact(words)
            try await recorder.write(told + [.unknown(key: intent.key, reason: reason)])
            if job.submission.target.named != nil {
                return .reconcile(
                    doubt(job, intent, reason: reason, since: since, after: earlier)
                )
            }
            return await end(job, .unknown, intent: intent, reason: reason)
        }
    }

    private func attempt(_ job: PlannedJob, _ intent: Intent, _ receipt: Receipt, link: String?) -> Attempt {
        Attempt(
            job: job,
            key: intent.key,
            number: intent.number,
            remoteID: receipt.remoteID,
            link: link,
            state: .submitted,
            outputs: intent.outputURIs,
            since: executor.time.monotonic,
            precedes: false,
            isOwn: true
        )
    }

    /// A job that this run is done with before the engine had it.
    func end(
        _ job: PlannedJob,
        _ ending: JobResult.Ending,
        intent: Intent?,
        reason: String?,
        findings: [Refusal.Finding] = []
    ) async -> Step {
        let result = JobResult(
            address: job.submission.address,
            ending: ending,
            number: intent?.number,
            remoteID: nil,
            link: nil,
            reason: reason,
            findings: findings,
            outputs: [:]
        )
        await observe(.finished(result))
        return .done(Progress(result: result, mayHaveCreated: ending == .unknown, wasFollowed: false))
    }

    /// Waits, or less when the run is to stop.
    ///
    /// - Returns: Whether the run is to stop.
    func pause(for duration: Duration) async -> Bool {
        await executor.stop.isGiven(within: duration, of: executor.time)
    }
}

extension SubmissionMachine.Outcome {
    /// The outcome of sending again: what refuses the second sending says nothing about the first.
    fileprivate var inDoubt: Self {
        switch self {
        case .accepted, .unknown: self
        case .rejected(let refusal), .denied(let refusal):
            .unknown(reason: "sent again, and answered \(refusal.words)")
        case .notSent(let reason): .unknown(reason: "could not be sent again: \(reason)")
        }
    }

    /// The outcome; where the identity is refused, with who that was by what the token says.
    ///
    /// - Parameters:
    ///   - token: What was sent last.
    ///   - audience: What it was asked for.
    /// - Returns: The outcome.
    fileprivate func naming(_ token: AccessToken, for audience: Audience) -> Self {
        guard case .denied(let refusal) = self, let claims = TokenClaims(of: token.secret),
            let identity = claims.identity
        else { return self }
        let whom = claims.audiences.isEmpty ? [audience.value] : claims.audiences
        let rights = claims.roles + claims.scopes
        return .denied(
            Refusal(
                httpStatus: refusal.httpStatus,
                code: refusal.code,
                message: refusal.message + " (asked as \(identity), with a token for "
                    + whom.joined(separator: ", ")
                    + (rights.isEmpty ? "" : ", roles " + rights.joined(separator: ", ")) + ")",
                requestID: refusal.requestID,
                findings: refusal.findings
            )
        )
    }
}

extension OutgoingRequest {
    /// The same request with a token: the one place where a token leaves its ``Secret``.
    func authorized(by token: AccessToken) -> OutgoingRequest {
        var request = self
        token.secret.expose { request.fields[.authorization] = "Bearer " + $0 }
        return request
    }
}

extension Intent {
    /// Where the attempt writes, by output name.
    var outputURIs: [String: String] {
        var uris: [String: String] = [:]
        for output in specification.outputs {
            if let uri = output.uri { uris[output.name] = uri.text }
        }
        return uris
    }
}
