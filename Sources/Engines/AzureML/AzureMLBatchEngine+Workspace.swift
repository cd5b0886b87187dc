public import HTTPExchange
public import Plans

/// What needs the workspace.
extension AzureMLBatchEngine {
    /// Begins to look an endpoint up by its workspace.
    ///
    /// - Parameter target: The endpoint.
    /// - Returns: The inquiry; `nil` for an endpoint that is named by its scoring URI.
    public func location(of target: EndpointTarget) -> (any EngineInquiry<EndpointPlace>)? {
        target.named.map { AzureMLLocation(endpoint: $0) }
    }

    /// What a token for the resource manager is for.
    ///
    /// - Parameter target: The endpoint.
    /// - Returns: The audience; `nil` in a cloud that is yet to describe itself, and without a workspace.
    public func managementAudience(for target: EndpointTarget) -> Audience? {
        guard let named = target.named else { return nil }
        if let place = named.place { return place.managerAudience }
        return named.metadata == nil ? named.rules.cloud.managementAudience : nil
    }

    /// Begins to look the latest version of an asset up in the endpoint's workspace.
    ///
    /// - Parameters:
    ///   - asset: The asset.
    ///   - target: The endpoint, looked up.
    /// - Returns: The inquiry; `nil` without a workspace.
    public func latestVersion(
        of asset: PlanPins.Asset,
        at target: EndpointTarget
    ) -> (any EngineInquiry<String>)? {
        guard let named = target.named, let place = named.place else { return nil }
        return AzureMLAssetVersion(asset: asset, endpoint: named, place: place)
    }

    /// Begins to find the front end that lists an endpoint's jobs.
    ///
    /// - Parameter target: The endpoint, looked up.
    /// - Returns: The inquiry; `nil` without a workspace.
    public func frontEnd(of target: EndpointTarget) -> (any EngineInquiry<WebAddress>)? {
        guard let named = target.named, let place = named.place else { return nil }
        return AzureMLFrontEnd(endpoint: named, place: place)
    }

    /// Begins to list an endpoint's jobs.
    ///
    /// - Parameters:
    ///   - target: The endpoint, looked up.
    ///   - frontEnd: Who lists its jobs.
    /// - Returns: The inquiry; `nil` without a workspace.
    public func jobs(of target: EndpointTarget, at frontEnd: WebAddress) -> (any EngineInquiry<JobListing>)? {
        guard let named = target.named, let place = named.place else { return nil }
        return AzureMLJobList(endpoint: named, place: place, frontEnd: frontEnd)
    }

    /// What a job reads and writes, as lists show it.
    ///
    /// - Parameter specification: The job, with nothing left to decide.
    /// - Returns: Its data.
    public func data(of specification: JobSpecification) -> JobData {
        JobData(
            inputs: specification.inputs.map { input in
                switch input.value {
                case .data(_, let uri): AzureMLDataPlace.canonical(uri.text)
                case .literal(let type, let text): "=" + AzureMLJobRequest.literal(text.text, type)
                }
            },
            outputs: specification.outputs.compactMap { $0.uri.map { AzureMLDataPlace.canonical($0.text) } }
        )
    }

    /// Begins to cancel a job.
    ///
    /// - Parameters:
    ///   - remoteID: The service's name for the job.
    ///   - target: The endpoint, looked up.
    /// - Returns: The inquiry; `nil` without a workspace.
    public func cancellation(of remoteID: String, at target: EndpointTarget)
        -> (any EngineInquiry<Cancellation>)?
    {
        guard let named = target.named, let place = named.place else { return nil }
        return AzureMLCancellation(endpoint: named, place: place, remoteID: remoteID)
    }

    /// Begins to ask the resource manager how a job stands.
    ///
    /// - Parameters:
    ///   - remoteID: The service's name for the job.
    ///   - target: The endpoint, looked up.
    /// - Returns: The inquiry; `nil` without a workspace.
    public func managedStatus(of remoteID: String, at target: EndpointTarget)
        -> (any EngineInquiry<RemoteStatus>)?
    {
        guard let named = target.named, let place = named.place else { return nil }
        return AzureMLManagedStatus(endpoint: named, place: place, remoteID: remoteID)
    }
}
