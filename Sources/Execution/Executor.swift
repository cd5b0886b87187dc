public import Credentials
public import Diagnostics
public import HTTPExchange
public import Host
public import Ledgers
public import Plans

/// Does what a plan says: submits, follows, records.
///
/// The only place that sends. Tokens are got before the first intent; an intent is committed before its request leaves,
/// the raw answer in one step with what it comes to. Submissions are bounded by ``Options/parallelism``; waiting is not.
public struct Executor: Sendable {
    /// Bounds and rhythms of a run.
    public struct Options: Sendable {
        /// How many submissions are under way at once.
        public var parallelism: Int
        /// How many questions about single jobs are under way at once.
        public var questions = 32
        /// How often a submission is tried while it is proved that nothing was created.
        public var retry: RetrySchedule
        /// When jobs are asked about.
        public var poll: PollSchedule
        /// How long one exchange may take.
        public var exchangeTimeout: Duration
        /// How long the run waits for its jobs; `nil` for ever.
        public var waitTimeout: Duration?
        /// Whether nothing more is submitted after a job did not succeed.
        public var failsFast: Bool
        /// How long a created job may be missing from an endpoint's list, where the manifest does not say.
        public var visibilityWindow: Duration
        /// Whether a job that the endpoint already runs and the ledger does not know is adopted instead of sent.
        public var adoptsRunning: Bool
        /// Whether a job is left alone as soon as the engine has it.
        public var detaches = false
        /// How long a job that was asked to cancel because of an interrupt is waited for.
        public var cancelTimeout: Duration = .seconds(120)

        /// Makes options with the documented defaults: 4 at once, 120 s an exchange, no bound on waiting.
        public init() {
            self.parallelism = 4
            self.retry = RetrySchedule()
            self.poll = PollSchedule()
            self.exchangeTimeout = .seconds(120)
            self.waitTimeout = nil
            self.failsFast = false
            self.visibilityWindow = .seconds(120)
            self.adoptsRunning = false
        }
    }

    let engine: any Engine
    let transport: any HTTPTransport
    let ledger: any LedgerStore
    let authorizer: any Authorizer
    let time: any Timekeeper
    let jitter: @Sendable () -> Double
    let recorder: RecordKeeper
    var options: Options
    var stop: StopSignal
    var gate: HostGate
    let cancelGate: HostGate
    let questions: QuestionGate
    let book: EndpointBook
    let adopted = AdoptedJobs()
    let listings = SharedListings()
    let followed = FollowedJobs()
    /// Keeps this run's leases, where others may write the ledger too.
    public var leases: LeaseKeeper?

    /// Puts an executor together.
    ///
    /// - Parameters:
    ///   - engine: Builds requests and reads answers.
    ///   - transport: Sends.
    ///   - ledger: Records.
    ///   - authorizer: Gives tokens.
    ///   - time: Waits.
    ///   - jitter: Numbers in `0..<1`.
    ///   - redact: Takes secrets out of text before it is recorded or shown.
    ///   - emergency: Told what could not be recorded after a request was sent.
    ///   - options: Bounds and rhythms.
    ///   - stop: Ends the run early.
    ///   - book: What was looked up of endpoints in this run.
    public init(
        engine: any Engine,
        transport: any HTTPTransport,
        ledger: any LedgerStore,
        authorizer: any Authorizer,
        time: any Timekeeper,
        jitter: @escaping @Sendable () -> Double,
        redact: @escaping @Sendable (String) -> String,
        emergency: @escaping @Sendable (LedgerEvent, Diagnostic) -> Void,
        options: Options,
        stop: StopSignal,
        book: EndpointBook = EndpointBook()
    ) {
        self.engine = engine
        self.transport = transport
        self.ledger = ledger
        self.authorizer = authorizer
        self.time = time
        self.jitter = jitter
        self.recorder = RecordKeeper(ledger: ledger, redact: redact, emergency: emergency)
        self.options = options
        self.stop = stop
        self.gate = HostGate(ceiling: options.parallelism)
        self.cancelGate = HostGate(ceiling: options.parallelism)
        self.questions = QuestionGate(width: options.questions)
        self.book = book
    }

    /// Executes a plan.
    ///
    /// - Parameters:
    ///   - plan: What is to be done.
    ///   - runID: The run that it is part of; its beginning and end are its caller's to record.
    ///   - isHalted: Whether a job of another plan did not succeed, and nothing is to be submitted.
    ///   - observe: Told what happens, in order for each job.
    /// - Returns: How each job stands.
    /// - Throws: What stopped the run before anything was sent, or a ledger that can no longer be written.
    public func execute(
        _ plan: Plan,
        as runID: String,
        isHalted: Bool = false,
        observe: @escaping @Sendable (ExecutionEvent) async -> Void
    ) async throws(Diagnostic) -> ExecutionSummary {
        try await obtainTokens(for: plan)
        let plan = try await located(plan)
        if plan.jobs.contains(where: { $0.needsToken && $0.submission.target.named != nil }) {
            await adopted.add(try await ledger.attempts(matching: AttemptQuery()).compactMap(\.remoteID))
        }
        let work = JobWork(
            executor: self,
            runID: runID,
            began: time.monotonic,
            twins: TwinBook(of: plan.jobs, by: engine),
            observe: observe
        )
        let schedule = PlanSchedule(plan, options, isHalted: isHalted)
        let results = try await perform(plan.jobs, by: schedule, with: work)
        return ExecutionSummary(
            results: results.map(\.result),
            hasSubmitted: results.contains { $0.mayHaveCreated }
        )
    }

