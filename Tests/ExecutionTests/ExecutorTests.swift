import Credentials
import Diagnostics
import Execution
import HTTPExchange
import HTTPTypes
import Host
import JSONValues
import Ledgers
import Plans
import RunnerTestSupport
import Testing

@Suite struct ExecutorTests {
    private func key(_ request: OutgoingRequest) -> String? {
        request.fields.first { $0.name.canonicalName == "repeatability_request-id" }?.value
    }

    @Test func submitsFollowsAndRecords() async throws {
        let bench = Bench()
        bench.playEndpoint { ["Preparing", "Queued", "Running", "Completed"][min($0 - 1, 3)] }
        let summary = try await bench.execute(try await bench.plan())
        #expect(summary.exitStatus == .success)
        #expect(bench.posts.count == 1)
        #expect(bench.posts[0].fields[.authorization] == "Bearer token-0")
        let kinds = await bench.ledger.entries(after: 0, limit: 100).map(\.kind)
        #expect(
            kinds == [
                "intent", "answered", "submitted", "observed", "observed", "settled",
            ]
        )
        let attempt = try #require(await bench.ledger.attempts(matching: AttemptQuery()).first)
        #expect(attempt.key == key(bench.posts[0]))
        #expect(attempt.state == .succeeded)
    }

    @Test func commitsTheIntentBeforeTheRequestLeaves() async throws {
        let bench = Bench()
        let store = FailingLedger(ledger: bench.ledger) { if case .intent = $0 { true } else { false } }
        let plan = try await bench.plan(jobs: 3)
        let failure = await #expect(throws: Diagnostic.self) { try await bench.execute(plan, on: store) }
        #expect(failure?.code.exitStatus == .ledgerFailure)
        #expect(bench.transport.requests.isEmpty)
    }

    @Test func neverLosesTheIdOfAJobThatTheLedgerDoesNotTake() async throws {
        let bench = Bench()
        bench.playEndpoint()
        let store = FailingLedger(ledger: bench.ledger) { if case .submitted = $0 { true } else { false } }
        let plan = try await bench.plan()
        await #expect(throws: Diagnostic.self) { try await bench.execute(plan, on: store) }
        #expect(bench.posts.count == 1)
        // The answer and what it means stand or fall together.
        #expect(await bench.ledger.entries(after: 0, limit: 100).map(\.kind) == ["intent"])
        #expect(bench.emergencies.map(\.kind) == ["answered", "submitted"])
        guard case .submitted(_, "batchjob-1", _, _)? = bench.emergencies.last else {
            Issue.record("the emergency line has \(bench.emergencies)")
            return
        }
    }

    /// Two runs have planned the same attempt; the one that intended it was refused.
    @Test func whatAnotherRunWasRefusedMayBeTriedAgain() async throws {
        let bench = Bench()
        bench.transport.reply(.answer(HTTPAnswer(status: 403)), times: 1) { $0.method == .post }
        bench.playEndpoint()
        let (first, second) = (try await bench.plan(), try await bench.plan())
        #expect(try await bench.execute(first).exitStatus == .denied)
        let summary = try await bench.execute(second)
        #expect(summary.results.map(\.ending) == [.notSent])
        #expect(summary.exitStatus == .tryLater)
        #expect(bench.posts.count == 1)
        #expect(try await bench.execute(try await bench.plan()).exitStatus == .success)
        #expect(bench.posts.count == 2)
    }

    @Test func aLostAnswerIsUnknownAndIsNeverSentAgain() async throws {
        let bench = Bench()
        bench.transport.reply(.failure(TransportFailure(.maybeSent, .connectionLost))) { _ in true }
        let summary = try await bench.execute(try await bench.plan())
        #expect(summary.exitStatus == .unfinished)
        let again = try await bench.plan()
        guard case .unsettled = again.jobs[0].decision else {
            Issue.record("an unknown attempt is unsettled")
            return
        }
        #expect(try await bench.execute(again).exitStatus == .unfinished)
        #expect(bench.posts.count == 1)
    }

    @Test(arguments: [408, 409, 425, 500, 502, 503, 504])
    func anAnswerThatProvesNothingIsUnknown(status: Int) async throws {
        let bench = Bench()
        bench.transport.reply(.json(["error": ["code": "X"]], status: status)) { _ in true }
        let summary = try await bench.execute(try await bench.plan())
        #expect(summary.results[0].ending == .unknown)
        #expect(bench.posts.count == 1)
    }

    @Test func waitsOutA429WithTheSameKeyAndBytes() async throws {
        let bench = Bench()
        let busy = HTTPAnswer(status: 429, fields: [.retryAfter: "20"])
        bench.transport.reply(.answer(busy), times: 2) { $0.method == .post }
        bench.playEndpoint()
        let summary = try await bench.execute(try await bench.plan())
        #expect(summary.exitStatus == .success)
        #expect(bench.posts.count == 3)
        #expect(Set(bench.posts.map(key)).count == 1)
        #expect(Set(bench.posts.map(\.body)).count == 1)
        #expect(bench.time.sleeps.prefix(2) == [.seconds(21), .seconds(21)])
        #expect(await bench.ledger.attempts(matching: AttemptQuery()).count == 1)
    }

    @Test func renewsARefusedTokenOnce() async throws {
        let bench = Bench()
        bench.transport.reply(.answer(HTTPAnswer(status: 401)), times: 1) { $0.method == .post }
        bench.playEndpoint()
        #expect(try await bench.execute(try await bench.plan()).exitStatus == .success)
        #expect(bench.posts.map { $0.fields[.authorization] } == ["Bearer token-0", "Bearer token-1"])
        #expect(Set(bench.posts.map(key)).count == 1)
    }

    @Test func aSecondRefusalIsFinalAndNothingWasCreated() async throws {
        let bench = Bench()
        bench.transport.reply(.answer(HTTPAnswer(status: 401))) { _ in true }
        let summary = try await bench.execute(try await bench.plan())
        #expect(summary.exitStatus == .denied)
        #expect(bench.posts.count == 2)
        let attempt = try #require(await bench.ledger.attempts(matching: AttemptQuery()).first)
        #expect(attempt.state == .skipped)
    }

    /// `{"access_token":{"a":1}}` in base64.
    private static let challenge = HTTPAnswer(
        status: 401,
        fields: [
            .wwwAuthenticate:
                #"Bearer error="insufficient_claims", claims="eyJhY2Nlc3NfdG9rZW4iOnsiYSI6MX19""#
        ]
    )

    @Test func handsAChallengeOn() async throws {
        let wanted = try #require(ClaimsChallenge(Self.challenge))
        let sending = Bench()
        sending.transport.reply(.answer(Self.challenge), times: 1) { $0.method == .post }
        sending.playEndpoint()
        #expect(try await sending.execute(try await sending.plan()).exitStatus == .success)
        #expect(await sending.authorizer.challenges == [wanted])

        let following = Bench()
        following.transport.reply(.answer(Self.challenge), times: 1) { $0.method == .get }
        following.playEndpoint()
        #expect(try await following.execute(try await following.plan()).exitStatus == .success)
        #expect(await following.authorizer.challenges == [wanted])
    }

    /// The token's own claims tell whom the service refused.
    @Test func namesTheRefusedIdentityAsItsTokenDoes() async throws {
        let payload = "eyJhcHBpZCI6ImFwcC0xIiwib2lkIjoib2JqZWN0LTIiLCJhdWQiOiJodHRwczovL21sLmF6dXJlLmNvbSJ9"
        let bench = Bench(token: "e30.\(payload).c2ln")
        bench.transport.reply(.answer(HTTPAnswer(status: 403))) { _ in true }
        let summary = try await bench.execute(try await bench.plan())
        #expect(summary.exitStatus == .denied)
        let reason = try #require(summary.results.first?.reason)
        #expect(
            reason.contains(
                "asked as application app-1 (object id object-2), with a token for https://ml.azure.com"
            )
        )
        #expect(!reason.contains(payload))
    }

    @Test func waitingSurvivesAnOutage() async throws {
        let bench = Bench()
        let outage = HTTPAnswer(status: 503)
        bench.transport.reply(.answer(outage), times: 100) { $0.method == .get }
        bench.playEndpoint()
        #expect(try await bench.execute(try await bench.plan()).exitStatus == .success)
        #expect(bench.posts.count == 1)
        #expect(bench.time.monotonic > .seconds(600))
    }

    @Test func waitingEndsAtTheJobsOwnDeadline() async throws {
        let bench = Bench()
        bench.playEndpoint { _ in "Running" }
        let summary = try await bench.execute(try await bench.plan())
        #expect(summary.exitStatus == .unfinished)
        #expect(summary.results[0].reason == "it is not done after 2 h")
        #expect(bench.time.monotonic >= .seconds(7200) && bench.time.monotonic < .seconds(7400))
    }

    @Test func anUnfinishedJobIsTakenUpAndNotSentAgain() async throws {
        let bench = Bench()
        bench.playEndpoint { $0 < 300 ? "Running" : "Completed" }
        #expect(try await bench.execute(try await bench.plan()).exitStatus == .unfinished)
        let again = try await bench.plan()
        #expect(!again.sends)
        #expect(try await bench.execute(again).exitStatus == .success)
        #expect(bench.posts.count == 1)
    }

    @Test func aChangedJobWaitsForItsUnfinishedAttempt() async throws {
        let bench = Bench()
        bench.playEndpoint { $0 < 300 ? "Running" : "Completed" }
        #expect(try await bench.execute(try await bench.plan(input: "a")).exitStatus == .unfinished)
        let summary = try await bench.execute(try await bench.plan(input: "b"))
        #expect(summary.exitStatus == .success)
        #expect(summary.results[0].number == 2)
        #expect(bench.posts.count == 2)
        let states = await bench.ledger.attempts(matching: AttemptQuery()).map(\.state)
        #expect(states == [.succeeded, .succeeded])
    }

    @Test func submitsEachOfManyJobsOnce() async throws {
        let bench = Bench()
        bench.playEndpoint()
        let summary = try await bench.execute(try await bench.plan(jobs: 200))
        #expect(summary.exitStatus == .success)
        #expect(bench.posts.count == 200)
        #expect(Set(bench.posts.map(key)).count == 200)
        #expect(try await LedgerVerification.verify(bench.ledger).fault == nil)
    }

    @Test func aStopSendsNothingNew() async throws {
        let bench = Bench()
        bench.playEndpoint()
        bench.stop.request()
        let summary = try await bench.execute(try await bench.plan(jobs: 5))
        #expect(bench.posts.isEmpty)
        #expect(summary.results.map(\.ending) == Array(repeating: .notBegun, count: 5))
    }

    @Test func aStopLeavesRunningJobsUnfinishedAndRecorded() async throws {
        let bench = Bench()
        bench.playEndpoint { _ in "Running" }
        let summary = try await bench.execute(try await bench.plan()) { event in
            if case .changed = event { bench.stop.request() }
        }
        #expect(summary.results[0].ending == .unfinished)
        let attempt = try #require(await bench.ledger.attempts(matching: AttemptQuery()).first)
        #expect(attempt.state == .running)
        #expect(attempt.remoteID == "batchjob-1")
    }

    @Test func anUnreachableEndpointIsTriedAndLeavesNothingBehind() async throws {
        let bench = Bench()
        bench.transport.reply(.failure(TransportFailure(.notSent, .connectionRefused))) { _ in true }
        let summary = try await bench.execute(try await bench.plan())
        #expect(summary.exitStatus == .tryLater)
        #expect(bench.posts.count == RetrySchedule().attempts)
        guard case .again = try await bench.plan().jobs[0].decision else {
            Issue.record("what was not sent is sent by the next apply")
            return
        }
    }

    @Test func aJobThatStaysGoneIsLostAndNeverSentAgain() async throws {
        let bench = Bench()
        bench.transport.reply(.json(["error": ["code": "NotFound"]], status: 404)) { $0.method == .get }
        bench.playEndpoint()
        let summary = try await bench.execute(try await bench.plan())
        #expect(summary.results[0].ending == .lost)
        #expect(summary.exitStatus == .unfinished)
        #expect(bench.time.monotonic >= .seconds(120))
        #expect(try await bench.execute(try await bench.plan()).results[0].ending == .lost)
        #expect(bench.posts.count == 1)
    }
}
