public import Diagnostics
import HTTPExchange
import Host
import Ledgers
public import Plans

/// How a request to cancel a job ended.
public struct CancelResult: Sendable {
    /// Which job.
    public let address: JobAddress
    /// The attempt's number.
    public let number: Int
    /// The engine's id for the job.
    public let remoteID: String
    /// What became of the request.
    public let ending: Ending
    /// How the job stands now, when it was asked about.
    public let state: JobState?

    /// What can become of a request to cancel.
    public enum Ending: Hashable, Sendable {
        /// The service takes it.
        case accepted
        /// There was nothing left to cancel; why.
        case tooLate(String)
        /// The service knows no such job; its words.
        case unheardOf(String)
        /// It was not taken; why.
        case refused(String)
        /// No answer tells whether it was taken; why.
        case unanswered(String)
    }
}

extension Executor {
    /// Asks that the unfinished jobs of a plan be cancelled, all of them, and then waits for each to end.
    ///
    /// The request is recorded before it leaves, beside the job's state; only the engine's own word ends the job.
    ///
    /// - Parameters:
    ///   - plan: The plan, with the attempts that the ledger knows.
    ///   - attempts: The attempts to cancel, by the job's address.
    ///   - wait: How long to wait for the jobs to end, all together.
    ///   - observe: Told of each request when it is over.
    /// - Returns: What became of each.
    /// - Throws: RN0551 for an endpoint whose jobs cannot be cancelled, and what keeps the ledger from being written.
    public func cancel(
        _ plan: Plan,
        _ attempts: [JobAddress: AttemptRecord],
        waitingFor wait: Duration,
        observe: @escaping @Sendable (CancelResult) async -> Void
    ) async throws(Diagnostic) -> [CancelResult] {
        for job in plan.jobs where attempts[job.submission.address] != nil {
            guard job.submission.target.named != nil else { throw .cannotCancel(job.submission) }
        }
        let plan = try await located(plan)
        // Every request is out before any job is waited for.
        var asked:
            [(submission: Submission, attempt: AttemptRecord, id: String, ending: CancelResult.Ending)] = []
        for job in plan.jobs where !stop.isRequested {
            guard let attempt = attempts[job.submission.address], let id = attempt.remoteID else { continue }
            // That the request is taken is enough: the job itself tells the rest. One that hangs takes no other's time.
            let deadline = time.monotonic + max(wait, .seconds(60))
            let ending = try await cancel(job.submission, attempt.key, id, until: deadline)
            asked.append((job.submission, attempt, id, ending))
        }
        var results: [CancelResult] = []
        let began = time.monotonic
        for one in asked {
            var state: JobState?
            switch one.ending {
            case .refused: break
            case .unheardOf:
                // It may have ended long ago; what nobody knows will not end.
                state = try await settledState(of: one.attempt, one.id, one.submission, within: .zero)
            case .accepted, .tooLate, .unanswered:
                let left = max(.zero, wait - (time.monotonic - began))
                state = try await settledState(of: one.attempt, one.id, one.submission, within: left)
            }
            let result = CancelResult(
                address: one.submission.address,
                number: one.attempt.number,
                remoteID: one.id,
                ending: one.ending,
                state: state
            )
            await observe(result)
            results.append(result)
        }
        return results
    }

