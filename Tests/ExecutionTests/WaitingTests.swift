import Diagnostics
import Execution
import HTTPExchange
import HTTPTypes
import Ledgers
import Plans
import RunnerTestSupport
import Synchronization
import Testing

/// Waiting costs little and survives what passes.
@Suite struct WaitingTests {
    /// What the far side does to questions for a while, none of which is the job's fault.
    static let troubles: [(String, ScriptedTransport.Reply)] = [
        ("500", .answer(HTTPAnswer(status: 500))), ("502", .answer(HTTPAnswer(status: 502))),
        ("503", .answer(HTTPAnswer(status: 503))), ("504", .answer(HTTPAnswer(status: 504))),
        ("429", .answer(HTTPAnswer(status: 429))),
        ("DNS", .failure(TransportFailure(.notSent, .nameNotFound))),
        ("refused", .failure(TransportFailure(.notSent, .connectionRefused))),
        ("lost", .failure(TransportFailure(.maybeSent, .connectionLost))),
    ]

    @Test(arguments: troubles)
    func waitingSurvives(name: String, reply: ScriptedTransport.Reply) async throws {
        let bench = Bench()
        bench.transport.reply(reply, times: 40) { $0.method == .get }
        bench.playEndpoint()
        let summary = try await bench.execute(try await bench.plan())
        #expect(summary.exitStatus == .success, "\(name)")
        #expect(bench.posts.count == 1)
    }

    /// Each token is believed once.
    @Test func waitingSurvivesTokensThatExpire() async throws {
        let bench = Bench()
        let used = UsedTokens()
        bench.transport.reply(.answer(HTTPAnswer(status: 401))) { request in
            request.method == .get && !used.isNew(request.fields[.authorization])
        }
        bench.playEndpoint { $0 < 40 ? "Running" : "Completed" }
        let summary = try await bench.execute(try await bench.plan())
        #expect(summary.exitStatus == .success)
        #expect(bench.posts.count == 1)
        #expect(await bench.authorizer.renewals == 39)
    }

    @Test(arguments: troubles)
    func waitingThroughItEndsAtTheDeadline(name: String, reply: ScriptedTransport.Reply) async throws {
        let bench = Bench()
        bench.transport.reply(reply) { $0.method == .get }
        bench.playEndpoint()
        let summary = try await bench.execute(try await bench.plan())
        #expect(summary.exitStatus == .unfinished, "\(name)")
        #expect(bench.time.monotonic >= .seconds(7200) && bench.time.monotonic < .seconds(7400))
        #expect(await bench.ledger.attempts(matching: AttemptQuery()).map(\.state) == [.submitted])
    }

    /// From 2 s to 60 s between two questions: a job of a day is asked about 1,476 times, one of an hour 96 times.
    @Test(arguments: [(3600, 96), (86_400, 1476)])
    func asksABoundedNumberOfTimes(lengthInSeconds: Int, questions: Int) {
        let schedule = PollSchedule()
        var age = Duration.zero
        var count = 0
        while age < .seconds(lengthInSeconds) {
            age += schedule.interval(age: age)
            count += 1
        }
        #expect(count == questions)
    }

    /// All at once, whatever the parallelism: tasks that wait cost memory, not threads.
    @Test func tenThousandJobsAreFollowed() async throws {
        let bench = Bench()
        bench.playEndpoint { $0 <= 10_000 ? "Running" : "Completed" }
        let plan = try await bench.plan(jobs: 10_000, keys: "description: many")
        let summary = try await bench.execute(plan)
        #expect(summary.exitStatus == .success)
        #expect(bench.posts.count == 10_000)
        // Each is asked once while it runs and once when it is done, and some more than once meanwhile.
        #expect(bench.transport.requests.count <= 10_000 * 5)
    }
}

/// Tokens that were seen.
private final class UsedTokens: Sendable {
    private let seen = Mutex<Set<String?>>([])
    func isNew(_ token: String?) -> Bool { seen.withLock { $0.insert(token).inserted } }
}
