import Credentials
import Diagnostics
import HTTPExchange
import Host
import Ledgers
import Manifests
import Plans

extension JobWork {
    /// How often all runs together send an attempt once more.
    static let resendLimit = 10

    /// An attempt of which it is not known whether it was taken; a reference, as ``Attempt`` is.
    final class Doubt: Sendable {
        let job: PlannedJob
        /// The attempt as it would be sent again; `nil` when that cannot be told from the manifest any more.
        let intent: Intent?
        let key: String
        let number: Int
        /// What it reads and writes.
        let data: JobData
        let deployment: String?
        /// When it may have been sent, in seconds since 1970 by this machine's clock.
        let sent: ClosedRange<Int64>
        let outputs: [String: String]
        let reason: String?
        /// Whether another process may be sending it still.
        let mayBeUnderWay: Bool
        /// How often it was sent once more, by earlier runs and this one.
        let timesResent: Int
        /// Whether this run has sent it once more.
        let wasResent: Bool
        /// Whether another attempt is to be sent once this one is settled.
        let precedes: Bool
        /// Whether this run sent it, or looked for it before it was to stop.
        let isOwn: Bool

        init(
            job: PlannedJob,
            intent: Intent?,
            key: String,
            number: Int,
            data: JobData,
            deployment: String?,
            sent: ClosedRange<Int64>,
            outputs: [String: String],
            reason: String?,
            mayBeUnderWay: Bool,
            timesResent: Int,
            wasResent: Bool,
            precedes: Bool,
            isOwn: Bool
        ) {
            self.job = job
            self.intent = intent
            self.key = key
            self.number = number
            self.data = data
            self.deployment = deployment
            self.sent = sent
            self.outputs = outputs
            self.reason = reason
            self.mayBeUnderWay = mayBeUnderWay
            self.timesResent = timesResent
            self.wasResent = wasResent
            self.precedes = precedes
            self.isOwn = isOwn
        }
    }

    /// Finds out what became of an attempt, as far as that can be found out.
    func reconcile(_ doubt: Doubt) async -> Result<Step, Diagnostic> {
        do {
            return .success(try await reconciled(doubt))
        } catch {
            return .failure(error)
        }
    }

    private func reconciled(_ doubt: Doubt) async throws(Diagnostic) -> Step {
        let address = doubt.job.submission.address
        let policy = await policy(for: doubt)
        var machine = ReconcileMachine(
            window: doubt.job.submission.visibilityWindow ?? executor.options.visibilityWindow,
            policy: policy,
            isAlone: await twins.isAlone(doubt.job.submission, with: doubt.data)
        )
        let began = executor.time.monotonic
        await observe(.reconciling(address, number: doubt.number))
        var action = machine.received(.begin)
        while true {
            switch action {
            case .list:
                do throws(InquiryFailure) {
                    let listing = try await executor.listing(of: doubt.job.submission)
                    let found = await look(for: doubt, in: listing)
                    // A listing shows what there was when it was asked for, however long its pages take to arrive.
                    action = machine.received(
                        .listed(
                            matches: found.matches,
                            doubtful: found.doubtful,
                            elapsed: listing.began - began
                        )
                    )
                } catch {
                    if executor.stop.isRequested { return await left(doubt, "the run was stopped") }
                    action = machine.received(.listFailed(error.words))
                }
            case .wait(let duration):
                if await pause(for: duration) { return await left(doubt, "the run was stopped") }
                action = machine.received(.waited)
            case .adopt(let job):
                return try await adopt(job, for: doubt)
            case .resend:
                return try await resend(doubt)
            case .hold(let reason):
                let words = executor.recorder.redact(reason)
                try await executor.recorder.write(.noted(key: doubt.key, .held, words))
                return await left(doubt, words)
            }
        }
    }

