import Diagnostics
import HTTPExchange
import HTTPTypes
import Host
import RunnerTestSupport
import Testing

@testable import Transport

/// Servers under real names on this machine: authorities, proxies, and what a name may lead to.
@Suite(.enabled(if: ThrowAwayAuthority.canBeMade, "needs openssl to make certificates"))
struct NetworkTests {
    static let answer = RawServer.Behaviour.answer("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")

    /// Where nothing listens, and nothing comes to listen meanwhile: no system hands this port out.
    static let closedPort = 9

    /// These tests share the machine with every other: how long something takes is none of theirs.
    static let patient = TransportLimits(connect: .seconds(120))

    private func network(
        _ roots: TrustedRoots,
        allowed: Set<String> = [ThrowAwayAuthority.host],
        environment: [String: String] = [:]
    ) -> NetworkSettings {
        var problems: [Diagnostic] = []
        var settings = NetworkSettings(
            proxy: ProxySettings({ environment[$0] }, into: &problems),
            roots: roots,
            allowedHosts: allowed
        )
        #expect(problems.isEmpty)
        settings.addresses = [ThrowAwayAuthority.host: "127.0.0.1", "other.test": "127.0.0.1"]
        return settings
    }

    private func send(
        _ network: NetworkSettings,
        to port: Int,
        host: String = ThrowAwayAuthority.host,
        scheme: WebAddress.Scheme = .https,
        reach: Reach = .network
    ) async throws -> Result<Int, TransportFailure> {
        try await AsyncHTTPTransport.withTransport(network: network, limits: Self.patient) { transport in
            let request = OutgoingRequest(
                method: .post,
                address: WebAddress(scheme: scheme, host: host, port: port, path: "/jobs"),
                fields: [.authorization: "Bearer marked-token"],
                body: Array("{}".utf8),
                reach: reach
            )
            do throws(TransportFailure) {
                return .success(try await transport.send(request, timeout: .seconds(180)).status)
            } catch {
                return .failure(error)
            }
        }
    }

    @Test func believesTheAuthoritiesThatItIsGivenAndNoOthers() async throws {
        let authority = try await ThrowAwayAuthority.make()
        try await RawServer.withRunning(Self.answer, tls: authority.serverContext) { server in
            let added = try await send(network(try authority.roots()), to: server.port)
            #expect(added == .success(200))
            let pem = try TrustedRoots.Certificates(pem: authority.pem, file: "a", origin: "SSL_CERT_FILE")
            let alone = TrustedRoots(replacement: pem, additional: nil)
            #expect(try await send(network(alone), to: server.port) == .success(200))
            #expect(server.requests.count == 2)
            for (roots, host) in [
                (TrustedRoots.system, ThrowAwayAuthority.host), (try authority.roots(), "other.test"),
            ] {
                let settings = network(roots, allowed: [ThrowAwayAuthority.host, "other.test"])
                let failure = try await send(settings, to: server.port, host: host).failure
                #expect(failure?.reason == .certificateRefused, "\(host)")
                #expect(failure?.delivery == .notSent, "\(host)")
            }
            #expect(server.requests.allSatisfy { $0.isEmpty || $0.contains("marked-token") })
        }
    }

    /// As Debian keeps them: a file for each, named by the hash of the authority's name.
    @Test func findsAnAuthorityInAFolderOfHashes() async throws {
        let authority = try await ThrowAwayAuthority.make()
        try await RawServer.withRunning(Self.answer, tls: authority.serverContext) { server in
            try await TemporaryFolder.with { folder in
                var roots = TrustedRoots.system
                roots.folder = folder
                let refused = try await send(network(roots), to: server.port).failure
                #expect(refused?.reason == .certificateRefused)
                // `openssl x509 -subject_hash` of the authority's name.
                try SystemFileSystem().write(authority.pem, to: folder + "/8e7ca0b9.0")
                #expect(try await send(network(roots), to: server.port) == .success(200))
            }
        }
    }

