public import HTTPExchange
public import JSONValues

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
    public let specification: JobSpecification
    /// SHA-256 over ``canonicalText``, as `d1:` and 64 hex digits.
    public let runDigest: String
    /// The RFC 8785 text that the digest is of.
    public let canonicalText: String
    /// How long the job may take until it is settled, from its submission; `nil` for no bound.
    public let executionTimeout: Duration?
    /// Labels, for people and reports.
    public let labels: [String: String]
}

/// Where an endpoint takes jobs.
public enum EndpointTarget: Hashable, Sendable {
    /// An Azure ML batch endpoint by its scoring URI.
    case azureMLBatch(scoringURI: WebAddress, deployment: String?)

    /// The host that is called.
    public var address: WebAddress {
        switch self {
        case .azureMLBatch(let scoringURI, _): scoringURI
        }
    }
}

/// What a remote job is, with parameters filled in; texts may still hold what is decided late.
public struct JobSpecification: Hashable, Sendable {
    /// Inputs by name, in the order of the manifest.
    public var inputs: [Input]
    /// Outputs by name, in the order of the manifest.
    public var outputs: [Output]
    /// What the job is grouped under.
    public var experimentName: LateText?
    /// Settings that differ from the deployment's.
    public var settings: Settings

    /// A named input.
    public struct Input: Hashable, Sendable {
        /// The name.
        public let name: String
        /// The value.
        public let value: Value

        /// What an input is.
        public enum Value: Hashable, Sendable {
            /// Data: an Azure ML YAML type such as `uri_folder`, and a URI.
            case data(type: String, uri: LateText)
            /// A literal: `string`, `number`, `integer` or `boolean`, and its text in the manifest.
            case literal(type: String, text: LateText)
        }

        /// Makes an input.
        ///
        /// - Parameters:
        ///   - name: The name.
        ///   - value: The value.
        public init(name: String, value: Value) {
            self.name = name
            self.value = value
        }
    }

    /// A named output.
    public struct Output: Hashable, Sendable {
        /// The name.
        public let name: String
        /// An Azure ML YAML type such as `uri_file`.
        public let type: String
        /// Where it is written; the workspace's default when `nil`.
        public let uri: LateText?

        /// Makes an output.
        ///
        /// - Parameters:
        ///   - name: The name.
        ///   - type: An Azure ML YAML type.
        ///   - uri: Where it is written.
        public init(name: String, type: String, uri: LateText?) {
            self.name = name
            self.type = type
            self.uri = uri
        }
    }

    /// Settings of a batch run; `nil` leaves the deployment's own.
    public struct Settings: Hashable, Sendable {
        /// Nodes.
        public var instanceCount: Int?
        /// Files a mini-batch.
        public var miniBatchSize: Int?
        /// Failed files (or mini-batches) that are put up with; -1 for all.
        public var errorThreshold: Int?
        /// Tries again for a mini-batch.
        public var maxRetries: Int?
        /// Time for one mini-batch, in seconds.
        public var retryTimeoutInSeconds: Int?
        /// The name of the predictions' file.
        public var outputFileName: String?

        /// Makes settings that leave everything to the deployment.
        public init() {}
    }

    /// Makes a specification.
    ///
    /// - Parameters:
    ///   - inputs: Inputs.
    ///   - outputs: Outputs.
    ///   - experimentName: What the job is grouped under.
    ///   - settings: Settings.
    public init(inputs: [Input], outputs: [Output], experimentName: LateText? = nil, settings: Settings = Settings()) {
        self.inputs = inputs
        self.outputs = outputs
        self.experimentName = experimentName
        self.settings = settings
    }
}

/// Text that may still hold `${{ attempt.number }}` or `${{ run.id }}`; they are filled in when an attempt is intended.
public struct LateText: Hashable, Sendable, CustomStringConvertible {
    /// The text, with late look-ups in their canonical notation `${{ attempt.number }}`.
    public let text: String

    /// Makes a text.
    ///
    /// - Parameter text: The text, late look-ups in canonical notation.
    public init(_ text: String) { self.text = text }

    public var description: String { text }

    /// Whether something is decided late.
    public var isLate: Bool { text.contains("${{ attempt.number }}") || text.contains("${{ run.id }}") }

    /// Fills in what was decided.
    ///
    /// - Parameters:
    ///   - attemptNumber: The attempt's number, from 1.
    ///   - runID: The run's id.
    /// - Returns: The final text.
    public func filled(attemptNumber: Int, runID: String) -> String {
        guard isLate else { return text }
        var result = ""
        var rest = Substring(text)
        while let open = rest.range(of: "${{ ") {
            result += rest[..<open.lowerBound]
            let tail = rest[open.lowerBound...]
            if tail.hasPrefix("${{ attempt.number }}") {
                result += String(attemptNumber)
                rest = tail.dropFirst("${{ attempt.number }}".count)
            } else if tail.hasPrefix("${{ run.id }}") {
                result += runID
                rest = tail.dropFirst("${{ run.id }}".count)
            } else {
                result += "${{ "
                rest = tail.dropFirst(4)
            }
        }
        return result + rest
    }
}
