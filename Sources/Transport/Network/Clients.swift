import AsyncHTTPClient
import HTTPExchange
import NIOCore

/// The clients of one transport: alike but for the way that they take to a host.
struct Clients: Sendable {
    /// Straight to hosts that nobody vouched for.
    let guarded: HTTPClient
    /// Straight to this machine and to hosts that the operator allowed.
    let trusted: HTTPClient
    /// Through the proxy.
    let proxied: HTTPClient?
    private let network: NetworkSettings

    /// Lends clients and closes their connections.
    static func with<Result: Sendable>(
        _ network: NetworkSettings,
        _ limits: TransportLimits,
        _ body: (Clients) async throws -> Result
    ) async throws -> Result {
        try await client(network, limits, .elsewhere, through: nil) { guarded in
            try await client(network, limits, .anywhere, through: nil) { trusted in
                guard let server = network.proxy.server else {
                    return try await body(
                        Clients(guarded: guarded, trusted: trusted, proxied: nil, network: network)
                    )
                }
                return try await client(network, limits, nil, through: server) { proxied in
                    try await body(
                        Clients(guarded: guarded, trusted: trusted, proxied: proxied, network: network)
                    )
                }
            }
        }
    }

    /// The authorities that are believed.
    var roots: TrustedRoots { network.roots }

    /// The client for an address.
    func client(for address: WebAddress) -> HTTPClient {
        if let proxied, network.proxy.server(for: address) != nil { return proxied }
        return address.isLoopback || network.allowedHosts.contains(address.host) ? trusted : guarded
    }

    private static func client<Result: Sendable>(
        _ network: NetworkSettings,
        _ limits: TransportLimits,
        _ rule: ConnectedAddressRule?,
        through proxy: ProxyServer?,
        _ body: (HTTPClient) async throws -> Result
    ) async throws -> Result {
        var configuration = HTTPClient.Configuration(
            tlsConfiguration: network.roots.clientConfiguration,
            redirectConfiguration: .disallow,
            proxy: proxy?.configuration,
            decompression: .disabled
        )
        configuration.timeout = .init(connect: TimeAmount(limits.connect))
        configuration.httpVersion = .http1Only
        configuration.connectionPool.retryConnectionEstablishment = false
        // Well below what servers keep: a request on a connection that the server is closing is lost for sure, and
        // nobody can prove that it was not read.
        configuration.connectionPool.idleTimeout = .seconds(5)
        configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = limits.connectionsPerHost
        // Nobody reads spans, whose making takes every address apart again.
        configuration.tracing.tracer = nil
        // A proxy looks names up by itself.
        if proxy == nil { configuration.dnsOverride = network.addresses }
        if let rule { configuration.http1_1ConnectionDebugInitializer = { rule.check($0) } }
        return try await HTTPClient.withHTTPClient(configuration: configuration) { try await body($0) }
    }
}
