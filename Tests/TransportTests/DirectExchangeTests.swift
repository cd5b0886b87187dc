import HTTPExchange
import HTTPTypes
import Testing
import Transport

/// What stays on the machine, and a server that is known by its certificate's thumbprint alone.
@Suite struct DirectExchangeTests {
    private static let answer = "HTTP/1.1 200 OK\r\nX-Request-ID: r1\r\nContent-Length: 2\r\n\r\n{}"

    private func send(
        to behaviour: RawServer.Behaviour,
        scheme: WebAddress.Scheme = .https,
        pin: String? = ThrowAwayCertificate.thumbprint,
        host: String = "127.0.0.1",
        body: String = "",
        limits: TransportLimits = TransportLimits(),
        timeout: Duration = .seconds(60)
    ) async throws -> (Result<HTTPAnswer, TransportFailure>, [String]) {
        let context = try ThrowAwayCertificate.serverContext()
        return try await RawServer.withRunning(behaviour, tls: scheme == .https ? context : nil) { server in
            let request = OutgoingRequest(
                method: body.isEmpty ? .get : .post,
                address: WebAddress(
                    scheme: scheme,
                    host: host,
                    port: server.port,
                    path: "/token",
                    query: "a=b"
                ),
                fields: [.authorization: "Bearer marked-token"],
                body: Array(body.utf8),
                reach: .machine,
                pinnedCertificate: try pin.map { try #require(CertificateThumbprint($0)) }
            )
            let result = try await AsyncHTTPTransport.withTransport(limits: limits) { transport in
                do throws(TransportFailure) {
                    return Result<HTTPAnswer, TransportFailure>.success(
                        try await transport.send(request, timeout: timeout)
                    )
                } catch {
                    return .failure(error)
                }
            }
            return (result, server.requests)
        }
    }

    @Test(arguments: ["127.0.0.1", "localhost"]) func trustsTheOneThatIsNamed(host: String) async throws {
        let (result, requests) = try await send(to: .answer(Self.answer), host: host)
        let answer = try result.get()
        #expect(answer.status == 200 && answer.body == Array("{}".utf8))
        #expect(answer.fields[try #require(HTTPField.Name("x-request-id"))] == "r1")
        let sent = try #require(requests.first)
        #expect(sent.hasPrefix("GET /token?a=b HTTP/1.1\r\n"))
        #expect(sent.lowercased().contains("\r\nhost: \(host):"))
        #expect(sent.lowercased().contains("authorization: bearer marked-token\r\n"))
    }

    @Test func sendsABody() async throws {
        let (result, requests) = try await send(to: .answer(Self.answer), body: "resource=x")
        #expect(try result.get().status == 200)
        #expect(requests.first?.lowercased().contains("content-length: 10\r\n") == true)
    }

    @Test func showsAnotherServerNothing() async throws {
        let (result, requests) = try await send(
            to: .answer(Self.answer),
            pin: String(repeating: "0", count: 40)
        )
        guard case .failure(let failure) = result else {
            Issue.record("another server's certificate was taken")
            return
        }
        #expect(failure.delivery == .notSent)
        #expect(failure.reason == .certificateRefused)
        #expect(failure.detail == "its certificate is not the one that is named")
        #expect(!requests.contains { $0.contains("marked-token") })
    }

    @Test func withoutAPinTheSystemsRootsDecide() async throws {
        let (result, requests) = try await send(to: .answer(Self.answer), pin: nil)
        guard case .failure(let failure) = result else {
            Issue.record("a certificate that nobody signed was taken")
            return
        }
        #expect(failure.reason == .certificateRefused)
        #expect(!requests.contains { $0.contains("marked-token") })
    }

    @Test func asksInClearTextOnTheMachine() async throws {
        let (result, requests) = try await send(to: .answer(Self.answer), scheme: .http, pin: nil)
        #expect(try result.get().status == 200)
        #expect(requests.first?.lowercased().contains("accept-encoding: identity\r\n") == true)
        #expect(requests.first?.lowercased().contains("connection: close\r\n") == true)
    }

    @Test(arguments: [301, 307]) func followsNoRedirect(status: Int) async throws {
        let answer =
            "HTTP/1.1 \(status) Elsewhere\r\nLocation: http://127.0.0.1:9/x\r\nContent-Length: 0\r\n\r\n"
        let (result, requests) = try await send(to: .answer(answer), scheme: .http, pin: nil)
        #expect(try result.get().status == status)
        #expect(requests.count == 1)
    }

    @Test func aRefusedConnectionProvesThatNothingWasSent() async throws {
        let request = OutgoingRequest(
            method: .get,
            address: WebAddress(scheme: .http, host: "127.0.0.1", port: try await RawServer.closedPort()),
            reach: .machine
        )
        let failure = await #expect(throws: TransportFailure.self) {
            try await AsyncHTTPTransport.withTransport {
                _ = try await $0.send(request, timeout: .seconds(300))
            }
        }
        #expect(failure?.delivery == .notSent)
        #expect(failure?.reason == .connectionRefused)
    }

    @Test(arguments: [
        (RawServer.Behaviour.close, TransportFailure.Reason.connectionLost),
        (.hang, .deadlineExceeded),
        (.answerAndHang("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\npart"), .deadlineExceeded),
        (
            .answer("HTTP/1.1 200 OK\r\nContent-Length: 4096\r\n\r\n" + String(repeating: "x", count: 4096)),
            .bodyTooLarge
        ),
    ])
    func keepsTheTransportsPromises(behaviour: RawServer.Behaviour, reason: TransportFailure.Reason)
        async throws
    {
        let (result, _) = try await send(
            to: behaviour,
            limits: TransportLimits(bodyInBytes: 1024),
            timeout: reason == .deadlineExceeded ? .milliseconds(300) : .seconds(60)
        )
        guard case .failure(let failure) = result else {
            Issue.record("a broken answer was taken")
            return
        }
        #expect(failure.reason == reason)
        #expect(failure.delivery == .maybeSent)
    }

    @Test func pinsNothingInClearText() async throws {
        let request = OutgoingRequest(
            method: .get,
            address: WebAddress(scheme: .http, host: "127.0.0.1", port: 9),
            reach: .machine,
            pinnedCertificate: CertificateThumbprint(ThrowAwayCertificate.thumbprint)
        )
        let failure = await #expect(throws: TransportFailure.self) {
            try await AsyncHTTPTransport.withTransport {
                _ = try await $0.send(request, timeout: .seconds(300))
            }
        }
        #expect(failure?.reason == .tlsFailure)
        #expect(failure?.delivery == .notSent)
    }
}
