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
    public let target: EndpointTarget
    /// The credential's name in the manifest.
    public let credential: String
    /// What the remote job is.
    public private(set) var specification: JobSpecification
    /// SHA-256 over ``canonicalText``, as `d1:` and 64 hex digits.
    public let runDigest: String
    /// The RFC 8785 text that the digest is of.
    public let canonicalText: String
    /// How long the job may take until it is settled, from its submission; `nil` for no bound.
    public let executionTimeout: Duration?
    /// How long the job may take until it runs, from its submission; `nil` for no bound.
    public internal(set) var queueTimeout: Duration?
    /// When it is attempted again in the same run; `nil` for never.
    public internal(set) var retry: AttemptPolicy?
    /// Labels, for people and reports.
    public let labels: [String: String]
    /// The outputs of other jobs that the specification waits for.
    public private(set) var neededOutputs: [NeededOutput]

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
        let digest = RunDigest(target: target, specification: specification, needs: needs)
        self.runDigest = digest.text
        self.canonicalText = digest.canonicalText
        self.executionTimeout = executionTimeout
        self.labels = labels
        self.neededOutputs = neededOutputs
    }

    /// The same submission once the jobs that it needs have succeeded.
    ///
    /// The digest stays: it is of what is wanted, not of how often the others were tried.
    ///
    /// - Parameter uris: Where those jobs wrote.
    /// - Returns: The submission with these outputs filled in.
    public func handed(_ uris: [NeededOutput: String]) -> Submission {
        var submission = self
        submission.specification = specification.filled(with: uris)
        submission.neededOutputs.removeAll { uris[$0] != nil }
        return submission
    }

    /// What people type for this very job: `manifest/job`, or `manifest/job@occurrence`.
    public var displayAddress: String { occurrence.map { "\(address)@\($0)" } ?? address.description }
}