    /// What stays on the machine has a connection of its own, and the same authorities.
    @Test func believesThemOnTheMachineToo() async throws {
        let authority = try await ThrowAwayAuthority.make(hosts: ["localhost"])
        try await RawServer.withRunning(Self.answer, tls: authority.serverContext) { server in
            for (roots, isFine) in [(try authority.roots(), true), (.system, false)] {
                let settings = NetworkSettings(roots: roots)
                let result = try await send(settings, to: server.port, host: "localhost", reach: .machine)
                #expect((result == .success(200)) == isFine)
                #expect(result.failure?.reason == (isFine ? nil : .certificateRefused))
            }
            #expect(server.requests.filter { $0.contains("marked-token") }.count == 1)
        }
    }

    @Test func refusesANameThatLeadsToThisMachine() async throws {
        let authority = try await ThrowAwayAuthority.make()
        try await RawServer.withRunning(Self.answer, tls: authority.serverContext) { server in
            let settings = network(try authority.roots(), allowed: [])
            let failure = try await send(settings, to: server.port).failure
            #expect(failure?.reason == .addressRefused)
            #expect(failure?.delivery == .notSent)
            #expect(failure?.detail.contains("127.0.0.1") == true)
            #expect(!server.requests.contains { !$0.isEmpty })
        }
    }

    @Test func leadsThroughTheProxyWithoutShowingItTheRequest() async throws {
        let authority = try await ThrowAwayAuthority.make()
        try await RawServer.withRunning(Self.answer, tls: authority.serverContext) { server in
            try await TunnelServer.withRunning(to: server.port) { proxy in
                let settings = network(
                    try authority.roots(),
                    allowed: [],
                    environment: ["HTTPS_PROXY": "http://user:marked%40password@127.0.0.1:\(proxy.port)"]
                )
                #expect(try await send(settings, to: server.port) == .success(200))
                let head = try #require(proxy.heads.first)
                #expect(head.hasPrefix("CONNECT played.test:\(server.port) HTTP/1.1\r\n"))
                // user:marked@password
                #expect(head.contains("Basic dXNlcjptYXJrZWRAcGFzc3dvcmQ="))
                #expect(!proxy.heads.contains { $0.contains("marked-token") })
                #expect(server.requests.count == 1)
            }
        }
    }

    @Test func callsExceptionsAndThisMachineDirectly() async throws {
        let authority = try await ThrowAwayAuthority.make()
        try await RawServer.withRunning(Self.answer, tls: authority.serverContext) { server in
            try await TunnelServer.withRunning(to: server.port) { proxy in
                let settings = network(
                    try authority.roots(),
                    environment: ["all_proxy": "127.0.0.1:\(proxy.port)", "NO_PROXY": "example.com,.test"]
                )
                #expect(try await send(settings, to: server.port) == .success(200))
                #expect(proxy.heads.isEmpty)
            }
        }
        try await RawServer.withRunning(Self.answer) { server in
            try await TunnelServer.withRunning(to: server.port) { proxy in
                let settings = network(
                    .system,
                    environment: ["https_proxy": "127.0.0.1:\(proxy.port)"]
                )
                for reach in [Reach.network, .machine] {
                    let result = try await send(
                        settings,
                        to: server.port,
                        host: "localhost",
                        scheme: .http,
                        reach: reach
                    )
                    #expect(result == .success(200))
                }
                #expect(proxy.heads.isEmpty)
            }
        }
    }

    @Test(arguments: ["407 Proxy Authentication Required", "403 Forbidden", "502 Bad Gateway"])
    func saysWhenTheProxyRefuses(status: String) async throws {
        try await TunnelServer.withRunning(to: 9, refusal: status) { proxy in
            let settings = network(.system, environment: ["https_proxy": "127.0.0.1:\(proxy.port)"])
            let failure = try await send(settings, to: 443).failure
            #expect(failure?.reason == (status.hasPrefix("407") ? .proxyUnauthorized : .proxyRefused))
            #expect(failure?.delivery == .notSent)
        }
    }

