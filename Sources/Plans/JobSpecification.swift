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
    public init(
        inputs: [Input],
        outputs: [Output],
        experimentName: LateText? = nil,
        settings: Settings = Settings()
    ) {
        self.inputs = inputs
        self.outputs = outputs
        self.experimentName = experimentName
        self.settings = settings
    }
}
