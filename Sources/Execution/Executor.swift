public import Credentials
public import Diagnostics
public import HTTPExchange
public import Host
public import Ledgers
public import Plans

/// Does what a plan says: submits, follows, records.
///
/// The only place that sends. /// Tokens are got before the first intent; an intent is committed before its request leaves, the raw answer before it
/// is understood. Submissions are bounded by ``Options/parallelism``; waiting is not.
public struct Executor: Sendable {
    /// Bounds and rhythms of a run.
    public struct Options: Sendable {
        /// How many submissions are under way at once.
        public var parallelism: Int
        /// How often a submission is tried while it is proved that nothing was created.
        public var retry: RetrySchedule
        /// When jobs are asked about.
        public var poll: PollSchedule
        /// How long one exchange may take.
        public var exchangeTimeout: Duration
        /// How long the run waits for its jobs; `nil` for ever.
        public var waitTimeout: Duration?

        /// Makes options with the documented defaults: 4 at once, 120 s an exchange, no bound on waiting.
        public init() {
            self.parallelism = 4
            self.retry = RetrySchedule()
            self.poll = PollSchedule()
            self.exchangeTimeout = .seconds(120)
            self.waitTimeout = nil
        }
    }

    let engine: any Engine
    let transport: any HTTPTransport
    let ledger: any LedgerStore
    let authorizer: any Authorizer
    let time: any Timekeeper
    let jitter: @Sendable () -> Double
    let recorder: RecordKeeper
    let options: Options
    let stop: StopSignal

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
        stop: StopSignal
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
    }

    /// Executes a plan.
    ///
    /// - Parameters:
    ///   - plan: What is to be done.
    ///   - runID: The run that it is part of; its beginning and end are its caller's to record.
    ///   - observe: Told what happens, in order for each job.
    /// - Returns: How each job stands.
    /// - Throws: What stopped the run before anything was sent, or a ledger that can no longer be written.
    public func execute(
        _ plan: Plan,
        as runID: String,
        observe: @escaping @Sendable (ExecutionEvent) async -> Void
    ) async throws(Diagnostic) -> ExecutionSummary {
        try await obtainTokens(for: plan)
        let work = JobWork(executor: self, runID: runID, began: time.monotonic, observe: observe)
        let results = try await perform(plan.jobs, with: work)
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

    /// Submissions a few at a time, in the plan's order; each job that runs is followed beside them.
    private func perform(
        _ jobs: [PlannedJob],
        with work: JobWork
    ) async throws(Diagnostic) -> [JobWork.Progress] {
        let outcome: Result<[JobWork.Progress], Diagnostic> = await withTaskGroup(
            of: (Int, Result<JobWork.Step, Diagnostic>).self
        ) { group in
            var finished: [JobWork.Progress?] = Array(repeating: nil, count: jobs.count)
            var fault: Diagnostic?
            var next = 0
            func startNext() {
                guard next < jobs.count else { return }
                let index = next
                next += 1
                group.addTask { (index, await work.submit(jobs[index])) }
            }
            for _ in 0..<max(1, options.parallelism) { startNext() }
            for await (index, result) in group {
                switch result {
                case .success(.follow(let attempt)):
                    group.addTask { (index, await work.follow(attempt)) }
                    startNext()
                case .success(.done(let progress)):
                    finished[index] = progress
                    if !progress.wasFollowed { startNext() }
                case .failure(let diagnostic):
                    fault = fault ?? diagnostic
                    stop.request()
                    startNext()
                }
            }
            if let fault { return .failure(fault) }
            return .success(finished.compactMap { $0 })
        }
        return try outcome.get()
    }
}

extension PlannedJob {
    /// Whether `apply` talks to the endpoint about this job.
    public var needsToken: Bool {
        switch decision {
        case .notCompared, .new, .changed, .again, .takeUp: true
        case .upToDate, .leave, .unsettled: false
        }
    }
}
