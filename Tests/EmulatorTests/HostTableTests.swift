import HTTPExchange
import HTTPTypes
import JSONValues
import RunnerTestSupport
import Testing
import Transport

@testable import Emulator

@Suite struct HostTableTests {
    private let table = HostTable(endpoints: [(host: "heart.example", name: "heart")])

    private func request(_ host: String, _ path: String = "/jobs") -> EmulatedRequest {
        EmulatedRequest(method: "GET", host: host, path: path, fields: [:], body: [])
    }

    @Test(arguments: [
        ("heart.example", "/jobs", "heart.example", "/jobs"),
        ("HEART.example:443", "/jobs", "heart.example", "/jobs"),
        ("127.0.0.1:8080", "/_hosts/heart.example/jobs/1", "heart.example", "/jobs/1"),
        ("localhost", "/_hosts/Heart.Example", "heart.example", "/"),
        ("[::1]:80", "/_emulator/requests", "[::1]", "/_emulator/requests"),
        (
            "heart.example", "/_hosts/login.microsoftonline.com/x", "heart.example",
            "/_hosts/login.microsoftonline.com/x"
        ),
        ("127.0.0.1", "/_hosts/127.0.0.1/_emulator/requests", "", "/_emulator/requests"),
    ])
    func findsTheHostThatIsMeant(host: String, path: String, meant: String, rest: String) {
        let resolved = table.resolved(request(host, path))
        #expect(resolved.host == meant)
        #expect(resolved.path == rest)
    }

    @Test func playsWhatItKnows() {
        #expect(table.role(of: "heart.example") == .endpoint("heart"))
        for host in ["login.microsoftonline.com", "login.microsoftonline.us", "login.chinacloudapi.cn"] {
            #expect(table.role(of: host) == .entra)
        }
        #expect(table.role(of: "127.0.0.1") == .control)
        for host in ["", "management.azure.com", "heart.example.evil", "xheart.example"] {
            #expect(table.role(of: host) == nil)
        }
    }

    @Test func refusesAHostThatIsNotPlayed() async throws {
        try await Workbench.with { bench in
            let routes = HostRoutes.sealed(hosts: ["graph.microsoft.com"], port: bench.running.address.port)
            try await AsyncHTTPTransport.withTransport(routes: routes) { transport in
                let address = try WebAddress.parse("https://graph.microsoft.com/v1.0/me")
                let answer = try await transport.send(
                    OutgoingRequest(method: .get, address: address),
                    timeout: .seconds(300)
                )
                #expect(answer.status == 421)
                let body = try JSONReader().read(answer.body)
                #expect(body["error"]?["code"] == "HostNotPlayed")
                #expect(body["error"]?["hosts"]?.array?.contains(.string(Workbench.heart)) == true)
            }
        }
    }

    @Test func countsWhatArrived() async throws {
        try await Workbench.with { bench in
            _ = try await bench.submit()
            let port = bench.running.address.port
            try await AsyncHTTPTransport.withTransport { transport in
                let address = try WebAddress.parse("http://127.0.0.1:\(port)/_emulator/requests")
                let answer = try await transport.send(
                    OutgoingRequest(method: .get, address: address),
                    timeout: .seconds(300)
                )
                let body = try JSONReader().read(answer.body)
                #expect(body["count"]?.integer == 2)
                let last = try #require(body["requests"]?.array?.last)
                #expect(last["method"] == "POST")
                #expect(last["host"] == .string(Workbench.heart))
                #expect(last["path"] == "/jobs")
                #expect(last["status"]?.integer == 201)
                // A bare client reaches a played host by its path.
                let base = try WebAddress.parse(
                    bench.running.address.base(for: Workbench.heart) + "/jobs/none"
                )
                let job = try await transport.send(
                    OutgoingRequest(method: .get, address: base),
                    timeout: .seconds(300)
                )
                #expect(job.status == 401)
            }
        }
    }
}
