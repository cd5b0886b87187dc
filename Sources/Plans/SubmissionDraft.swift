import Diagnostics
import Manifests

/// Fills in every job of a manifest, each combination of a matrix by itself.
struct SubmissionDraft {
    /// The submissions of each job, in the order of its combinations; fewer where there is a fault.
    private(set) var submissions: [[Submission]]

    private let manifest: Manifest
    private let graph: JobGraph
    private let filling: JobFilling
    private let endpoints: [String: ResolvedEndpoint]
    private let positions: [String: Int]
    /// For each job and axis where a value stands.
    private let places: [[String: [String: Int]]]
    private var digests: [String]

    /// How many faults of one job are reported: its combinations mostly have the same.
    private static let faultLimit = 20

    /// Fills in, each job behind those that it needs.
    ///
    /// - Parameters:
    ///   - manifest: The manifest.
    ///   - graph: Which jobs wait for which.
    ///   - filling: Fills in a job.
    ///   - endpoints: The endpoints, by name.
    ///   - problems: Where faults are added.
    init(
        _ manifest: Manifest,
        _ graph: JobGraph,
        _ filling: JobFilling,
        _ endpoints: [String: ResolvedEndpoint],
        into problems: inout [Diagnostic]
    ) {
        self.manifest = manifest
        self.graph = graph
        self.filling = filling
        self.endpoints = endpoints
        self.positions = Dictionary(
            manifest.jobs.enumerated().map { ($0.element.name.value, $0.offset) },
            uniquingKeysWith: { first, _ in first }
        )
        self.places = manifest.jobs.map { job in
            var places: [String: [String: Int]] = [:]
            for axis in job.matrix {
                for (place, value) in axis.values.enumerated() {
                    places[axis.name.value, default: [:]][value.value] = place
                }
            }
            return places
        }
        self.submissions = Array(repeating: [], count: manifest.jobs.count)
        self.digests = Array(repeating: "", count: manifest.jobs.count)
        for job in graph.order { add(job, into: &problems) }
    }

    /// Gives the submissions of a job away.
    ///
    /// - Parameter position: The job's place.
    /// - Returns: What is no longer kept here.
    mutating func take(_ position: Int) -> [Submission] {
        let taken = submissions[position]
        submissions[position] = []
        return taken
    }

    /// Whether every job could be filled in.
    var isComplete: Bool {
        zip(manifest.jobs, submissions).allSatisfy { $0.combinationCount == $1.count }
    }

    private mutating func add(_ position: Int, into problems: inout [Diagnostic]) {
        let job = manifest.jobs[position]
        let before = problems.count
        let needs = graph.needs[position].map { (manifest.jobs[$0].name.value, digests[$0]) }
        var last: EndpointTarget?
        submissions[position].reserveCapacity(job.combinationCount)
        for number in 0..<job.combinationCount {
            guard problems.count - before < Self.faultLimit else { return }
            let values = job.combination(at: number)
            let filled = filling.fill(job, in: surroundings(values), into: &problems)
            guard let filled, let endpoint = endpoints[job.endpoint.value] else { continue }
            // One target for all that go to the same place: copies of it share what is in it.
            let target = endpoint.target(filled, last)
            last = target
            var submission = Submission(
                address: address(job, values),
                realm: endpoint.realm,
                occurrence: filled.occurrence,
                endpoint: endpoint.endpoint.name.value,
                target: target,
                credential: endpoint.credential.name.value,
                specification: filled.specification,
                executionTimeout: job.executionTimeout?.value,
                onUnknown: job.onUnknown?.value,
                visibilityWindow: endpoint.visibilityWindow,
                labels: job.labels,
                needs: needs,
                neededOutputs: filled.neededOutputs
            )
            submission.queueTimeout = job.queueTimeout?.value
            submission.retry = job.retry.map { AttemptPolicy($0) }
            submission.concurrency = filled.concurrency
            submissions[position].append(submission)
        }
        digests[position] = RunDigest.whole(submissions[position], isMatrix: !job.matrix.isEmpty)
    }

    private func address(_ job: Job, _ values: [(axis: String, value: String)]) -> JobAddress {
        JobAddress(
            manifest: manifest.name.value,
            job: job.name.value,
            combination: values.isEmpty ? .none : JobCombination(values)
        )
    }

    private func surroundings(_ values: [(axis: String, value: String)]) -> JobSurroundings {
        let values = Dictionary(values.map { ($0.axis, $0.value) }, uniquingKeysWith: { first, _ in first })
        return JobSurroundings(values: values) { handed($0, $1, to: values) }
    }

    /// The output of the combination that has the same values; reading has made sure that there is one.
    private func handed(_ name: String, _ output: String, to values: [String: String])
        -> JobSurroundings.Handed
    {
        // A fault of the other job is reported there, and must not make another here.
        let unknown = JobSurroundings.Handed(text: "az:unknown", sample: "az:unknown")
        guard let position = positions[name] else { return unknown }
        let job = manifest.jobs[position]
        var number = 0
        for axis in job.matrix {
            let value = values[axis.name.value]
            let place = value.flatMap { places[position][axis.name.value]?[$0] } ?? 0
            number = number * axis.values.count + place
        }
        guard submissions[position].count == job.combinationCount else { return unknown }
        let submission = submissions[position][number]
        guard let uri = submission.specification.outputs.first(where: { $0.name == output })?.uri else {
            return unknown
        }
        guard uri.isLate else { return JobSurroundings.Handed(text: uri.text, sample: uri.text) }
        let needed = NeededOutput(address: submission.address, output: output)
        return JobSurroundings.Handed(text: needed.notation, sample: uri.text, needed: needed)
    }
}

extension AttemptPolicy {
    /// The policy that a manifest declares.
    fileprivate init(_ retry: Job.Retry) {
        let states = retry.ends.map { end -> JobState in
            switch end {
            case .failed: .failed
            case .rejected: .rejected
            case .lost: .lost
            }
        }
        self.init(
            attempts: retry.attempts,
            states: Set(states),
            initial: retry.initial,
            maximum: retry.maximum
        )
    }
}

extension ResolvedEndpoint {
    /// Where a job of this endpoint is submitted: what the last one had, when it is the same.
    fileprivate func target(_ filled: JobFilling.Filled, _ last: EndpointTarget?) -> EndpointTarget {
        switch endpoint.kind {
        case .azureMLBatch(let batch):
            let deployment = filled.deployment ?? batch.deployment?.value
            if let last, last.deployment == deployment { return last }
            switch name {
            case .scoringURI(let address): return .azureMLBatch(scoringURI: address, deployment: deployment)
            case .named(let named): return .azureMLNamed(named, deployment: deployment)
            }
        }
    }
}
