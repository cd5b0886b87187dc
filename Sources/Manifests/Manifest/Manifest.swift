public import Diagnostics
public import Secrets

/// A value with the place that it was read from.
public struct Located<Value: Sendable>: Sendable {
    /// The value.
    public let value: Value
    /// Where it stands.
    public let span: SourceSpan

    /// Makes a located value.
    ///
    /// - Parameters:
    ///   - value: The value.
    ///   - span: Where it stands.
    public init(_ value: Value, at span: SourceSpan) {
        self.value = value
        self.span = span
    }
}

extension Located: Equatable where Value: Equatable {}
extension Located: Hashable where Value: Hashable {}

/// One `JobManifest`, typed: what is to run, where, and as whom. Built from a ``CheckedDocument`` only.
///
/// Texts that may hold `${{ … }}` are ``Template``s until the planner fills them in. Maps keep the order of the file.
public struct Manifest: Sendable {
    /// `metadata.name`.
    public let name: Located<String>
    /// `metadata.labels`.
    public let labels: [String: String]
    /// `parameters`, in the order of the file.
    public let parameters: [Parameter]
    /// `credentials`, in the order of the file.
    public let credentials: [Credential]
    /// `endpoints`, in the order of the file.
    public let endpoints: [Endpoint]
    /// `jobs`, in the order of the file.
    public let jobs: [Job]
    /// The file's name, as it was typed.
    public let file: String
    /// The folder that relative paths start from.
    public var folder: String { file.lastIndex(of: "/").map { String(file[..<$0]) } ?? "." }
}

/// A declared parameter: `parameters.date`.
public struct Parameter: Sendable {
    /// The types that a parameter can have.
    public enum ValueType: String, Sendable { case string, integer, number, boolean }
    /// The name.
    public let name: Located<String>
    /// The type.
    public let type: ValueType
    /// What it is for.
    public let description: String?
    /// The value without `--set`, in its canonical text; `nil` when one must be given.
    public let defaultValue: Located<String>?
    /// A pattern that a string must match (ECMA-262; checked by the schema's own engine).
    public let pattern: String?
    /// The allowed texts, when they are listed.
    public let allowedValues: [String]?
    /// The least number, inclusive.
    public let minimum: Double?
    /// The greatest number, inclusive.
    public let maximum: Double?
}

/// A declared credential: who a job is submitted as.
public struct Credential: Sendable {
    /// The name.
    public let name: Located<String>
    /// What it is.
    public let kind: Kind

    /// The types of credential that this version can use.
    public enum Kind: Sendable {
        /// `azure-service-principal` with a client secret.
        case azureServicePrincipal(AzureServicePrincipal)
    }

    /// A service principal that proves itself with a client secret.
    public struct AzureServicePrincipal: Sendable {
        /// The Entra tenant: a literal or a reference.
        public let tenantID: ValueSource
        /// The application's client id.
        public let clientID: ValueSource
        /// The client secret; never a literal.
        public let clientSecret: LocatedSecretReference
        /// Which token endpoint is asked.
        public let tokenEndpoint: TokenEndpointVersion
        /// The authority's host when it is not the cloud's, such as `login.microsoftonline.us`.
        public let authorityHost: Located<String>?
    }

    /// The two generations of Entra's token endpoint.
    public enum TokenEndpointVersion: String, Sendable {
        /// `/oauth2/v2.0/token` with `scope=`.
        case v2
        /// `/oauth2/token` with `resource=`.
        case v1
    }

    /// A value that may stand in the manifest or be referred to.
    public enum ValueSource: Hashable, Sendable {
        /// The value itself.
        case literal(Located<String>)
        /// Where it is to be found.
        case reference(LocatedSecretReference)
    }
}

/// A declared endpoint: where jobs are submitted.
public struct Endpoint: Sendable {
    /// The name.
    public let name: Located<String>
    /// What it is.
    public let kind: Kind
    /// The credential's name.
    public let credential: Located<String>

    /// The types of endpoint that this version can use.
    public enum Kind: Sendable {
        /// `azureml-batch`.
        case azureMLBatch(AzureMLBatch)
    }

    /// An Azure Machine Learning batch endpoint that is named by its scoring URI.
    public struct AzureMLBatch: Sendable {
        /// The scoring URI, such as `https://heart.eastus2.inference.ml.azure.com/jobs`.
        public let scoringURI: Located<String>
        /// The deployment to run; the endpoint's default when `nil`.
        public let deployment: Located<String>?
    }
}

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
    /// Labels, for people and reports; not part of what runs.
    public let labels: [String: String]

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

    /// Settings of a batch run; `nil` leaves the deployment's own.
    public struct Settings: Sendable {
        public let instanceCount: Located<Int>?
        public let miniBatchSize: Located<Int>?
        public let errorThreshold: Located<Int>?
        public let maxRetries: Located<Int>?
        public let retryTimeout: Located<Duration>?
        public let outputFileName: Located<String>?
    }
}

/// Text with look-ups: `heart/${{ parameters.date }}/predictions.csv`.
public struct Template: Sendable {
    /// A part of the text.
    public enum Part: Hashable, Sendable {
        /// Text as it is.
        case text(String)
        /// A look-up, with its place including `${{` and `}}`.
        case lookup(Lookup, SourceSpan)
    }

    /// What can be looked up.
    public enum Lookup: Hashable, Sendable {
        /// `parameters.NAME`.
        case parameter(String)
        /// `occurrence`.
        case occurrence
        /// `attempt.number`.
        case attemptNumber
        /// `run.id`.
        case runID
    }

    /// The parts in order.
    public let parts: [Part]
    /// Where the whole text stands.
    public let span: SourceSpan
}
