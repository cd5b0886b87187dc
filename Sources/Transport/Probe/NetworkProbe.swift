import AsyncHTTPClient
public import HTTPExchange
import NIOCore
import NIOPosix
import NIOSSL
import Secrets

/// Goes the way to a server step by step, to tell which of them fails: name, connection, proxy, TLS.
///
/// Sends no request and no secret but the proxy's own.
public struct NetworkProbe: Sendable {
    private let network: NetworkSettings
    private let limit: Duration
    private let lookUp: @Sendable (String) -> [IPAddress]

    /// Makes a probe.
    ///
    /// - Parameters:
    ///   - network: How other machines are reached.
    ///   - limit: How long each step may take; looking a name up takes as long as the system lets it.
    ///   - lookUp: Looks a name up, on a thread that may wait; the system's way when `nil`.
    public init(
        _ network: NetworkSettings,
        limit: Duration = .seconds(10),
        lookUp: (@Sendable (String) -> [IPAddress])? = nil
    ) {
        self.network = network
        self.limit = limit
        self.lookUp = lookUp ?? { NameLookup.addresses(of: $0) }
    }

    /// The addresses of a host's name.
    ///
    /// - Parameter host: The name, or an address as text.
    /// - Returns: Its addresses, each once, in the system's order.
    /// - Throws: `nameNotFound`.
    public func addresses(of host: String) async throws(TransportFailure) -> [IPAddress] {
        if let address = IPAddress(network.addresses[host] ?? host) { return [address] }
        let found: [IPAddress]
        do {
            found = try await NIOThreadPool.singleton.runIfActive { [lookUp] in lookUp(host) }
        } catch {
            throw TransportFailure(.notSent, .cancelled)
        }
        guard !found.isEmpty else { throw TransportFailure(.notSent, .nameNotFound, detail: host) }
        return found
    }

    /// What came of going to a server.
    public struct Visit: Sendable {
        /// How long the connection took, to the proxy where there is one.
        public let connection: Result<Duration, TransportFailure>
        /// What the proxy answered to `CONNECT`; `nil` without one, or when it was not asked.
        public let tunnel: Result<Int, TransportFailure>?
        /// How long TLS took and when the certificate ends; `nil` when it did not come so far.
        public let security: Result<Certificate, TransportFailure>?
    }

    /// What a server showed.
    public struct Certificate: Hashable, Sendable {
        /// How long TLS took.
        public let took: Duration
        /// When the certificate ends, in seconds since 1970-01-01T00:00:00Z.
        public let expires: Int64?
    }

    /// Goes to a server: a connection, a tunnel where there is a proxy, TLS.
    ///
    /// - Parameters:
    ///   - address: The server.
    ///   - place: The address that is called; that of the proxy where there is one.
    /// - Returns: What came of each step.
    public func visit(_ address: WebAddress, at place: IPAddress) async -> Visit {
        let proxy = network.proxy.server(for: address)
        let began = NIODeadline.now()
        let channel: any Channel
        do {
            channel = try await ClientBootstrap(group: .singletonMultiThreadedEventLoopGroup)
                .connectTimeout(TimeAmount(limit))
                .connect(host: place.description, port: proxy?.port ?? address.port).get()
        } catch {
            return Visit(connection: .failure(.from(error)), tunnel: nil, security: nil)
        }
        let connected = Result<Duration, TransportFailure>.success(.since(began))
        var tunnel: Result<Int, TransportFailure>?
        if let proxy, proxy.kind == .http {
            tunnel = await self.tunnel(to: address, through: proxy, on: channel)
            guard case .success(200..<300)? = tunnel else {
                try? await channel.close()
                return Visit(connection: connected, tunnel: tunnel, security: nil)
            }
        }
        var security: Result<Certificate, TransportFailure>?
        if address.scheme == .https, proxy?.kind != .socks5 {
            security = await secure(channel, for: address.host).map {
                Certificate(took: $0.took, expires: $0.certificate?.notAfter)
            }
        }
        try? await channel.close()
        return Visit(connection: connected, tunnel: tunnel, security: security)
    }

    /// What a server shows that is not believed: a handshake without a judgement, and nothing else.
    ///
    /// - Parameters:
    ///   - address: The server.
    ///   - place: As for ``visit(_:at:)``.
    /// - Returns: The certificate; `nil` when it did not come so far.
    public func certificate(of address: WebAddress, at place: IPAddress) async -> ShownCertificate? {
        let proxy = network.proxy.server(for: address)
        let channel = try? await ClientBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .connectTimeout(TimeAmount(limit))
            .connect(host: place.description, port: proxy?.port ?? address.port).get()
        guard let channel else { return nil }
        if let proxy, proxy.kind == .http {
            guard case .success(200..<300) = await tunnel(to: address, through: proxy, on: channel) else {
                try? await channel.close()
                return nil
            }
        }
        let shown = await secure(channel, for: address.host, judging: false)
        try? await channel.close()
        return try? shown.get().certificate
    }

    private func tunnel(
        to address: WebAddress,
        through proxy: ProxyServer,
        on channel: any Channel
    ) async -> Result<Int, TransportFailure> {
        let target = WebAddress(scheme: .https, host: address.host, port: address.port).authority
        var request = "CONNECT \(target) HTTP/1.1\r\nHost: \(target)\r\n"
        if let login = proxy.login {
            let authorization = login.password.expose {
                HTTPClient.Authorization.basic(username: login.user, password: $0)
            }
            request += "Proxy-Authorization: " + authorization.headerValue + "\r\n"
        }
        let wait = HeadWait(channel.eventLoop.makePromise(of: Int.self))
        let timer = channel.eventLoop.scheduleTask(in: TimeAmount(limit)) { wait.fail(.deadlineExceeded) }
        defer { timer.cancel() }
        do {
            try await channel.pipeline.addHandler(wait)
            try await channel.writeAndFlush(ByteBuffer(string: request + "\r\n"))
            let status = try await wait.status
            // A proxy that refuses hangs up, which takes the handler with it.
            try? await channel.pipeline.removeHandler(wait)
            return .success(status)
        } catch {
            wait.fail(.connectionLost)
            return .failure(.from(error))
        }
    }

    private struct Handshake: Sendable {
        let took: Duration
        let certificate: ShownCertificate?
    }

    private func secure(
        _ channel: any Channel,
        for host: String,
        judging: Bool = true
    ) async -> Result<Handshake, TransportFailure> {
        let began = NIODeadline.now()
        let wait = HandshakeWait(channel.eventLoop.makePromise(of: ShownCertificate?.self))
        let timer = channel.eventLoop.scheduleTask(in: TimeAmount(limit)) { wait.fail(.deadlineExceeded) }
        defer { timer.cancel() }
        do {
            var configuration = network.roots.clientConfiguration
            if !judging { configuration.certificateVerification = .none }
            let context = try NIOSSLContext(configuration: configuration)
            let name = IPAddress(host) == nil ? host : nil
            try await channel.eventLoop.submit {
                let pipeline = channel.pipeline.syncOperations
                try pipeline.addHandlers([
                    try NIOSSLClientHandler(context: context, serverHostname: name), wait,
                ])
            }.get()
            let certificate = try await wait.certificate
            return .success(Handshake(took: .since(began), certificate: certificate))
        } catch {
            wait.fail(.connectionLost)
            return .failure(.from(error))
        }
    }
}

extension Duration {
    /// What has passed since a moment.
    fileprivate static func since(_ moment: NIODeadline) -> Duration {
        .nanoseconds((NIODeadline.now() - moment).nanoseconds)
    }
}
