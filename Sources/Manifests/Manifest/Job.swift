public import Diagnostics

/// One declared job.
public struct Job: Sendable {
    /// The name.
    public let name: Located<String>
    /// The endpoint's name.
    public let endpoint: Located<String>
    /// The deployment to run instead of the endpoint's.
    public let deployment: Template?
    /// Inputs, in the order of the file.
    public let inputs: [Input]
    /// Outputs, in the order of the file.
    public let outputs: [Output]
    /// What the job is grouped under in the workspace.
    public let experimentName: Template?
    /// Settings of the batch run that differ from the deployment's.
    public let settings: Settings
    /// When a settled job runs again.
    public let rerun: Rerun
    /// How long it may take until it is settled, from its submission.
    public let executionTimeout: Located<Duration>?
    /// What to do when it cannot be known whether a submission was taken; `nil` for what the endpoint allows.
    public let onUnknown: Located<OnUnknown>?
    /// Labels, for people and reports; not part of what runs.
    public let labels: [String: String]
    /// The jobs of this manifest that must succeed before this one is submitted, in the order of the file.
    public internal(set) var needs: [Located<String>] = []
    /// The axes of its matrix, in the order of the file; without any the job is one.
    public internal(set) var matrix: [Axis] = []

    /// How long it may take from its submission until it runs.
    public internal(set) var queueTimeout: Located<Duration>?
    /// When it is attempted again after it did not succeed.
    public internal(set) var retry: Retry?
    /// The jobs that it must not run beside.
    public internal(set) var concurrency: Concurrency?

    /// A group of jobs of which one runs at a time.
    public struct Concurrency: Sendable {
        /// What they have in common.
        public let group: Template
        /// What becomes of this job while another one runs.
        public let rule: Rule
        /// Where the rule stands; `nil` when it is not written.
        public let ruleSpan: SourceSpan?

        /// What becomes of a job while another of its group is unfinished.
        public enum Rule: String, Sendable { case queue, skip, replace, fail }
    }

    /// New attempts after one that did not succeed.
    public struct Retry: Sendable {
        /// How many attempts there may be, the first included.
        public let attempts: Int
        /// After which ends there is another.
        public let ends: Set<End>
        /// The upper bound of the first wait.
        public let initial: Duration
        /// The upper bound of every wait.
        public let maximum: Duration

        /// How an attempt can end without success.
        public enum End: String, Sendable { case failed, rejected, lost }
    }

    /// An axis of a matrix.
    public struct Axis: Sendable {
        /// The name.
        public let name: Located<String>
        /// The values by their text, in the order of the file, none twice.
        public let values: [Located<String>]
    }

    /// A named input.
    public struct Input: Sendable {
        /// The name.
        public let name: Located<String>
        /// The value.
        public let value: Value

        /// What an input is.
        public enum Value: Sendable {
            /// Data at a URI.
            case data(type: Located<DataType>, uri: Template)
            /// A literal, by its text in the manifest.
            case literal(type: Located<LiteralType>, value: Template)
        }
    }

    /// A named output.
    public struct Output: Sendable {
        /// The name.
        public let name: Located<String>
        /// What is written.
        public let type: Located<DataType>
        /// Where; the workspace's default place when `nil`.
        public let uri: Template?
    }

    /// Kinds of data, by the names of Azure ML's own YAML.
    public enum DataType: String, CaseIterable, Sendable {
        case uriFolder = "uri_folder"
        case uriFile = "uri_file"
        case mltable
        case mlflowModel = "mlflow_model"
        case customModel = "custom_model"
        case tritonModel = "triton_model"
    }

    /// Kinds of literal.
    public enum LiteralType: String, CaseIterable, Sendable { case string, number, integer, boolean }

    /// When a settled job runs again.
    public enum Rerun: Sendable {
        /// Only when it changes.
        case once
        /// At every `apply`.
        case always
        /// Once for each value of the template.
        case per(Template)
    }

    /// The ways out of an unknown outcome.
    public enum OnUnknown: String, CaseIterable, Sendable {
        /// A person says what became of it.
        case hold
        /// The same bytes with the same key go out once more when the endpoint's list does not show the job.
        case resend
    }

    /// Settings of a batch run; `nil` leaves the deployment's own.
    public struct Settings: Sendable {
        /// Nodes.
        public let instanceCount: Located<Int>?
        /// Files a mini-batch.
        public let miniBatchSize: Located<Int>?
        /// Failed files that are put up with; -1 for all.
        public let errorThreshold: Located<Int>?
        /// `retrySettings.maxRetries`: tries again for a mini-batch.
        public let maxRetries: Located<Int>?
        /// `retrySettings.timeout`: time for one mini-batch.
        public let retryTimeout: Located<Duration>?
        /// The name of the predictions' file.
        public let outputFileName: Located<String>?
    }
}