    /// Asks for one job to be cancelled, and records that before and after.
    ///
    /// - Parameters:
    ///   - submission: The job.
    ///   - key: The attempt's key.
    ///   - remoteID: The engine's id for the job.
    ///   - deadline: The monotonic time until which it may be asked for; then it is enough that the service takes the
    ///     request. `nil` to ask the service whether it is carried out.
    ///   - noted: Called when it is on record that the job will be asked, before it is.
    /// - Returns: What became of the request.
    /// - Throws: RN0551, and RN06 when the ledger cannot be written.
    func cancel(
        _ submission: Submission,
        _ key: String,
        _ remoteID: String,
        until deadline: Duration? = nil,
        noted: () async -> Void = {}
    ) async throws(Diagnostic) -> CancelResult.Ending {
        guard let inquiry = engine.cancellation(of: remoteID, at: submission.target) else {
            throw .cannotCancel(submission)
        }
        try await ledger.append([.noted(key: key, .cancelRequested, remoteID)])
        await noted()
        let ending: CancelResult.Ending
        var inquirer = inquirer
        inquirer.deadline = deadline
        do throws(InquiryFailure) {
            let enough: Cancellation? = deadline.map { _ in .accepted }
            switch try await inquirer.perform(inquiry, as: submission.credential, untilTaken: enough) {
            case .accepted: ending = .accepted
            case .tooLate(let refusal): ending = .tooLate(recorder.redact(refusal.words))
            }
        } catch {
            let words = recorder.redact(error.words)
            if case .notFound = error {
                ending = .unheardOf(words)
            } else {
                ending = error.leavesDoubt ? .unanswered(words) : .refused(words)
            }
        }
        switch ending {
        case .accepted: try await recorder.write(.noted(key: key, .cancelAccepted, remoteID))
        case .tooLate(let words), .unheardOf(let words), .refused(let words):
            try await recorder.write(.noted(key: key, .cancelRefused, words))
        // Nothing is known beyond that it was asked for.
        case .unanswered: break
        }
        return ending
    }

    /// Asks about a job until it has ended, and records that.
    func settledState(
        of attempt: AttemptRecord,
        _ remoteID: String,
        _ submission: Submission,
        within wait: Duration
    ) async throws(Diagnostic) -> JobState? {
        let began = time.monotonic
        var last: JobState?
        while true {
            if let status = await status(of: remoteID, submission) {
                last = status.state
                if status.state.isSettled {
                    try await recorder.write(
                        .settled(
                            key: attempt.key,
                            state: status.state,
                            reason: status.detail.map(recorder.redact)
                        )
                    )
                    return status.state
                }
            }
            let age = time.monotonic - began
            guard age < wait else { return last }
            if await stop.isGiven(within: options.poll.interval(age: age), of: time) { return last }
        }
    }

    /// How a job stands: by its own document, or by the resource manager's where that cannot be had.
    private func status(of remoteID: String, _ submission: Submission) async -> RemoteStatus? {
        switch await ownStatus(of: remoteID, submission) {
        case .status(let status): return status
        // It is there, and wants to be left alone.
        case .throttled: return nil
        default: break
        }
        guard let inquiry = engine.managedStatus(of: remoteID, at: submission.target) else { return nil }
        // Whoever asks comes again by itself.
        var once = options.retry
        once.attempts = 1
        return try? await inquirer(retrying: once).perform(inquiry, as: submission.credential)
    }

    private func ownStatus(of remoteID: String, _ submission: Submission) async -> EngineResult? {
        var conversation = engine.status(of: remoteID, at: submission.target)
        guard case .send(let request, let audience) = conversation.next(nil),
            let token = try? await authorizer.token(for: submission.credential, audience: audience),
            let answer = try? await transport.send(
                request.authorized(by: token),
                timeout: options.exchangeTimeout
            ),
            case .done(let result) = conversation.next(answer)
        else { return nil }
        return result
    }
}

extension InquiryFailure {
    /// Whether what was asked for may have been done nevertheless.
    fileprivate var leavesDoubt: Bool {
        switch self {
        case .unreachable: true
        case .refused(let refusal): refusal.httpStatus >= 500 || refusal.httpStatus == 408
        case .denied, .notFound, .hostNotAllowed, .audienceNotAllowed: false
        }
    }
}

extension Diagnostic {
    /// Says that an endpoint has no way to cancel.
    static func cannotCancel(_ submission: Submission) -> Diagnostic {
        Diagnostic(
            .cannotCancel,
            "jobs of the endpoint `\(submission.endpoint)` cannot be cancelled from here",
            notes: [
                "only the resource manager cancels jobs, and `scoringUri` does not say where that knows the endpoint"
            ],
            help: "name the endpoint by `workspace` and `name`, or cancel the job in the workspace's studio"
        )
    }
}
