import Credentials
import Diagnostics
import HTTPExchange
import Host
import Ledgers
import Plans

/// What is done with each job of one run; a reference, because every job's task holds it.
final class JobWork: Sendable {
    let executor: Executor
    let runID: String
    let began: Duration
    /// Which jobs of the run's plan read and write the same.
    let twins: TwinBook
    let observe: @Sendable (ExecutionEvent) async -> Void
    /// The monotonic time after which a job is no longer waited for; `nil` while only `--timeout` ends that.
    let deadline: Duration?
    /// Why a job is cancelled, where the engine does not say it.
    let cause: String?

    init(
        executor: Executor,
        runID: String,
        began: Duration,
        twins: TwinBook,
        observe: @escaping @Sendable (ExecutionEvent) async -> Void,
        deadline: Duration? = nil,
        cause: String? = nil
    ) {
        self.executor = executor
        self.runID = runID
        self.began = began
        self.twins = twins
        self.observe = observe
        self.deadline = deadline
        self.cause = cause
    }

    /// The same work, with another time until which a job is waited for, and why it is cancelled.
    func until(_ deadline: Duration?, because cause: String?) -> JobWork {
        JobWork(
            executor: executor,
            runID: runID,
            began: began,
            twins: twins,
            observe: observe,
            deadline: deadline,
            cause: cause
        )
    }

    /// An attempt that the engine has.
    ///
    /// A reference: thousands are waited for at once, each by a task that holds it several times over.
    final class Attempt: Sendable {
        let job: PlannedJob
        let key: String
        let number: Int
        let remoteID: String
        let link: String?
        /// What is recorded of it.
        let state: JobState
        let outputs: [String: String]
        /// The monotonic time of its submission, or of taking it up.
        let since: Duration
        /// Whether another attempt is to be sent once this one is settled.
        let precedes: Bool
        /// Whether this run sent it, or followed it before it was to stop.
        let isOwn: Bool
        /// The earlier run that sent it; `nil` when this one did, or nobody knows who.
        let sender: String?

        init(
            job: PlannedJob,
            key: String,
            number: Int,
            remoteID: String,
            link: String?,
            state: JobState,
            outputs: [String: String],
            since: Duration,
            precedes: Bool,
            isOwn: Bool,
            sender: String? = nil
        ) {
            self.job = job
            self.key = key
            self.number = number
            self.remoteID = remoteID
            self.link = link
            self.state = state
            self.outputs = outputs
            self.since = since
            self.precedes = precedes
            self.isOwn = isOwn
            self.sender = sender
        }

        /// The same, standing otherwise, or followed from another time on.
        func standing(_ state: JobState? = nil, since: Duration? = nil) -> Attempt {
            Attempt(
                job: job,
                key: key,
                number: number,
                remoteID: remoteID,
                link: link,
                state: state ?? self.state,
                outputs: outputs,
                since: since ?? self.since,
                precedes: precedes,
                isOwn: isOwn,
                sender: sender
            )
        }
    }

    /// A job that is over for this run.
    struct Progress: Sendable {
        let result: JobResult
        let mayHaveCreated: Bool
        let wasFollowed: Bool
    }

    /// What comes next for a job.
    indirect enum Step: Sendable {
        case follow(Attempt)
        case reconcile(Doubt)
        case queue(GroupTurn)
        case done(Progress)
    }

    /// Begins a job: submits it, takes it up, or says why neither.
    func submit(_ job: PlannedJob) async -> Result<Step, Diagnostic> {
        do {
            switch job.decision {
            case .upToDate(let record):
                return .success(await finish(job, .upToDate, record: record))
            case .leave(let record):
                return .success(await finish(job, .init(left: record.state), record: record))
            case .unsettled(let record):
                if job.needsToken, let doubt = try await doubt(job, about: record) {
                    return .success(.reconcile(doubt))
                }
                let ending: JobResult.Ending = record.state == .lost ? .lost : .unknown
                return .success(await finish(job, ending, record: record))
            case .takeUp(let record):
                return .success(await takeUp(job, record, precedes: false))
            case .changed(let record, _) where !record.state.isSettled:
                return .success(await takeUp(job, record, precedes: true))
            case .notCompared, .new:
                if executor.options.adoptsRunning, let running = try await running(job) {
                    return .success(running)
                }
                return .success(try await send(job))
            case .changed, .again:
                return .success(try await send(job))
            }
        } catch {
            return .failure(error)
        }
    }

    /// Records jobs that are not begun because of what they need.
    ///
    /// - Parameter jobs: The jobs with the reasons.
    /// - Returns: How each stands, in order.
    /// - Throws: ``Diagnostic`` of `RN06` when they cannot be recorded.
    func skip(_ jobs: [(job: PlannedJob, reason: String)]) async throws(Diagnostic) -> [Progress] {
        guard !jobs.isEmpty else { return [] }
        var intents: [(intent: Intent, reason: String)] = []
        for (job, reason) in jobs {
            let intent = Intent(
                job.submission,
                number: job.nextAttemptNumber,
                lineage: executor.ledger.lineage,
                runID: runID
            )
            intents.append((intent, reason))
        }
        try await executor.recorder.skip(intents)
        var progress: [Progress] = []
        for ((job, reason), (intent, _)) in zip(jobs, intents) {
            guard case .done(let over) = await end(job, .skipped, intent: intent, reason: reason) else {
                continue
            }
            progress.append(over)
        }
        return progress
    }

    /// A job that is not begun; nothing is recorded.
    func leaveOut(_ job: PlannedJob, reason: String) async -> Progress {
        guard case .done(let progress) = await end(job, .notBegun, intent: nil, reason: reason) else {
            preconditionFailure("a job that is not begun is over")
        }
        return progress
    }

    /// Waits again for an attempt of an earlier run.
    func takeUp(_ job: PlannedJob, _ record: AttemptRecord, precedes: Bool) async -> Step {
        guard let remoteID = record.remoteID else { return await finish(job, .unknown, record: record) }
        // What is taken up after an interrupt is not this run's to end.
        let isOwn = !executor.stop.isRequested
        await observe(.takenUp(job.submission.address, remoteID: remoteID))
        await executor.leases?.follow(record.key, of: job.submission)
        return .follow(
            Attempt(
                job: job,
                key: record.key,
                number: record.number,
                remoteID: remoteID,
                link: record.link,
                state: record.state,
                outputs: record.outputs,
                since: executor.time.monotonic,
                precedes: precedes,
                isOwn: isOwn,
                sender: record.runID == runID ? nil : record.runID
            )
        )
    }

    /// A job that needs nothing, or that nothing can be done for.
    func finish(_ job: PlannedJob, _ ending: JobResult.Ending, record: AttemptRecord) async -> Step {
        let result = JobResult(
            address: job.submission.address,
            ending: ending,
            number: record.number,
            remoteID: record.remoteID,
            link: record.link,
            reason: record.reason,
            findings: [],
            outputs: record.outputs
        )
        await observe(.finished(result))
        return .done(Progress(result: result, mayHaveCreated: false, wasFollowed: false))
    }
}

extension JobResult.Ending {
    /// How a job stands that is left as it is.
    fileprivate init(left state: JobState) {
        switch state {
        case .failed: self = .failed
        case .rejected: self = .rejected
        case .skipped: self = .skipped
        case .succeeded: self = .upToDate
        default: self = .cancelled
        }
    }
}
