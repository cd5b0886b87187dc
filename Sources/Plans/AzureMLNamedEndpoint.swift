public import HTTPExchange

/// A batch endpoint that is named by its workspace and looked up there.
public struct AzureMLNamedEndpoint: Hashable, Sendable {
    /// The subscription's id.
    public let subscriptionID: String
    /// The resource group's name.
    public let resourceGroup: String
    /// The workspace's name.
    public let workspace: String
    /// The endpoint's name.
    public let name: String
    /// The hosts that may see tokens.
    public let rules: AzureMLHostRules
    /// Where the operator's own cloud describes itself (`ARM_CLOUD_METADATA_URL`); `nil` in the clouds that are known.
    public let metadata: CloudMetadata?
    /// What was looked up; `nil` until then.
    public var place: EndpointPlace?

    /// Names an endpoint.
    ///
    /// - Parameters:
    ///   - subscriptionID: The subscription's id.
    ///   - resourceGroup: The resource group's name.
    ///   - workspace: The workspace's name.
    ///   - name: The endpoint's name.
    ///   - rules: The hosts that may see tokens.
    ///   - metadata: Where the operator's own cloud describes itself.
    public init(
        subscriptionID: String,
        resourceGroup: String,
        workspace: String,
        name: String,
        rules: AzureMLHostRules,
        metadata: CloudMetadata? = nil
    ) {
        self.subscriptionID = subscriptionID
        self.resourceGroup = resourceGroup
        self.workspace = workspace
        self.name = name
        self.rules = rules
        self.metadata = metadata
    }

    /// The resource manager, as far as it is known.
    public var manager: WebAddress {
        place?.manager
            ?? metadata.map { WebAddress(scheme: .https, host: $0.address.authority) }
            ?? WebAddress(scheme: .https, host: rules.cloud.resourceManagerHost)
    }

    /// The endpoint before it was looked up: what the digest of a run is made of.
    var withoutPlace: AzureMLNamedEndpoint {
        var endpoint = self
        endpoint.place = nil
        return endpoint
    }

    /// What tells this endpoint from all others, lower case: names in Azure are compared without case.
    public var identity: String {
        [manager.host, subscriptionID, resourceGroup, workspace, name].joined(separator: "/").lowercased()
    }
}

/// A cloud that the operator runs or has access to, as `azure-cli` and `azure-ai-ml` find it.
public struct CloudMetadata: Hashable, Sendable {
    /// `ARM_CLOUD_METADATA_URL`: a document with the cloud's hosts.
    public let address: WebAddress
    /// `AZUREML_CURRENT_CLOUD`: which of the clouds that the document lists; `nil` for the credential's.
    public let cloud: String?

    /// Names a document.
    ///
    /// - Parameters:
    ///   - address: Where it is.
    ///   - cloud: Which of its clouds.
    public init(address: WebAddress, cloud: String? = nil) {
        self.address = address
        self.cloud = cloud
    }
}

/// What was looked up of an endpoint.
public struct EndpointPlace: Hashable, Sendable {
    /// The resource manager.
    public let manager: WebAddress
    /// What a token for the resource manager is for.
    public let managerAudience: Audience
    /// What a token for the data plane is for.
    public let audience: Audience
    /// Where jobs are submitted.
    public let scoringURI: WebAddress
    /// The deployment that ran jobs which name none, at the time of the look-up.
    public let defaultDeployment: String?

    /// Makes a place.
    ///
    /// - Parameters:
    ///   - manager: The resource manager.
    ///   - managerAudience: What a token for it is for.
    ///   - audience: What a token for the data plane is for.
    ///   - scoringURI: Where jobs are submitted.
    ///   - defaultDeployment: The endpoint's default deployment.
    public init(
        manager: WebAddress,
        managerAudience: Audience,
        audience: Audience,
        scoringURI: WebAddress,
        defaultDeployment: String?
    ) {
        self.manager = manager
        self.managerAudience = managerAudience
        self.audience = audience
        self.scoringURI = scoringURI
        self.defaultDeployment = defaultDeployment
    }
}
