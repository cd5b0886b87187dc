import Diagnostics
import Execution
import HTTPExchange
import HTTPTypes
import JSONValues
import Ledgers
import Plans
import RunnerTestSupport
import Testing

/// New attempts, hosts that are busy or down, and jobs that do not begin.
@Suite struct PacedExecutionTests {
    private static let thrice = "retry: { attempts: 3, backoff: { initial: PT10S } }"

    @Test func makesANewAttemptAfterAFailure() async throws {
        let bench = Bench()
        bench.playEndpoint { $0 == 1 ? "Failed" : "Completed" }
        let summary = try await bench.execute(try await bench.plan(keys: Self.thrice))
        #expect(summary.exitStatus == .success)
        #expect(summary.results[0].number == 2)
        let attempts = await bench.ledger.attempts(matching: AttemptQuery())
        #expect(attempts.map(\.number) == [1, 2])
        #expect(attempts.map(\.state) == [.failed, .succeeded])
        #expect(Set(attempts.map(\.key)).count == 2)
    }

    @Test func makesNoMoreAttemptsThanItMay() async throws {
        let bench = Bench()
        bench.playEndpoint { _ in "Failed" }
        let summary = try await bench.execute(try await bench.plan(keys: Self.thrice))
        #expect(summary.exitStatus == .negative)
        #expect(bench.posts.count == 3)
    }

    @Test func makesANewAttemptOnlyAfterTheEndsThatItNames() async throws {
        let bench = Bench()
        bench.playEndpoint { _ in "Failed" }
        let keys = "retry: { attempts: 3, on: [rejected, lost] }"
        let summary = try await bench.execute(try await bench.plan(keys: keys))
        #expect(summary.exitStatus == .negative)
        #expect(bench.posts.count == 1)
        let refusing = Bench()
        refusing.transport.reply(.json(["error": ["code": "X"]], status: 400)) { _ in true }
        _ = try await refusing.execute(try await refusing.plan(keys: keys))
        #expect(refusing.posts.count == 3)
    }

    /// A cancelled job is nobody's failure, and what it cannot be known of may be running.
    @Test func makesNoNewAttemptAfterAnythingElse() async throws {
        let bench = Bench()
        bench.playEndpoint { _ in "Canceled" }
        #expect(try await bench.execute(try await bench.plan(keys: Self.thrice)).exitStatus == .negative)
        #expect(bench.posts.count == 1)
        let lossy = Bench()
        lossy.transport.reply(.failure(TransportFailure(.maybeSent, .connectionLost))) { _ in true }
        #expect(try await lossy.execute(try await lossy.plan(keys: Self.thrice)).exitStatus == .unfinished)
        #expect(lossy.posts.count == 1)
    }

    @Test func sendsNothingMoreToAHostThatIsDown() async throws {
        let bench = Bench()
        bench.transport.reply(.failure(TransportFailure(.notSent, .connectionRefused))) { _ in true }
        let summary = try await bench.execute(try await bench.plan(jobs: 200))
        #expect(summary.exitStatus == .tryLater)
        #expect(summary.results.allSatisfy { $0.ending == .notSent })
        #expect(summary.results.last?.reason?.hasPrefix("endpoint unavailable") == true)
        #expect(bench.posts.count <= 20)
        let states = await bench.ledger.attempts(matching: AttemptQuery()).map(\.state)
        #expect(states.count == 200 && states.allSatisfy { $0 == .skipped })
    }

    @Test(arguments: [429, 503]) func aStormIsNotMultiplied(status: Int) async throws {
        let bench = Bench()
        bench.transport.reply(.answer(HTTPAnswer(status: status, fields: [.retryAfter: "1"]))) { _ in true }
        let summary = try await bench.execute(try await bench.plan(jobs: 200))
        #expect(summary.exitStatus == (status == 429 ? .tryLater : .unfinished))
        #expect(bench.posts.count <= 200 + 20)
    }

    @Test func waitsNoLongerForAJobToRunThanItMay() async throws {
        let bench = Bench()
        bench.playEndpoint { _ in "Queued" }
        let summary = try await bench.execute(try await bench.plan(keys: "timeouts: { queue: PT10M }"))
        #expect(summary.exitStatus == .unfinished)
        #expect(summary.results[0].reason == "it does not run after 10 min")
        let running = Bench()
        running.playEndpoint { $0 < 40 ? "Running" : "Completed" }
        let keys = "timeouts: { queue: PT1M, execution: PT2H }"
        #expect(try await running.execute(try await running.plan(keys: keys)).exitStatus == .success)
    }

    /// All of them at once, whatever the number of submissions under way.
    @Test func followsManyJobs() async throws {
        let bench = Bench()
        bench.playEndpoint { $0 <= 20_000 ? "Running" : "Completed" }
        let summary = try await bench.execute(try await bench.plan(jobs: 2000, keys: "description: many"))
        #expect(summary.exitStatus == .success)
        #expect(bench.posts.count == 2000)
        #expect(bench.transport.requests.count <= 2000 * 13)
    }
}
