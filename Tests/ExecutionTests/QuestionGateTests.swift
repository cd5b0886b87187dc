import Diagnostics
import HTTPExchange
import HTTPTypes
import Plans
import RunnerTestSupport
import Synchronization
import Testing

@testable import Execution

@Suite(.timeLimit(.minutes(5))) struct QuestionGateTests {
    /// Each wait of each job moves the one clock.
    private static let patience = "timeouts: { execution: P300D }"

    /// How many are under way, and how many ever were at once.
    private final class Crowd: Sendable {
        private let state = Mutex((now: 0, most: 0))
        var most: Int { state.withLock { $0.most } }

        func come() {
            state.withLock { state in
                state.now += 1
                state.most = max(state.most, state.now)
            }
        }

        func go() { state.withLock { $0.now -= 1 } }
    }

    /// Counts the questions that are under way.
    private struct CrowdedTransport: HTTPTransport {
        let base: ScriptedTransport
        let crowd: Crowd

        func send(
            _ request: OutgoingRequest,
            timeout: Duration
        ) async throws(TransportFailure) -> HTTPAnswer {
            guard request.method == .get else { return try await base.send(request, timeout: timeout) }
            crowd.come()
            defer { crowd.go() }
            for _ in 0..<20 { await Task.yield() }
            return try await base.send(request, timeout: timeout)
        }
    }

    @Test(arguments: [(0, 1), (1, 1), (3, 3)]) func noMoreAreUnderWay(width: Int, most: Int) async {
        let gate = QuestionGate(width: width)
        let crowd = Crowd()
        await withTaskGroup { group in
            for _ in 0..<200 {
                group.addTask {
                    await gate.enter()
                    crowd.come()
                    await Task.yield()
                    crowd.go()
                    gate.leave()
                }
            }
        }
        #expect(crowd.most <= most)
        // It is as free as before.
        for _ in 0..<most { await gate.enter() }
        for _ in 0..<most { gate.leave() }
    }

    @Test func jobsAreAskedAboutFewAtATime() async throws {
        let bench = Bench()
        bench.playEndpoint { $0 <= 300 ? "Running" : "Completed" }
        let crowd = Crowd()
        var options = Executor.Options()
        options.questions = 5
        let executor = bench.executor(
            to: CrowdedTransport(base: bench.transport, crowd: crowd),
            options: options
        )
        let summary = try await executor.execute(
            try await bench.plan(jobs: 300, keys: Self.patience),
            as: "run"
        ) { _ in }
        #expect(summary.exitStatus == .success, "\(Set(summary.results.map(\.reason)))")
        #expect((2...5).contains(crowd.most))
    }

    /// What the server never answers must not hold those who wait for longer than their own time.
    @Test func whoHasWaitedForTooLongIsNotSent() async throws {
        let bench = Bench()
        bench.playEndpoint { $0 <= 40 ? "Running" : "Completed" }
        let troubles = Mutex<Set<JobAddress>>([])
        let executor = bench.executor(
            to: FirstQuestion(to: bench.transport) { timeout in
                bench.time.advance(by: timeout)
                return TransportFailure(.maybeSent, .deadlineExceeded)
            },
            options: Self.oneByOne
        )
        let plan = try await bench.plan(jobs: 20, keys: Self.patience)
        let summary = try await executor.execute(plan, as: "run") { event in
            if case .trouble(let address, _) = event { troubles.withLock { _ = $0.insert(address) } }
        }
        #expect(summary.exitStatus == .success, "\(Set(summary.results.map(\.reason)))")
        #expect(troubles.withLock { $0.count } > 1)
    }

    @Test func nobodyIsSentOnceTheRunIsToStop() async throws {
        let bench = Bench()
        bench.playEndpoint { _ in "Running" }
        let executor = bench.executor(
            to: FirstQuestion(to: bench.transport) { _ in
                bench.stop.request()
                return nil
            },
            options: Self.oneByOne
        )
        let plan = try await bench.plan(jobs: 20, keys: Self.patience)
        let summary = try await executor.execute(plan, as: "run") { _ in }
        #expect(summary.exitStatus == .unfinished)
        #expect(bench.posts.count > 1)
        #expect(bench.transport.requests.count { $0.method == .get } == 1)
    }

    private static var oneByOne: Executor.Options {
        var options = Executor.Options()
        options.questions = 1
        options.parallelism = 20
        return options
    }

    /// Does something at the first question, once others wait.
    private final class FirstQuestion: HTTPTransport {
        private let isFirst = Mutex(true)
        private let base: ScriptedTransport
        private let deed: @Sendable (_ timeout: Duration) -> TransportFailure?

        init(
            to base: ScriptedTransport,
            _ deed: @escaping @Sendable (_ timeout: Duration) -> TransportFailure?
        ) {
            self.base = base
            self.deed = deed
        }

        func send(
            _ request: OutgoingRequest,
            timeout: Duration
        ) async throws(TransportFailure) -> HTTPAnswer {
            let isFirst =
                request.method == .get
                && isFirst.withLock { isFirst in
                    defer { isFirst = false }
                    return isFirst
                }
            if isFirst {
                for _ in 0..<2000 { await Task.yield() }
                if let failure = deed(timeout) { throw failure }
            }
            return try await base.send(request, timeout: timeout)
        }
    }
}
