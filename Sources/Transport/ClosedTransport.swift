public import HTTPExchange

/// A transport that reaches nobody, for work that has nothing to send.
public struct ClosedTransport: HTTPTransport {
    /// Makes one.
    public init() {}

    /// Refuses every request.
    public func send(
        _ request: OutgoingRequest,
        timeout: Duration
    ) async throws(TransportFailure) -> HTTPAnswer {
        throw TransportFailure(.notSent, .hostRefused, detail: request.address.authority)
    }
}
