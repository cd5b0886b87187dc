import HTTPExchange
import Plans

/// Which jobs of a run read and write the same at the same endpoint.
///
/// Made when it is asked first, since most runs never ask, and then for all jobs at once.
actor TwinBook {
    private struct Key: Hashable {
        let endpoint: WebAddress
        let data: JobData
    }

    private let engine: any Engine
    private let jobs: [PlannedJob]
    private var index: [Key: [JobAddress]]?

    /// Makes a book of a run's jobs.
    ///
    /// - Parameters:
    ///   - jobs: All jobs of the run's plan.
    ///   - engine: Tells what they read and write.
    init(of jobs: [PlannedJob], by engine: any Engine) {
        self.jobs = jobs
        self.engine = engine
    }

    /// Whether no other job of the run can be taken for an attempt: none that reads the same at the same endpoint, and
    /// writes the same or to wherever the service chooses.
    ///
    /// - Parameters:
    ///   - submission: The attempt's job.
    ///   - data: What the attempt reads and writes.
    /// - Returns: Whether it is alone.
    func isAlone(_ submission: Submission, with data: JobData) -> Bool {
        let index = made()
        let endpoint = submission.target.address
        let places = [data, JobData(inputs: data.inputs, outputs: [])]
        return !places.contains { place in
            index[Key(endpoint: endpoint, data: place)]?.contains { $0 != submission.address } ?? false
        }
    }

    private func made() -> [Key: [JobAddress]] {
        if let index { return index }
        var made: [Key: [JobAddress]] = [:]
        for job in jobs where job.needsToken {
            let specification = job.submission.specification.filled(
                attemptNumber: job.nextAttemptNumber,
                runID: ""
            )
            let key = Key(
                endpoint: job.submission.target.address,
                data: engine.data(of: specification)
            )
            made[key, default: []].append(job.submission.address)
        }
        index = made
        return made
    }
}
