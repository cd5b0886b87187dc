public import HTTPExchange

/// An engine whose jobs can be sent and followed, and nothing else.
extension Engine {
    /// Looks nothing up.
    ///
    /// - Parameter target: The endpoint.
    /// - Returns: `nil`.
    public func location(of target: EndpointTarget) -> (any EngineInquiry<EndpointPlace>)? { nil }

    /// Looks nothing up.
    ///
    /// - Parameter target: The endpoint.
    /// - Returns: `nil`.
    public func managementAudience(for target: EndpointTarget) -> Audience? { nil }

    /// Lists nothing.
    ///
    /// - Parameter target: The endpoint.
    /// - Returns: `nil`.
    public func frontEnd(of target: EndpointTarget) -> (any EngineInquiry<WebAddress>)? { nil }

    /// Lists nothing.
    ///
    /// - Parameters:
    ///   - target: The endpoint.
    ///   - frontEnd: Who lists its jobs.
    /// - Returns: `nil`.
    public func jobs(of target: EndpointTarget, at frontEnd: WebAddress) -> (any EngineInquiry<JobListing>)? {
        nil
    }

    /// The URIs and literals as they stand.
    ///
    /// - Parameter specification: The job, with nothing left to decide.
    /// - Returns: Its data.
    public func data(of specification: JobSpecification) -> JobData {
        JobData(
            inputs: specification.inputs.map { input in
                switch input.value {
                case .data(_, let uri): uri.text
                case .literal(_, let text): "=" + text.text
                }
            },
            outputs: specification.outputs.compactMap { $0.uri?.text }
        )
    }

    /// Cancels nothing.
    ///
    /// - Parameters:
    ///   - remoteID: The engine's id for the job.
    ///   - target: The endpoint.
    /// - Returns: `nil`.
    public func cancellation(of remoteID: String, at target: EndpointTarget)
        -> (any EngineInquiry<Cancellation>)?
    { nil }

    /// Knows of nobody else.
    ///
    /// - Parameters:
    ///   - remoteID: The engine's id for the job.
    ///   - target: The endpoint.
    /// - Returns: `nil`.
    public func managedStatus(of remoteID: String, at target: EndpointTarget)
        -> (any EngineInquiry<RemoteStatus>)?
    { nil }
}
