import Diagnostics
import Execution
import HTTPExchange
import HTTPTypes
import JSONValues
import Ledgers
import Plans
import RunnerTestSupport
import Synchronization
import Testing

@Suite final class CancellingTests {
    private func unfinished(
        _ bench: Bench,
        isNamed: Bool = true,
        answeringLookUps: Bool = false
    ) async throws -> (Plan, [JobAddress: AttemptRecord]) {
        if answeringLookUps {
            bench.transport.respond(when: { $0.address.host == "management.azure.com" }) { _ in Self.place }
        }
        bench.playEndpoint { _ in "Running" }
        var options = Executor.Options()
        options.waitTimeout = .zero
        _ = try await bench.execute(try await bench.plan(isNamed: isNamed), options: options)
        let plan = try await bench.plan(isNamed: isNamed)
        guard case .takeUp(let record) = plan.jobs[0].decision else { throw Bench.Refused(problems: []) }
        return (plan, [plan.jobs[0].submission.address: record])
    }

    @Test func recordsTheRequestAndWaitsForTheEnd() async throws {
        let bench = Bench()
        bench.transport.respond(when: { $0.address.host == "management.azure.com" && $0.method == .get }) {
            _ in
            .json(["properties": ["scoringUri": "https://heart.eastus2.inference.ml.azure.com/jobs"]])
        }
        bench.transport.reply(.answer(HTTPAnswer(status: 200))) { $0.address.path.hasSuffix("/cancel") }
        let (plan, attempts) = try await unfinished(bench)
        bench.transport.respond(when: { _ in false }) { _ in .json([:]) }
        let results = try await bench.executor().cancel(plan, attempts, waitingFor: .seconds(5)) { _ in }
        #expect(results.map(\.ending) == [.accepted])
        #expect(results.first?.state == .running)
        let events = try await bench.ledger.entries(after: 0, limit: 100).map { try $0.readEvent() }
        let notes = events.compactMap { event -> LedgerEvent.Note? in
            guard case .noted(_, let note, _) = event else { return nil }
            return note
        }
        #expect(notes == [.cancelRequested, .cancelAccepted])
        // A request to cancel is no state: only the endpoint's word ends the job.
        #expect(await bench.ledger.attempts(matching: AttemptQuery()).first?.state.isSettled == false)
    }

