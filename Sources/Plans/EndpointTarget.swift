public import HTTPExchange

/// Where an endpoint takes jobs.
///
/// Kept beside what holds it: very many jobs share one.
public indirect enum EndpointTarget: Hashable, Sendable {
    /// An Azure ML batch endpoint by its scoring URI.
    case azureMLBatch(scoringURI: WebAddress, deployment: String?)
    /// An Azure ML batch endpoint by its name in a workspace.
    case azureMLNamed(AzureMLNamedEndpoint, deployment: String?)

    /// The address that is called: for an endpoint that is not looked up yet, the one that it is looked up at.
    public var address: WebAddress {
        switch self {
        case .azureMLBatch(let scoringURI, _): scoringURI
        case .azureMLNamed(let endpoint, _): endpoint.place?.scoringURI ?? endpoint.manager
        }
    }

    /// The deployment that a submission names: the manifest's, else the default that was looked up.
    public var deployment: String? {
        switch self {
        case .azureMLBatch(_, let deployment): deployment
        case .azureMLNamed(let endpoint, let deployment): deployment ?? endpoint.place?.defaultDeployment
        }
    }

    /// The endpoint, when it is one that is looked up.
    public var named: AzureMLNamedEndpoint? {
        guard case .azureMLNamed(let endpoint, _) = self else { return nil }
        return endpoint
    }

    /// The same target with what was looked up.
    ///
    /// - Parameter place: What was looked up.
    /// - Returns: The target; the same for one that needs no looking up.
    public func located(at place: EndpointPlace) -> EndpointTarget {
        guard case .azureMLNamed(var endpoint, let deployment) = self else { return self }
        endpoint.place = place
        return .azureMLNamed(endpoint, deployment: deployment)
    }

    /// The patterns of hosts that see a token, for people: a name that is looked up is not known before.
    public var hosts: [String] {
        switch self {
        case .azureMLBatch(let scoringURI, _): [scoringURI.authority]
        case .azureMLNamed(let endpoint, _):
            [
                endpoint.manager.authority, "*" + endpoint.rules.cloud.inferenceSuffix,
                "*" + endpoint.rules.cloud.frontEndSuffix,
            ]
        }
    }
}
