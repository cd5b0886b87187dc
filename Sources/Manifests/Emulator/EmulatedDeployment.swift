/// A model deployment of an emulated batch endpoint: a scoring script and how it is run.
public struct EmulatedDeployment: Sendable {
    /// The name.
    public let name: Located<String>
    /// The folder with the code.
    public let code: Located<String>
    /// The scoring script, relative to ``code``.
    public let scoringScript: Located<String>
    /// The model's file or folder.
    public let model: Located<String>?
    /// The Python that runs the script: a name that is looked for in `PATH`, or a path.
    public let python: Located<String>
    /// Further environment variables of the script.
    public let environmentVariables: [String: String]
    /// How it is run where a job does not say otherwise.
    public let settings: Settings

    /// What a job may set for itself.
    public struct Settings: Hashable, Sendable {
        /// Files a mini-batch; 1 or more.
        public var miniBatchSize = 10
        /// How many files may fail; -1 for any number.
        public var errorThreshold = -1
        /// How often a mini-batch that failed is tried again.
        public var maximumRetries = 3
        /// How long one try of a mini-batch may take.
        public var timeout = Duration.seconds(30)
        /// What becomes of what `run()` returns.
        public var outputAction = OutputAction.appendRow
        /// The name of the output file where a job names none.
        public var outputFileName = "predictions.csv"
        /// How many nodes.
        public var instanceCount = 1
        /// How many processes a node.
        public var maximumConcurrencyPerInstance = 1

        /// Makes settings: Azure ML's own defaults.
        public init() {}
    }

    /// What becomes of what `run()` returns.
    public enum OutputAction: String, Sendable {
        /// Each element is a line of the output file.
        case appendRow = "append_row"
        /// It is only counted; the script writes its output itself.
        case summaryOnly = "summary_only"
    }
}
