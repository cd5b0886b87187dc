import HTTPExchange
import HTTPTypes
import RunnerTestSupport
import Testing
import Transport

/// How far requests go: the same for every transport.
@Suite struct ReachTests {
    static let within: [(String, Reach)] = [
        ("https://login.microsoftonline.com/", .network), ("https://login.microsoftonline.com/", .machine),
        ("http://127.0.0.1:9/", .network), ("http://127.0.0.1:9/", .machine),
        ("http://localhost:9/", .machine),
        ("http://169.254.169.254/metadata", .machine), ("http://169.254.129.3:8081/msi/token", .machine),
        ("https://10.0.0.4:2377/metadata", .machine),
    ]

    static let outside: [(String, Reach)] = [
        ("http://169.254.169.254/metadata", .network), ("http://169.254.129.3:8081/msi/token", .network),
        ("http://metadata.google.internal/", .network), ("http://metadata.google.internal/", .machine),
        ("http://168.63.129.16/", .machine), ("http://100.100.100.200/", .machine),
        ("http://10.0.0.4/", .machine),
        ("http://identity.example.net/", .machine), ("http://identity.example.net/", .network),
    ]

    @Test(arguments: within) func tells(address: String, reach: Reach) throws {
        #expect(OutgoingRequest(method: .get, address: try .parse(address), reach: reach).isWithinReach)
    }

    @Test(arguments: outside) func everyTransportRefuses(address: String, reach: Reach) async throws {
        let request = OutgoingRequest(method: .get, address: try .parse(address), reach: reach)
        #expect(!request.isWithinReach)
        let scripted = ScriptedTransport()
        try await refuses(scripted, request)
        #expect(scripted.requests.isEmpty)
        try await AsyncHTTPTransport.withTransport { try await refuses($0, request) }
        // Also where the host is played.
        let routes = HostRoutes.sealed(hosts: [request.address.host], port: 9)
        try await AsyncHTTPTransport.withTransport(routes: routes) { try await refuses($0, request) }
    }

    private func refuses(_ transport: any HTTPTransport, _ request: OutgoingRequest) async throws {
        let failure = await #expect(throws: TransportFailure.self) {
            _ = try await transport.send(request, timeout: .seconds(5))
        }
        #expect(failure?.reason == .hostRefused)
        #expect(failure?.delivery == .notSent)
    }
}
