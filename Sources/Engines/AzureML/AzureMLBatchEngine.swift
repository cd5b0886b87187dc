public import HTTPExchange
public import Manifests
public import Plans
public import Diagnostics

/// Azure Machine Learning batch endpoints, named by their scoring URI or looked up in their workspace.
///
/// `POST` to the scoring URI creates a job, `GET` below it tells how the job stands: one token, no other host. What
/// lists and cancels jobs is found through the workspace, with a token of another audience.
///
/// - SeeAlso: https://learn.microsoft.com/azure/machine-learning/how-to-use-batch-endpoint
public struct AzureMLBatchEngine: Engine {
    /// Makes the engine.
    public init() {}

    /// `azureml-batch`.
    public var endpointType: String { "azureml-batch" }

    /// Reports names, kinds of address and places of outputs that batch endpoints refuse.
    ///
    /// - Parameters:
    ///   - job: The job, as the manifest has it.
    ///   - endpoint: Its endpoint; a scoring URI does not tell what kind of deployment runs.
    ///   - problems: Where faults are added: RN0501 … RN0505.
    public func check(_ job: Job, on endpoint: Endpoint, into problems: inout [Diagnostic]) {
        AzureMLJobCheck(job: job).report(into: &problems)
        if case .azureMLBatch(let batch) = endpoint.kind {
            AzureMLReplacementCheck(job, on: batch).report(into: &problems)
        }
    }

    /// Reports names that no batch endpoint or deployment can have.
    ///
    /// - Parameters:
    ///   - endpoint: The endpoint, as the manifest has it.
    ///   - problems: Where warnings are added: RN0504.
    public func check(_ endpoint: Endpoint, into problems: inout [Diagnostic]) {
        switch endpoint.kind {
        case .azureMLBatch(let batch): AzureMLNameCheck(batch: batch).report(into: &problems)
        }
    }

    /// What a token for that place must be for.
    ///
    /// - Parameter target: Where jobs are submitted.
    /// - Returns: Azure ML's audience in the cloud of the host; in the public cloud for a host of none.
    public func audience(for target: EndpointTarget) -> Audience {
        if let named = target.named {
            return named.place?.audience ?? named.rules.cloud.machineLearningAudience
        }
        return (AzureCloud(endpointHost: target.address.host) ?? .publicCloud).machineLearningAudience
    }

    /// The request that would create the job; what is decided late stands in it as a look-up.
    ///
    /// - Parameters:
    ///   - submission: What would be submitted.
    ///   - key: The attempt's key, or words that stand for it.
    /// - Returns: The request, without a token.
    public func preview(_ submission: Submission, key: String) -> OutgoingRequest {
        AzureMLJobRequest(target: submission.target, specification: submission.specification, key: key)
            .request
    }

    /// Begins the conversation that creates a job: one `POST`.
    ///
    /// - Parameter intent: The attempt.
    /// - Returns: The conversation.
    public func submit(_ intent: Intent) -> any EngineConversation {
        AzureMLSubmission(
            request: AzureMLJobRequest(
                target: intent.submission.target,
                specification: intent.specification,
                key: intent.key
            ).request,
            specification: intent.specification,
            audience: audience(for: intent.submission.target)
        )
    }

    /// Begins the conversation that asks how a job stands: one `GET`.
    ///
    /// - Parameters:
    ///   - remoteID: The service's name for the job.
    ///   - target: Where it was submitted.
    /// - Returns: The conversation; it sends nothing for a name that cannot be one.
    public func status(of remoteID: String, at target: EndpointTarget) -> any EngineConversation {
        AzureMLStatusInquiry(remoteID: remoteID, target: target, audience: audience(for: target))
    }
}
