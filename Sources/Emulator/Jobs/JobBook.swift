import Host
import Manifests

/// The jobs that were accepted, in memory, and who waits for them.
actor JobBook {
    private var jobs: [String: EmulatedJob] = [:]
    private var order: [String] = []
    /// Job names by endpoint and repeatability id.
    private var repeated: [[String]: String] = [:]
    /// Output files that a job is going to write.
    private var claimedOutputs: Set<String> = []
    private var waiting: [String: [AsyncStream<Never>.Continuation]] = [:]
    private let accepted: AsyncStream<String>.Continuation
    private let observe: @Sendable (EmulatorEvent) -> Void

    /// Makes an empty book.
    ///
    /// - Parameters:
    ///   - accepted: Told the name of each job that is to be run.
    ///   - observe: Told of each change.
    init(accepted: AsyncStream<String>.Continuation, observe: @escaping @Sendable (EmulatorEvent) -> Void) {
        self.accepted = accepted
        self.observe = observe
    }

    /// Accepts a job, or answers the one that the same request made before.
    ///
    /// - Returns: The job; `nil` when the book is full.
    func submit(_ new: JobOrder, at time: Timestamp, identifiers: Identifiers) -> EmulatedJob? {
        let key = new.repeatabilityID.map { [new.endpoint, $0] }
        if let key, let name = repeated[key], let job = jobs[name] { return job }
        guard jobs.count < EmulatorLimits.jobs else { return nil }
        let name = "batchjob-" + identifiers.uuid()
        let standard = "\(new.defaultOutput)/azureml/\(name)/score/\(new.request.settings.outputFileName)"
        let job = EmulatedJob(
            name: name,
            order: new,
            createdAt: time,
            outputURI: new.request.output?.uri ?? standard,
            log: JobLog()
        )
        jobs[name] = job
        order.append(name)
        if let key { repeated[key] = name }
        observe(.job(job.report))
        accepted.yield(name)
        return job
    }

    /// A job by its name.
    func job(_ name: String) -> EmulatedJob? { jobs[name] }

    /// A job of an endpoint.
    func job(_ name: String, endpoint: String) -> EmulatedJob? {
        jobs[name].flatMap { $0.endpoint == endpoint ? $0 : nil }
    }

    /// The jobs of an endpoint, newest first, as the service lists them.
    func jobs(of endpoint: String) -> [EmulatedJob] { jobs(where: { $0.endpoint == endpoint }) }

    /// Some jobs, newest first.
    func jobs(where isWanted: (EmulatedJob) -> Bool) -> [EmulatedJob] {
        order.reversed().compactMap { jobs[$0] }.filter(isWanted)
    }

    /// All jobs, oldest first.
    var all: [EmulatedJobReport] { order.compactMap { jobs[$0]?.report } }

    /// Brings a job into another state; a settled one stays as it is.
    func move(_ name: String, to status: EmulatedJobStatus, failure: JobFailure? = nil) {
        guard var job = jobs[name], !job.status.isSettled else { return }
        job.status = status
        job.failure = failure
        jobs[name] = job
        observe(.job(job.report))
        guard status.isSettled else { return }
        for continuation in waiting.removeValue(forKey: name) ?? [] { continuation.finish() }
    }

    /// Takes an output file for a job.
    ///
    /// - Returns: Whether no other job has it.
    func claim(output path: String) -> Bool { claimedOutputs.insert(path).inserted }

    /// Gives an output file back.
    func release(output path: String) { claimedOutputs.remove(path) }

    /// Waits until a job is settled.
    ///
    /// - Returns: What became of it; `nil` when there is no such job.
    func settled(_ name: String) async -> EmulatedJobReport? {
        guard let job = jobs[name] else { return nil }
        if !job.status.isSettled {
            let (ended, continuation) = AsyncStream.makeStream(of: Never.self)
            waiting[name, default: []].append(continuation)
            // Ends with the job, or at once when the waiting task is cancelled.
            for await _ in ended {}
        }
        return jobs[name]?.report
    }

    /// Ends everything: what is not settled was stopped.
    func close() {
        accepted.finish()
        for name in order { move(name, to: .canceled) }
    }
}
