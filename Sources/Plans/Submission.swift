public import Manifests

/// One remote job to be, with everything filled in but what is decided late (`attempt.number`, `run.id`).
public struct Submission: Sendable {
    /// Which job.
    public let address: JobAddress
    /// Where it runs.
    public let realm: Realm
    /// The value of `rerun: { per: … }`, for jobs that recur.
    public let occurrence: String?
    /// The endpoint's name in the manifest.
    public let endpoint: String
    /// Where it is submitted.
    public private(set) var target: EndpointTarget
    /// The credential's name in the manifest.
    public let credential: String
    /// What the remote job is.
    public private(set) var specification: JobSpecification
    /// SHA-256 over ``canonicalText``, as `d1:` and 64 hex digits.
    public let runDigest: String
    /// How long the job may take until it is settled, from its submission; `nil` for no bound.
    public let executionTimeout: Duration?
    /// How long the job may take until it runs, from its submission; `nil` for no bound.
    public internal(set) var queueTimeout: Duration?
    /// When it is attempted again in the same run; `nil` for never.
    public internal(set) var retry: AttemptPolicy?
    /// What to do when it cannot be known whether it was taken; `nil` for what the endpoint allows.
    public let onUnknown: Job.OnUnknown?
    /// How long a created job may be missing from the endpoint's list; `nil` for the run's own.
    public let visibilityWindow: Duration?
    /// The jobs that it must not run beside; `nil` for none.
    public internal(set) var concurrency: ConcurrencyGroup?
    /// Labels, for people and reports.
    public let labels: [String: String]
    /// What of it was fixed by ``PlanPins``, in words.
    public private(set) var fixtures: [String] = []
    /// The outputs of other jobs that the specification waits for.
    public private(set) var neededOutputs: [NeededOutput]
    private let needs: [(name: String, digest: String)]
    /// ``canonicalText`` where the specification is no longer what it was made of.
    private var originalText: String?

    /// Makes a submission; its digest follows from target and specification.
    ///
    /// - Parameters:
    ///   - address: Which job.
    ///   - realm: Where it runs.
    ///   - occurrence: The value of `rerun.per`, for jobs that recur.
    ///   - endpoint: The endpoint's name in the manifest.
    ///   - target: Where it is submitted.
    ///   - credential: The credential's name in the manifest.
    ///   - specification: What the remote job is.
    ///   - executionTimeout: How long it may take until it is settled.
    ///   - onUnknown: What to do when it cannot be known whether it was taken.
    ///   - visibilityWindow: How long a created job may be missing from the endpoint's list.
    ///   - labels: Labels, for people and reports.
    ///   - needs: The digests of the jobs that it needs, by name.
    ///   - neededOutputs: The outputs of other jobs that the specification waits for.
    public init(
        address: JobAddress,
        realm: Realm,
        occurrence: String? = nil,
        endpoint: String,
        target: EndpointTarget,
        credential: String,
        specification: JobSpecification,
        executionTimeout: Duration? = nil,
        onUnknown: Job.OnUnknown? = nil,
        visibilityWindow: Duration? = nil,
        labels: [String: String] = [:],
        needs: [(name: String, digest: String)] = [],
        neededOutputs: [NeededOutput] = []
    ) {
        self.address = address
        self.realm = realm
        self.occurrence = occurrence
        self.endpoint = endpoint
        self.target = target
        self.credential = credential
        self.specification = specification
        self.runDigest = RunDigest(target: target, specification: specification, needs: needs).text
        self.executionTimeout = executionTimeout
        self.onUnknown = onUnknown
        self.visibilityWindow = visibilityWindow
        self.labels = labels
        self.neededOutputs = neededOutputs
        self.needs = needs
    }

    /// The RFC 8785 text that the digest is of.
    ///
    /// Made each time it is asked for: a plan of very many jobs would be mostly these.
    ///
    /// - Complexity: O(length).
    public var canonicalText: String {
        originalText
            ?? RunDigest(target: target, specification: specification, needs: needs).canonicalText
    }

    /// The same submission once the jobs that it needs have succeeded.
    ///
    /// The digest stays: it is of what is wanted, not of how often the others were tried.
    ///
    /// - Parameter uris: Where those jobs wrote.
    /// - Returns: The submission with these outputs filled in.
    public func handed(_ uris: [NeededOutput: String]) -> Submission {
        var submission = self
        submission.originalText = canonicalText
        submission.specification = specification.filled(with: uris)
        submission.neededOutputs.removeAll { uris[$0] != nil }
        return submission
    }

    /// The same submission with what was looked up of its endpoint; the digest stays.
    ///
    /// - Parameter place: What was looked up.
    /// - Returns: The submission.
    public func located(at place: EndpointPlace) -> Submission {
        var submission = self
        submission.target = target.located(at: place)
        return submission
    }

    /// The same submission with what it leaves to the moment of sending fixed; the digest stays.
    ///
    /// - Parameter pins: What to fix.
    /// - Returns: The submission.
    func fixed(_ pins: PlanPins) -> Submission {
        guard case .azureMLNamed(let endpoint, let deployment) = target else { return self }
        var submission = self
        if deployment == nil, let standard = pins.deployments[endpoint.identity] {
            submission.target = .azureMLNamed(endpoint, deployment: standard)
            submission.fixtures.append(
                "deployment \(standard), the endpoint's default when the plan was resolved"
            )
        }
        var fixtures: [String] = []
        submission.specification.inputs = specification.inputs.map { input in
            guard let asset = input.latestAsset, case .data(let type, _) = input.value,
                let version = pins.versions[PlanPins.identity(of: asset, near: endpoint)]
            else { return input }
            let uri = LateText("azureml:\(asset.name):\(version)")
            fixtures.append("input \(input.name) is \(uri), the latest when the plan was resolved")
            return JobSpecification.Input(name: input.name, value: .data(type: type, uri: uri))
        }
        submission.fixtures += fixtures
        return submission
    }

    /// What people type for this very job: `manifest/job`, or `manifest/job@occurrence`.
    public var displayAddress: String { occurrence.map { "\(address)@\($0)" } ?? address.description }
}
