public import HTTPExchange

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
