import HTTPExchange
import HTTPTypes
import JSONValues
import Ledgers
import Plans
import RunnerTestSupport
import Testing

@testable import Execution

/// What proves that nothing was created, what is sent again with the same key, what is unknown: row by row, from the
/// wire to the ledger.
@Suite struct SubmissionTableTests {
    /// What becomes of one submission that always meets the same fate.
    struct Row: Sendable, CustomTestStringConvertible {
        let name: String
        let reply: ScriptedTransport.Reply
        let ending: JobResult.Ending
        let state: JobState
        /// How often the same bytes go out.
        let sendings: Int

        var testDescription: String { name }
    }

    private static func status(
        _ status: Int,
        _ ending: JobResult.Ending,
        _ state: JobState,
        _ sendings: Int = 1,
        _ fields: HTTPFields = [:]
    ) -> Row {
        let answer = HTTPAnswer(
            status: status,
            fields: fields,
            body: Array(#"{"error":{"message":"x"}}"#.utf8)
        )
        return Row(
            name: "HTTP \(status)" + (fields.isEmpty ? "" : " with fields"),
            reply: .answer(answer),
            ending: ending,
            state: state,
            sendings: sendings
        )
    }

    private static func failure(
        _ delivery: TransportFailure.Delivery,
        _ reason: TransportFailure.Reason,
        _ ending: JobResult.Ending,
        _ state: JobState,
        _ sendings: Int
    ) -> Row {
        Row(
            name: "\(reason), \(delivery)",
            reply: .failure(TransportFailure(delivery, reason)),
            ending: ending,
            state: state,
            sendings: sendings
        )
    }

    private static func accepted(_ name: String, _ body: String, type: String = "application/json") -> Row {
        Row(
            name: name,
            reply: .answer(HTTPAnswer(status: 201, fields: [.contentType: type], body: Array(body.utf8))),
            ending: .unknown,
            state: .unknown,
            sendings: 1
        )
    }

    static let rows: [Row] = [
        // Nobody was there: the same bytes again, then given up; nothing was created.
        failure(.notSent, .nameNotFound, .notSent, .skipped, 5),
        failure(.notSent, .connectionRefused, .notSent, .skipped, 5),
        failure(.notSent, .connectTimeout, .notSent, .skipped, 5),
        failure(.notSent, .tlsFailure, .notSent, .skipped, 5),
        failure(.notSent, .hostRefused, .notSent, .skipped, 1),
        // It may have arrived.
        failure(.maybeSent, .connectionLost, .unknown, .unknown, 1),
        failure(.maybeSent, .deadlineExceeded, .unknown, .unknown, 1),
        failure(.maybeSent, .protocolError, .unknown, .unknown, 1),
        failure(.maybeSent, .bodyTooLarge, .unknown, .unknown, 1),
        failure(.maybeSent, .cancelled, .unknown, .unknown, 1),
        // Refused, and so not created.
        status(400, .rejected, .rejected), status(404, .rejected, .rejected),
        status(405, .rejected, .rejected),
        status(410, .rejected, .rejected), status(413, .rejected, .rejected),
        status(415, .rejected, .rejected),
        status(422, .rejected, .rejected), status(424, .rejected, .rejected),
        status(451, .rejected, .rejected),
        // A token of this identity once more, then denied.
        status(401, .denied, .skipped, 2), status(403, .denied, .skipped),
        // Asked to come back: the same bytes with the same key.
        status(429, .notSent, .skipped, 5), status(429, .notSent, .skipped, 5, [.retryAfter: "2"]),
        // Nothing is proved.
        status(408, .unknown, .unknown), status(409, .unknown, .unknown), status(425, .unknown, .unknown),
        status(500, .unknown, .unknown), status(501, .unknown, .unknown), status(502, .unknown, .unknown),
        status(503, .unknown, .unknown), status(503, .unknown, .unknown, 1, [.retryAfter: "1"]),
        status(504, .unknown, .unknown), status(599, .unknown, .unknown),
        status(202, .unknown, .unknown), status(204, .unknown, .unknown), status(206, .unknown, .unknown),
        status(301, .unknown, .unknown), status(302, .unknown, .unknown), status(307, .unknown, .unknown),
        status(308, .unknown, .unknown),
        accepted("201 without a body", ""), accepted("201 with half a body", #"{"name":"batch"#),
        accepted("201 without a name", "{}"), accepted("201 with an empty name", #"{"name":""}"#),
        accepted("201 with a number for a name", #"{"name":7}"#),
        accepted("201 with a path for a name", #"{"name":".."}"#),
        accepted("201 with two names", #"{"name":"a","name":"b"}"#),
        accepted("201 with a page", "<html>sign in</html>", type: "text/html"),
    ]

    @Test(arguments: rows)
    func isDecidedAsWritten(row: Row) async throws {
        let bench = Bench()
        bench.transport.reply(row.reply) { _ in true }
        let summary = try await bench.execute(try await bench.plan())
        #expect(summary.results[0].ending == row.ending)
        #expect(bench.posts.count == row.sendings)
        let keys = bench.posts.map { request in
            request.fields.first { $0.name.canonicalName == "repeatability_request-id" }?.value
        }
        #expect(Set(keys).count == 1)
        #expect(Set(bench.posts.map(\.body)).count == 1)
        #expect(await bench.ledger.attempts(matching: AttemptQuery()).map(\.state) == [row.state])
    }
}

@Suite struct ReconcileMachineTests {
    private func machine(_ window: Duration, _ policy: ReconcileMachine.Policy = .resend) -> ReconcileMachine
    {
        ReconcileMachine(window: window, policy: policy, isAlone: true)
    }

    /// Listings that show nothing, one after the other, until something else is to be done.
    private func listings(_ machine: ReconcileMachine) -> (times: [Duration], last: ReconcileMachine.Action) {
        var machine = machine
        var elapsed = Duration.zero
        var times: [Duration] = []
        var action = machine.received(.begin)
        while times.count < 100 {
            switch action {
            case .list:
                times.append(elapsed)
                action = machine.received(.listed(matches: [], doubtful: 0, elapsed: elapsed))
            case .wait(let duration):
                elapsed += duration
                action = machine.received(.waited)
            default: return (times, action)
            }
        }
        return (times, action)
    }

    @Test func looksOverTheWholeWindowBeforeItSendsAgain() {
        let (times, last) = listings(machine(.seconds(120)))
        #expect(times.map(\.components.seconds) == [0, 2, 5, 15, 30, 60, 120])
        #expect(last == .resend)
    }

    @Test(arguments: [
        Duration.zero, .milliseconds(1), .seconds(1), .seconds(7), .seconds(11), .seconds(3600),
    ])
    func looksThreeTimesAtLeast(window: Duration) throws {
        let (times, last) = listings(machine(window))
        #expect(times.count >= 3 && times.count < 20)
        #expect(try #require(times.last) >= window)
        #expect(last == .resend)
    }

    @Test func countsNoListingThatFailed() {
        var machine = machine(.zero)
        _ = machine.received(.begin)
        #expect(machine.received(.listFailed("x")) == .wait(.seconds(5)))
        #expect(machine.received(.waited) == .list)
        #expect(machine.received(.listed(matches: [], doubtful: 0, elapsed: .seconds(5))) == .wait(.zero))
        for _ in 0..<4 { _ = machine.received(.listFailed("x")) }
        guard case .hold = machine.received(.listFailed("x")) else {
            Issue.record("a list that fails for ever is no proof")
            return
        }
    }

    @Test func whatCannotBeToldIsHeld() {
        var machine = machine(.zero)
        for _ in 0..<2 { _ = machine.received(.listed(matches: [], doubtful: 1, elapsed: .zero)) }
        guard case .hold = machine.received(.listed(matches: [], doubtful: 1, elapsed: .zero)) else {
            Issue.record("a job without a time may be the attempt's")
            return
        }
    }
}

@Suite struct JobMatchTests {
    private func verdict(
        created: Int64? = 1000,
        inputs: [String] = ["a"],
        outputs: [String] = ["o"],
        deployment: String? = "blue",
        skew: Int64 = 0,
        known: Set<String> = []
    ) -> JobMatch.Verdict {
        let match = JobMatch(
            data: JobData(inputs: ["a"], outputs: ["o"]),
            deployment: "blue",
            sent: 1000...1010,
            claims: nil,
            known: known
        )
        let job = ListedJob(
            remoteID: "j",
            data: JobData(inputs: inputs, outputs: outputs),
            deployment: deployment,
            creator: "somebody",
            created: created,
            status: nil
        )
        return match.verdict(on: job, skew: skew)
    }

    @Test func comparesEverything() {
        #expect(verdict() == .same)
        #expect(verdict(created: nil) == .cannotTell)
        #expect(verdict(created: 700) == .same)
        #expect(verdict(created: 699) == .another)
        #expect(verdict(created: 1310) == .same)
        #expect(verdict(created: 1311) == .another)
        #expect(verdict(created: 4600, skew: 3600) == .same)
        #expect(verdict(inputs: ["b"]) == .another)
        #expect(verdict(inputs: ["a", "a"]) == .another)
        #expect(verdict(outputs: []) == .another)
        #expect(verdict(deployment: "green") == .another)
        #expect(verdict(deployment: nil) == .same)
        #expect(verdict(known: ["j"]) == .another)
    }
}
