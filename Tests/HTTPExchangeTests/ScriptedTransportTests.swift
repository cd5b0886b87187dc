import HTTPExchange
import HTTPTypes
import RunnerTestSupport
import Testing

@Suite struct ScriptedTransportTests {
    private let request = OutgoingRequest(
        method: .get,
        address: WebAddress(scheme: .https, host: "h", path: "/a")
    )

    @Test func answersByRuleThenInLineThenNotAtAll() async throws {
        let transport = ScriptedTransport([
            .answer(HTTPAnswer(status: 201, body: [7])),
            .failure(TransportFailure(.maybeSent, .connectionLost)),
        ])
        transport.reply(.answer(HTTPAnswer(status: 429)), times: 1) { $0.address.path == "/a" }
        #expect(try await transport.send(request, timeout: .seconds(1)).status == 429)
        let answer = try await transport.send(request, timeout: .seconds(2))
        #expect(answer.status == 201 && answer.body == [7])
        let lost = await #expect(throws: TransportFailure.self) {
            try await transport.send(request, timeout: .seconds(3))
        }
        #expect(lost?.reason == .connectionLost)
        let over = await #expect(throws: TransportFailure.self) {
            try await transport.send(request, timeout: .seconds(4))
        }
        #expect(over?.detail == "the script has no reply left")
        #expect(transport.requests.count == 4)
        #expect(transport.timeouts == [.seconds(1), .seconds(2), .seconds(3), .seconds(4)])
        #expect(transport.leftInLine == 0)
    }
}