    /// What may be done when the list does not show the job; asked before the list is looked at, so that whoever was
    /// sending has ended before the window begins.
    private func policy(for doubt: Doubt) async -> ReconcileMachine.Policy {
        if doubt.job.submission.onUnknown == .hold { return .hold("the job has `onUnknown: hold`") }
        if doubt.wasResent { return .hold("this run has sent it once more already") }
        if doubt.intent == nil {
            return .hold("the manifest has changed, so the same bytes cannot be sent again")
        }
        guard doubt.timesResent < Self.resendLimit else {
            return .hold("it was sent once more \(doubt.timesResent) times")
        }
        if doubt.mayBeUnderWay, await executor.ledger.isShared() {
            return .hold("another runner works with this ledger, and may be sending it")
        }
        return .resend
    }

    /// Looks through the endpoint's list once.
    private func look(
        for doubt: Doubt,
        in listing: ListingIndex
    ) async -> (matches: [ListedJob], doubtful: Int) {
        let submission = doubt.job.submission
        let token = try? await executor.authorizer.token(
            for: submission.credential,
            audience: executor.engine.audience(for: submission.target)
        )
        let candidates = listing.candidates(for: doubt.data)
        let match = JobMatch(
            data: doubt.data,
            deployment: doubt.deployment,
            sent: doubt.sent,
            claims: token.flatMap { TokenClaims(of: $0.secret) },
            known: await executor.adopted.known(among: candidates)
        )
        return match.search(candidates, skew: listing.skew)
    }

    private func adopt(_ job: ListedJob, for doubt: Doubt) async throws(Diagnostic) -> Step {
        guard await executor.adopted.claim(job.remoteID) else {
            return await left(doubt, "`\(job.remoteID)` was adopted for another attempt meanwhile")
        }
        let link = (job.status?.link).map(executor.recorder.redact)
        do {
            try await executor.ledger.append([
                .noted(key: doubt.key, .adopted, "found in the endpoint's list")
            ])
        } catch  where error.code == .intentStands {
            return try await known(doubt)
        }
        try await executor.recorder.write(
            .submitted(key: doubt.key, remoteID: job.remoteID, link: link, deployment: job.deployment)
        )
        await observe(.adopted(doubt.job.submission.address, remoteID: job.remoteID))
        let attempt = Attempt(
            job: doubt.job,
            key: doubt.key,
            number: doubt.number,
            remoteID: job.remoteID,
            link: link,
            state: .submitted,
            outputs: doubt.outputs,
            since: executor.time.monotonic,
            precedes: doubt.precedes,
            isOwn: doubt.isOwn
        )
        return try await follow(attempt).get()
    }

    /// Sends the same bytes with the same key once more.
    private func resend(_ doubt: Doubt) async throws(Diagnostic) -> Step {
        guard let intent = doubt.intent, !executor.stop.isRequested else {
            return await left(doubt, "the run was stopped")
        }
        // A claim: whoever looked at the same time is refused it.
        let sending = "sent once more, time \(doubt.timesResent + 1)"
        do {
            try await executor.ledger.append([.noted(key: doubt.key, .resent, sending)])
        } catch  where error.code == .intentStands {
            return try await known(doubt)
        }
        await observe(.resending(doubt.job.submission.address, number: doubt.number))
        switch try await drive(doubt.job, intent, again: doubt) {
        case .follow(let attempt): return try await follow(attempt).get()
        case .reconcile(let again): return try await reconciled(again)
        case .queue(let turn): return await left(doubt, turn.words)
        case .done(let progress): return .done(progress.followed)
        }
    }

    /// Takes up what another run found out of an attempt meanwhile; the doubt stays while that has found nothing.
    private func known(_ doubt: Doubt) async throws(Diagnostic) -> Step {
        let found = try await executor.ledger.attempts(matching: AttemptQuery(key: doubt.key)).last
        guard let found, !found.state.isInDoubt, found.remoteID != nil else {
            return await left(doubt, "another run has sent it once more, or settled it")
        }
        let step = await takeUp(doubt.job, found, precedes: doubt.precedes)
        guard case .follow(let attempt) = step else { return step }
        return try await follow(attempt).get()
    }

    private func left(_ doubt: Doubt, _ reason: String) async -> Step {
        let result = JobResult(
            address: doubt.job.submission.address,
            ending: .unknown,
            number: doubt.number,
            remoteID: nil,
            link: nil,
            reason: [doubt.reason, reason].compactMap { $0 }.joined(separator: "; "),
            findings: [],
            outputs: doubt.outputs
        )
        await observe(.finished(result))
        return .done(Progress(result: result, mayHaveCreated: true, wasFollowed: true))
    }

