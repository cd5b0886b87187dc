import HTTPExchange
import HTTPTypes
import Testing
import Transport

@Suite struct AsyncHTTPTransportTests {
    private func request(port: Int, path: String = "/jobs", body: String = "{}") -> OutgoingRequest {
        OutgoingRequest(
            method: .post,
            address: WebAddress(scheme: .http, host: "127.0.0.1", port: port, path: path),
            fields: [.authorization: "Bearer marked-token"],
            body: Array(body.utf8)
        )
    }

    private func send(
        to behaviour: RawServer.Behaviour,
        limits: TransportLimits = TransportLimits(),
        timeout: Duration = .seconds(60)
    ) async throws -> (Result<HTTPAnswer, TransportFailure>, [String]) {
        try await RawServer.withRunning(behaviour) { server in
            let result = try await AsyncHTTPTransport.withTransport(limits: limits) { transport in
                do throws(TransportFailure) {
                    let answer = try await transport.send(request(port: server.port), timeout: timeout)
                    return Result<HTTPAnswer, TransportFailure>.success(answer)
                } catch {
                    return .failure(error)
                }
            }
            return (result, server.requests)
        }
    }

    @Test func givesTheWholeAnswer() async throws {
        let (result, requests) = try await send(
            to: .answer("HTTP/1.1 201 Created\r\nX-Request-ID: r1\r\nContent-Length: 2\r\n\r\n{}")
        )
        let answer = try result.get()
        #expect(answer.status == 201)
        #expect(answer.body == Array("{}".utf8))
        #expect(answer.fields[try #require(HTTPField.Name("x-request-id"))] == "r1")
        let sent = try #require(requests.first)
        #expect(sent.hasPrefix("POST /jobs HTTP/1.1\r\n"))
        #expect(sent.lowercased().contains("authorization: bearer marked-token\r\n"))
        #expect(sent.lowercased().contains("accept-encoding: identity\r\n"))
    }

    @Test(arguments: [301, 302, 303, 307, 308])
    func doesNotFollowRedirects(status: Int) async throws {
        try await RawServer.withRunning(.answer("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")) { target in
            let (result, _) = try await send(
                to: .answer(
                    "HTTP/1.1 \(status) Elsewhere\r\nLocation: http://127.0.0.1:\(target.port)/x\r\n"
                        + "Content-Length: 0\r\n\r\n"
                )
            )
            #expect(try result.get().status == status)
            #expect(target.requests.isEmpty)
        }
    }

    @Test func aRefusedConnectionProvesThatNothingWasSent() async throws {
        let port = try await RawServer.closedPort()
        let failure = await #expect(throws: TransportFailure.self) {
            try await AsyncHTTPTransport.withTransport { transport in
                _ = try await transport.send(request(port: port), timeout: .seconds(300))
            }
        }
        #expect(failure?.delivery == .notSent)
        #expect(failure?.reason == .connectionRefused)
    }

    /// A pool that is smaller than what is under way would keep submissions waiting, and their time going on.
    @Test(.timeLimit(.minutes(5)), arguments: [12, 40])
    func asManyAreUnderWayAsTheLimitsSay(count: Int) async throws {
        let answer = "HTTP/1.1 201 Created\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}"
        try await RawServer.withRunning(.answerTogether(answer, count: count)) { server in
            let limits = TransportLimits.sending(count, openFiles: nil)
            try await AsyncHTTPTransport.withTransport(limits: limits) { transport in
                try await withThrowingTaskGroup(of: Int.self) { group in
                    for _ in 0..<count {
                        group.addTask {
                            try await transport.send(request(port: server.port), timeout: .seconds(240))
                                .status
                        }
                    }
                    var answered = 0
                    for try await status in group where status == 201 { answered += 1 }
                    #expect(answered == count)
                }
            }
        }
    }

    @Test func aConnectionThatEndsWithoutAnAnswerProvesNothing() async throws {
        let (result, requests) = try await send(to: .close)
        #expect(requests.count == 1)
        #expect(failure(of: result)?.delivery == .maybeSent)
    }

    @Test(arguments: [
        "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\npart",
        "HTTP/1.1 20",
        "not HTTP at all\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
    ])
    func aBrokenAnswerProvesNothing(bytes: String) async throws {
        let (result, _) = try await send(to: .answer(bytes))
        #expect(failure(of: result)?.delivery == .maybeSent)
    }

    @Test func endsAtItsTimeoutWhileTheBodyTrickles() async throws {
        let (result, _) = try await send(
            to: .answerAndHang("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\npart"),
            timeout: .milliseconds(200)
        )
        #expect(failure(of: result) == TransportFailure(.maybeSent, .deadlineExceeded))
    }

    @Test func endsAtItsTimeoutWhenNothingIsSaid() async throws {
        let (result, _) = try await send(to: .hang, timeout: .milliseconds(200))
        #expect(failure(of: result) == TransportFailure(.maybeSent, .deadlineExceeded))
    }

    @Test func cutsABodyAtItsCap() async throws {
        let body = String(repeating: "x", count: 4096)
        let (result, _) = try await send(
            to: .answer("HTTP/1.1 200 OK\r\nContent-Length: 4096\r\n\r\n" + body),
            limits: TransportLimits(bodyInBytes: 1024)
        )
        #expect(failure(of: result) == TransportFailure(.maybeSent, .bodyTooLarge))
    }

    @Test func keepsNoCookie() async throws {
        let answer = "HTTP/1.1 200 OK\r\nSet-Cookie: a=b\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"
        try await RawServer.withRunning(.answer(answer)) { server in
            try await AsyncHTTPTransport.withTransport { transport in
                for _ in 0..<2 {
                    _ = try await transport.send(request(port: server.port), timeout: .seconds(300))
                }
            }
            #expect(server.requests.count == 2)
            #expect(!server.requests.contains { $0.lowercased().contains("cookie") })
        }
    }

    @Test func leadsAPlayedHostToLoopbackUnderItsOwnName() async throws {
        let host = "heart.eastus2.inference.ml.azure.com"
        try await RawServer.withRunning(.answer("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")) { server in
            let routes = HostRoutes.sealed(hosts: [host], port: server.port)
            try await AsyncHTTPTransport.withTransport(routes: routes) { transport in
                let address = WebAddress(scheme: .https, host: host, path: "/jobs")
                let answer = try await transport.send(
                    OutgoingRequest(method: .get, address: address),
                    timeout: .seconds(300)
                )
                #expect(answer.status == 200)
            }
            #expect(server.requests.first?.lowercased().contains("host: \(host)\r\n") == true)
        }
    }

    @Test func refusesEveryHostThatIsNotPlayed() async throws {
        let failure = await #expect(throws: TransportFailure.self) {
            try await AsyncHTTPTransport.withTransport(routes: .sealed(hosts: ["a.test"], port: 9)) {
                transport in
                _ = try await transport.send(
                    OutgoingRequest(method: .get, address: WebAddress(scheme: .https, host: "b.test")),
                    timeout: .seconds(300)
                )
            }
        }
        #expect(failure == TransportFailure(.notSent, .hostRefused, detail: "b.test"))
    }

    private func failure(of result: Result<HTTPAnswer, TransportFailure>) -> TransportFailure? {
        if case .failure(let failure) = result { failure } else { nil }
    }
}