    /// Gets every token that a plan needs, so that what is missing is found while it is harmless.
    ///
    /// - Parameter plan: The plan.
    /// - Returns: The tokens, each with the name of its credential.
    /// - Throws: ``Diagnostic`` of `RN04`.
    @discardableResult
    public func obtainTokens(
        for plan: Plan
    ) async throws(Diagnostic) -> [(credential: String, token: AccessToken)] {
        let plan = try await located(plan)
        var seen: Set<[String]> = []
        var tokens: [(credential: String, token: AccessToken)] = []
        for job in plan.jobs where job.needsToken {
            let submission = job.submission
            let audience = engine.audience(for: submission.target)
            guard seen.insert([submission.credential, audience.value]).inserted else { continue }
            let token = try await authorizer.token(for: submission.credential, audience: audience)
            tokens.append((submission.credential, token))
        }
        return tokens
    }

    /// Submissions a few at a time, as the schedule says; each job that runs is followed beside them.
    private func perform(
        _ jobs: [PlannedJob],
        by schedule: PlanSchedule,
        with work: JobWork
    ) async throws(Diagnostic) -> [JobWork.Progress] {
        let outcome: Result<[JobWork.Progress], Diagnostic> = await withTaskGroup(
            of: (Int, Result<JobWork.Step, Diagnostic>).self
        ) { group in
            var schedule = schedule
            var fault: Diagnostic?
            var actions = schedule.received(.begin)
            while true {
                let orders = await orders(&actions, &schedule, jobs, work)
                for (place, job) in orders.starts { group.addTask { (place, await work.submit(job)) } }
                do throws(Diagnostic) {
                    let progress = try await work.skip(orders.skips.map { (jobs[$0.place], $0.reason) })
                    for (skip, progress) in zip(orders.skips, progress) {
                        schedule.note(skip.place, progress)
                    }
                } catch {
                    fault = fault ?? error
                    stop.request()
                }
                guard let (place, result) = await group.next() else { break }
                actions = stop.isRequested ? schedule.received(.stop) : []
                switch result {
                case .success(.follow(let attempt)):
                    group.addTask { (place, await work.follow(attempt)) }
                    actions += schedule.received(.sent(place))
                case .success(.reconcile(let doubt)):
                    group.addTask { (place, await work.reconcile(doubt)) }
                    actions += schedule.received(.sent(place))
                case .success(.queue(let turn)):
                    group.addTask { (place, await work.queue(for: turn)) }
                    actions += schedule.received(.sent(place))
                case .success(.done(let progress)):
                    await leases?.leave(progress.result)
                    actions += schedule.close(place, progress)
                case .failure(let diagnostic):
                    fault = fault ?? diagnostic
                    stop.request()
                    actions += schedule.received(.stop)
                    actions += schedule.received(.ended(place, .notBegun))
                }
            }
            if let fault { return .failure(fault) }
            return .success(schedule.finished.compactMap { $0 })
        }
        return try outcome.get()
    }

    /// Takes actions apart: jobs to start, and jobs whose skipping is to be recorded; what is left out is over.
    ///
    /// What follows from an action comes behind it.
    private func orders(
        _ actions: inout [SchedulingMachine.Action],
        _ schedule: inout PlanSchedule,
        _ jobs: [PlannedJob],
        _ work: JobWork
    ) async -> (starts: [(Int, PlannedJob)], skips: [(place: Int, reason: String)]) {
        var starts: [(Int, PlannedJob)] = []
        var skips: [(place: Int, reason: String)] = []
        var next = 0
        while next < actions.count {
            let action = actions[next]
            next += 1
            switch action {
            case .start(let place):
                if let job = schedule.handed(place) {
                    starts.append((place, job))
                } else {
                    let reason = "the ledger does not tell where the jobs wrote that it needs"
                    actions += schedule.close(place, await work.leaveOut(jobs[place], reason: reason))
                }
            case .skip(let place, _):
                skips.append((place, schedule.words(action)))
                schedule.mark(place, .skipped)
            case .leaveOut(let place, _), .halt(let place):
                let reason = schedule.words(action)
                schedule.note(place, await work.leaveOut(jobs[place], reason: reason))
            }
        }
        return (starts, skips)
    }
}

extension PlannedJob {
    /// Whether `apply` talks to the endpoint about this job.
    public var needsToken: Bool {
        guard isSelected else { return false }
        return switch decision {
        case .notCompared, .new, .changed, .again, .takeUp: true
        case .unsettled(let record): record.state != .lost && submission.target.named != nil
        case .upToDate, .leave: false
        }
    }
}
