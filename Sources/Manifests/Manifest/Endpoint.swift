public import Diagnostics

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

    /// An Azure Machine Learning batch endpoint.
    public struct AzureMLBatch: Sendable {
        /// How it is named.
        public let place: Place
        /// The deployment to run; the endpoint's default when `nil`.
        public let deployment: Located<String>?
        /// How long a created job may be missing from the endpoint's list; `nil` for what the operator says.
        public let visibilityWindow: Located<Duration>?

        /// How an endpoint is named.
        public enum Place: Sendable {
            /// By its scoring URI, such as `https://heart.eastus2.inference.ml.azure.com/jobs`.
            case scoringURI(Located<String>)
            /// By its name in a workspace, to be looked up there.
            case workspace(Workspace, name: Located<String>)

            /// Where the name stands.
            public var span: SourceSpan {
                switch self {
                case .scoringURI(let uri): uri.span
                case .workspace(_, let name): name.span
                }
            }
        }

        /// A workspace, as Azure's resource manager names it.
        public struct Workspace: Sendable {
            /// The subscription's id.
            public let subscriptionID: Located<String>
            /// The resource group's name.
            public let resourceGroup: Located<String>
            /// The workspace's name.
            public let name: Located<String>
        }
    }
}

extension Endpoint {
    /// The type's name in manifests.
    public var typeName: String {
        switch kind {
        case .azureMLBatch: "azureml-batch"
        }
    }
}