    @Test func saysThatAScoringURIIsNotEnough() async throws {
        let bench = Bench()
        let (plan, attempts) = try await unfinished(bench, isNamed: false)
        let before = bench.transport.requests.count
        let failure = await #expect(throws: Diagnostic.self) {
            try await bench.executor().cancel(plan, attempts, waitingFor: .zero) { _ in }
        }
        #expect(failure?.code == .cannotCancel)
        #expect(failure?.code.exitStatus == .unavailable)
        #expect(bench.transport.requests.count == before)
    }

    @Test func aRefusalIsRecordedAndTheJobGoesOn() async throws {
        let bench = Bench()
        bench.transport.respond(when: { $0.address.host == "management.azure.com" && $0.method == .get }) {
            _ in
            .json(["properties": ["scoringUri": "https://heart.eastus2.inference.ml.azure.com/jobs"]])
        }
        bench.transport.reply(.answer(HTTPAnswer(status: 403))) { $0.address.path.hasSuffix("/cancel") }
        let (plan, attempts) = try await unfinished(bench)
        let results = try await bench.executor().cancel(plan, attempts, waitingFor: .zero) { _ in }
        guard case .refused? = results.first?.ending else {
            Issue.record("a 403 is no consent")
            return
        }
    }

    // MARK: - Where the end of the job is asked for

    private static let operation =
        "https://management.azure.com/operations/jc-1?api-version=2023-04-01-preview"

    /// What the far side says to a request to cancel, and to whoever asks how the job stands.
    private func cancelled(
        _ answer: HTTPAnswer,
        own: @escaping @Sendable () -> ScriptedTransport.Reply,
        managed: ScriptedTransport.Reply = .json([:], status: 404),
        operation: HTTPAnswer = HTTPAnswer(status: 200),
        waitingFor wait: Duration = .seconds(5)
    ) async throws -> (CancelResult, Bench) {
        let bench = Bench()
        let (plan, attempts) = try await unfinished(bench, isNamed: true, answeringLookUps: true)
        let far = ScriptedTransport()
        far.reply(.answer(answer)) { $0.address.path.hasSuffix("/cancel") }
        far.respond(when: { $0.address.host.hasSuffix(".inference.ml.azure.com") }) { _ in own() }
        far.reply(.answer(operation)) { $0.address.path.hasPrefix("/operations/") }
        far.reply(managed) { $0.address.path.contains("/jobs/") }
        far.respond(when: { $0.address.host == "management.azure.com" }) { _ in Self.place }
        let executor = bench.executor(to: far)
        let results = try await executor.cancel(plan, attempts, waitingFor: wait) { _ in }
        let last = try #require(results.first)
        // A token is the host's that it is for, whatever an answer says.
        for request in far.requests {
            #expect(
                ["management.azure.com", "heart.eastus2.inference.ml.azure.com"].contains(
                    request.address.host
                )
            )
        }
        bench.transport.respond(when: { _ in false }) { _ in .json([:]) }
        self.requests.withLock { $0 = far.requests }
        return (last, bench)
    }

    private let requests = Mutex<[OutgoingRequest]>([])

    private static let place = ScriptedTransport.Reply.json([
        "properties": ["scoringUri": "https://heart.eastus2.inference.ml.azure.com/jobs"]
    ])

    private static func taken(_ location: String?) -> HTTPAnswer {
        var fields: HTTPFields = [.retryAfter: "1"]
        if let location { fields[.location] = location }
        return HTTPAnswer(status: 202, fields: fields)
    }

    fileprivate static func document(_ status: String, _ name: String = "batchjob-1")
        -> ScriptedTransport.Reply
    {
        .json(["name": .string(name), "properties": ["status": .string(status)]])
    }

    /// An answer that does not say how a job stands. (An argument of a test is described whole, so no body is one.)
    enum Useless: Sendable {
        case error(Int)
        case refused, lost
        case redirect(Int)
        /// Ten megabytes.
        case flood(Int, UInt8)
        case another, empty, broken

        var reply: ScriptedTransport.Reply {
            switch self {
            case .error(let status): .json(["error": ["code": "X", "message": "no"]], status: status)
            case .refused: .failure(TransportFailure(.notSent, .connectionRefused))
            case .lost: .failure(TransportFailure(.maybeSent, .connectionLost))
            case .redirect(let status):
                .answer(HTTPAnswer(status: status, fields: [.location: "https://evil.example/"]))
            case .flood(let status, let byte):
                .answer(HTTPAnswer(status: status, body: Array(repeating: byte, count: 10 << 20)))
            case .another: CancellingTests.document("Canceled", "another")
            case .empty: .json(["name": "batchjob-1", "properties": [:]])
            case .broken: .answer(HTTPAnswer(status: 200, body: [0x7B]))
            }
        }
    }

    @Test(arguments: [
        Useless.error(404), .error(403), .error(401), .error(503), .refused, .lost, .redirect(302),
        .flood(200, 0x7B), .another, .empty, .broken,
    ])
    func theManagerTellsWhereTheEndpointDoesNot(own: Useless) async throws {
        let (result, bench) = try await cancelled(
            Self.taken(Self.operation),
            own: { own.reply },
            managed: Self.document("Canceled")
        )
        #expect(result.ending == .accepted)
        #expect(result.state == .cancelled)
        let asked = requests.withLock { $0 }.filter { $0.address.path.hasSuffix("/jobs/batchjob-1") }
        let managed = try #require(asked.last)
        #expect(managed.address.host == "management.azure.com")
        #expect(managed.address.query == "api-version=2024-01-01-preview")
        #expect(await bench.ledger.attempts(matching: AttemptQuery()).first?.state == .cancelled)
    }

    @Test func theEndpointsOwnWordComesFirst() async throws {
        let (result, _) = try await cancelled(
            Self.taken(Self.operation),
            own: { Self.document("Completed") },
            managed: Self.document("Canceled")
        )
        #expect(result.state == .succeeded)
        let other = requests.withLock { $0 }.filter {
            $0.address.host == "management.azure.com" && $0.address.path.hasSuffix("/jobs/batchjob-1")
        }
        #expect(other.isEmpty)
    }

    /// What wants to be left alone is not gone round.
    @Test func aThrottledEndpointIsThere() async throws {
        let (result, _) = try await cancelled(
            Self.taken(Self.operation),
            own: { .answer(HTTPAnswer(status: 429)) },
            managed: Self.document("Canceled")
        )
        #expect(result.state == nil)
    }

    @Test(arguments: [
        Useless.error(404), .error(403), .another, .empty, .broken, .flood(200, 0x5B), .redirect(307), .lost,
    ])
    func whatNobodyTellsIsNotKnown(managed: Useless) async throws {
        let (result, bench) = try await cancelled(
            Self.taken(nil),
            own: { .json([:], status: 404) },
            managed: managed.reply
        )
        #expect(result.ending == .accepted)
        #expect(result.state == nil)
        #expect(await bench.ledger.attempts(matching: AttemptQuery()).first?.state.isSettled == false)
    }

    @Test(arguments: [
        "https://evil.example/operations/1", "http://management.azure.com/operations/1",
        "https://management.azure.com:8443/operations/1", "https://management.azure.com@evil.example/",
        "//evil.example/", "operations/1", "", "\u{1B}[31m",
    ])
    func aLocationElsewhereSeesNoToken(location: String) async throws {
        let (result, _) = try await cancelled(Self.taken(location), own: { Self.document("Canceled") })
        #expect(result.ending == .accepted)
        #expect(result.state == .cancelled)
        #expect(requests.withLock { $0 }.allSatisfy { !$0.address.path.hasPrefix("/operations/") })
    }

    @Test(arguments: [Useless.redirect(307), .flood(500, 0x41), .flood(403, 0x3C), .error(422)])
    func whatIsNoConsentIsSaidShort(useless: Useless) async throws {
        guard case .answer(let answer) = useless.reply else { return }
        let (result, bench) = try await cancelled(answer, own: { Self.document("Running") })
        switch result.ending {
        case .refused(let words):
            #expect(answer.status < 500)
            #expect(words.utf8.count < 2000)
            #expect(result.state == nil)
        case .unanswered(let words):
            #expect(answer.status == 500)
            #expect(words.utf8.count < 2000)
        default: Issue.record("it is no consent: \(result.ending)")
        }
        let longest = await bench.ledger.entries(after: 0, limit: 100).map(\.payload.utf8.count).max()
        #expect((longest ?? 0) < 8000)
    }

    /// An operation that never ends is not waited for beyond what was asked for.
    @Test func theWaitIsTheUsers() async throws {
        let (result, bench) = try await cancelled(
            Self.taken(Self.operation),
            own: { Self.document("Running") },
            operation: HTTPAnswer(status: 202, fields: [.retryAfter: "3600"]),
            waitingFor: .seconds(30)
        )
        #expect(result.ending == .accepted)
        #expect(result.state == .running)
        #expect(bench.time.monotonic < .seconds(120))
    }

    @Test func aJobThatNobodyKnowsIsSaidSo() async throws {
        let (result, bench) = try await cancelled(
            HTTPAnswer(status: 404),
            own: { .json([:], status: 404) }
        )
        guard case .unheardOf = result.ending else {
            Issue.record("a 404 is no refusal: \(result.ending)")
            return
        }
        #expect(result.state == nil)
        #expect(await bench.ledger.attempts(matching: AttemptQuery()).first?.state.isSettled == false)
    }
}