    // MARK: - Doubts

    /// The doubt about an attempt of this run.
    ///
    /// - Parameters:
    ///   - job: The job.
    ///   - intent: The attempt as it was sent.
    ///   - reason: Why there is doubt.
    ///   - since: When it may have been sent first.
    ///   - earlier: The doubt because of which it was sent once more.
    /// - Returns: The doubt.
    func doubt(
        _ job: PlannedJob,
        _ intent: Intent,
        reason: String,
        since: Int64,
        after earlier: Doubt?
    ) -> Doubt {
        let since = min(since, earlier?.sent.lowerBound ?? since)
        return Doubt(
            job: job,
            intent: intent,
            key: intent.key,
            number: intent.number,
            data: executor.engine.data(of: intent.specification),
            deployment: job.submission.target.deployment,
            sent: since...max(since, executor.time.now.milliseconds / 1000),
            outputs: intent.outputURIs,
            reason: reason,
            mayBeUnderWay: false,
            timesResent: earlier.map { $0.timesResent + 1 } ?? 0,
            wasResent: earlier != nil,
            precedes: false,
            isOwn: true
        )
    }

    /// The doubt about an attempt of an earlier run; `nil` when the ledger does not tell enough.
    func doubt(_ job: PlannedJob, about record: AttemptRecord) async throws(Diagnostic) -> Doubt? {
        guard let began = WebDate(ofDocument: record.intendedAt)?.secondsSince1970,
            let ended = WebDate(ofDocument: record.changedAt)?.secondsSince1970
        else { return nil }
        // An attempt that was never answered may have been sent until its last try was over.
        var last = ended + (record.state == .intent ? executor.longestSending : 0)
        var timesResent = 0
        for entry in try await executor.ledger.history(of: record.key) {
            guard case .noted(_, .resent, _)? = try? entry.readEvent() else { continue }
            timesResent += 1
            if let then = WebDate(ofDocument: entry.time)?.secondsSince1970 {
                last = max(last, then + executor.longestSending)
            }
        }
        let again = Intent(
            job.submission,
            number: record.number,
            lineage: executor.ledger.lineage,
            runID: record.runID
        )
        let isSame = again.key == record.key
        guard isSame || SpecificationText(record.canonicalText) != nil else { return nil }
        let stored = try await executor.ledger.intent(of: record.key)
        let specification =
            isSame
            ? again.specification
            : SpecificationText(record.canonicalText)?.specification.filled(
                attemptNumber: record.number,
                runID: record.runID
            )
        guard let specification else { return nil }
        return Doubt(
            job: job,
            intent: isSame && isUnchanged(again, stored) ? again : nil,
            key: record.key,
            number: record.number,
            data: executor.engine.data(of: specification),
            deployment: stored?.deployment
                ?? (isSame ? nil : SpecificationText(record.canonicalText)?.deployment),
            sent: began...max(began, last),
            outputs: record.outputs,
            reason: record.reason,
            mayBeUnderWay: record.state == .intent || timesResent > 0,
            timesResent: timesResent,
            wasResent: false,
            precedes: !isSame,
            isOwn: !executor.stop.isRequested
        )
    }

    /// Whether what would be sent again is what was sent: place, deployment and bytes.
    private func isUnchanged(_ intent: Intent, _ stored: LedgerEvent.IntentRecord?) -> Bool {
        guard let stored else { return false }
        var conversation = executor.engine.submit(intent)
        guard case .send(let request, _) = conversation.next(nil) else { return false }
        let record = executor.recorder.record(of: intent, request)
        return record.target.utf8.elementsEqual(stored.target.utf8)
            && record.body.utf8.elementsEqual(stored.body.utf8) && record.deployment == stored.deployment
    }
}

extension JobWork.Progress {
    /// The same, of a job that did not hold up others.
    var followed: JobWork.Progress {
        JobWork.Progress(result: result, mayHaveCreated: mayHaveCreated, wasFollowed: true)
    }
}