    @Test func probesStepByStep() async throws {
        let authority = try await ThrowAwayAuthority.make()
        let here = try #require(IPAddress("127.0.0.1"))
        try await RawServer.withRunning(Self.answer, tls: authority.serverContext) { server in
            let address = WebAddress(scheme: .https, host: ThrowAwayAuthority.host, port: server.port)
            let direct = NetworkProbe(network(try authority.roots()), limit: .seconds(20))
            #expect(try await direct.addresses(of: ThrowAwayAuthority.host) == [here])
            let visit = await direct.visit(address, at: here)
            #expect(visit.connection.failure == nil)
            #expect(visit.tunnel == nil)
            // Made for two days.
            let expires = try #require(visit.security?.get().expires)
            #expect(expires > 1_700_000_000)
            let shown = try #require(await direct.certificate(of: address, at: here))
            #expect(shown.hosts == [ThrowAwayAuthority.host])
            #expect(shown.issuer == "CN=throw-away authority")
            #expect(shown.notBefore < expires && shown.notAfter == expires)
            let distrustful = await NetworkProbe(network(.system)).visit(address, at: here)
            #expect(distrustful.connection.failure == nil)
            #expect(distrustful.security?.failure?.reason == .certificateRefused)
            try await TunnelServer.withRunning(to: server.port) { proxy in
                let environment = ["HTTPS_PROXY": "http://user:pass@127.0.0.1:\(proxy.port)"]
                let probe = NetworkProbe(network(try authority.roots(), environment: environment))
                let visit = await probe.visit(address, at: here)
                #expect(visit.tunnel == .success(200))
                #expect(visit.security?.failure == nil)
                #expect(visit.security != nil)
                #expect(proxy.heads.first?.contains("Basic dXNlcjpwYXNz") == true)
            }
            try await TunnelServer.withRunning(to: server.port, refusal: "407 Who are you") { proxy in
                let environment = ["HTTPS_PROXY": "http://127.0.0.1:\(proxy.port)"]
                let visit = await NetworkProbe(network(.system, environment: environment)).visit(
                    address,
                    at: here
                )
                #expect(visit.tunnel == .success(407))
                #expect(visit.security == nil)
            }
        }
    }

    @Test func saysWhatServersDoInsteadOfTLS() async throws {
        let here = try #require(IPAddress("127.0.0.1"))
        for behaviour in [RawServer.Behaviour.close, .hang, Self.answer] {
            try await RawServer.withRunning(behaviour) { server in
                let address = WebAddress(scheme: .https, host: ThrowAwayAuthority.host, port: server.port)
                let probe = NetworkProbe(network(.system), limit: .milliseconds(300))
                let visit = await probe.visit(address, at: here)
                #expect(visit.connection.failure == nil)
                #expect(visit.security?.failure != nil, "\(behaviour)")
            }
        }
        let port = Self.closedPort
        let address = WebAddress(scheme: .https, host: ThrowAwayAuthority.host, port: port)
        let visit = await NetworkProbe(network(.system)).visit(address, at: here)
        #expect(visit.connection.failure?.reason == .connectionRefused)
        #expect(visit.security == nil)
        await #expect(throws: TransportFailure.self) {
            _ = try await NetworkProbe(.direct).addresses(of: "no-such-host.invalid")
        }
    }

    @Test func saysWhenThereIsNoProxy() async throws {
        let port = Self.closedPort
        let settings = network(.system, environment: ["https_proxy": "127.0.0.1:\(port)"])
        let failure = try await send(settings, to: 443).failure
        #expect(failure?.reason == .connectionRefused)
        #expect(failure?.delivery == .notSent)
    }
}

extension ThrowAwayAuthority {
    /// The authority as one that stands beside the system's.
    func roots() throws -> TrustedRoots {
        TrustedRoots(
            replacement: nil,
            additional: try TrustedRoots.Certificates(pem: pem, file: "ca.pem", origin: "--ca-file")
        )
    }
}

extension Result where Failure == TransportFailure {
    /// What went wrong.
    fileprivate var failure: TransportFailure? {
        guard case .failure(let failure) = self else { return nil }
        return failure
    }
}
