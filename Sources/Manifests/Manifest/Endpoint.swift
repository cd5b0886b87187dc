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

extension Endpoint {
    /// The type's name in manifests.
    public var typeName: String {
        switch kind {
        case .azureMLBatch: "azureml-batch"
        }
    }
}
