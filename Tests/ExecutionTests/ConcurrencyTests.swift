import Diagnostics
import Engines
import Execution
import Host
import Ledgers
import Plans
import RunnerTestSupport
import Synchronization
import Testing

/// `concurrency`: one job of a group at a time, over all processes on one ledger.
@Suite struct ConcurrencyTests {
    static let name = LeaseName.group("g", scope: "cloud")
    static let other = LeaseOwner(
        runID: "other",
        machine: "box",
        processID: 7,
        user: "ann",
        address: "n/score"
    )

    /// Executes a plan as one of several processes.
    func execute(
        _ plan: Plan,
        as runID: String = "run",
        on bench: Bench,
        change: (inout Executor.Options) -> Void = { _ in },
        observe: @escaping @Sendable (ExecutionEvent) async -> Void = { _ in }
    ) async throws(Diagnostic) -> ExecutionSummary {
        var options = Executor.Options()
        change(&options)
        var executor = Executor(
            engine: AzureMLBatchEngine(),
            transport: bench.transport,
            ledger: bench.ledger,
            authorizer: bench.authorizer,
            time: bench.time,
            jitter: { 0.5 },
            redact: { $0 },
            emergency: { _, _ in },
            options: options,
            stop: bench.stop
        )
        executor.leases = LeaseKeeper(
            bench.ledger,
            owner: LeaseOwner(runID: runID, machine: "here", processID: 1, user: "me"),
            time: bench.time,
            stop: bench.stop,
            tell: { _ in }
        )
        return try await executor.execute(plan, as: runID, observe: observe)
    }

    /// Another process has the group.
    private func held(_ bench: Bench) async throws -> LeaseGrant {
        let request = LeaseRequest(Self.name, holder: "other n/score", owner: Self.other)
        guard case .taken(let grant, _) = await bench.ledger.take(request) else {
            throw Diagnostic(.nothingLocked, "the group is held")
        }
        return grant
    }

    @Test func queueWaitsForItsTurnAndSaysForWhom() async throws {
        let bench = Bench()
        bench.playEndpoint()
        let grant = try await held(bench)
        let log = WordLog()
        let plan = try await bench.plan(keys: "concurrency: { group: g }")
        let summary = try await execute(
            plan,
            on: bench,
            observe: { event in
                guard case .trouble(_, let why) = event else { return }
                log.add(why)
                #expect(bench.posts.isEmpty)
                await bench.ledger.release(grant, isGoingOn: false)
            }
        )
        #expect(summary.exitStatus == .success)
        #expect(bench.posts.count == 1)
        #expect(
            log.words == ["the concurrency group `g` is held by `n/score` in process 7 of ann on box"]
        )
        #expect(await bench.ledger.leases().isEmpty)
    }

    @Test func skipLeavesTheJobOutOnRecord() async throws {
        let bench = Bench()
        bench.playEndpoint()
        let grant = try await held(bench)
        let plan = try await bench.plan(keys: "concurrency: { group: g, onConflict: skip }")
        let summary = try await execute(plan, on: bench)
        #expect(summary.results.map(\.ending) == [.skipped])
        #expect(bench.posts.isEmpty)
        let record = try #require(await bench.ledger.attempts(matching: AttemptQuery()).first)
        #expect(record.state == .skipped)
        #expect(record.reason?.contains("`n/score` in process 7 of ann on box") == true)
        // The next apply sends it.
        await bench.ledger.release(grant, isGoingOn: false)
        let again = try await bench.plan(keys: "concurrency: { group: g, onConflict: skip }")
        #expect(try await execute(again, on: bench).exitStatus == .success)
        #expect(bench.posts.count == 1)
    }

    @Test func failFailsWithoutSending() async throws {
        let bench = Bench()
        bench.playEndpoint()
        _ = try await held(bench)
        let plan = try await bench.plan(keys: "concurrency: { group: g, onConflict: fail }")
        let summary = try await execute(plan, on: bench)
        #expect(summary.exitStatus == .negative)
        #expect(summary.results.map(\.ending) == [.failed])
        #expect(bench.posts.isEmpty)
        #expect(await bench.ledger.attempts(matching: AttemptQuery()).map(\.state) == [.failed])
    }

    @Test func jobsOfOnePlanComeOneByOneInItsOrder() async throws {
        let bench = Bench()
        bench.playEndpoint()
        let counter = Counter()
        let plan = try await bench.plan(jobs: 6, keys: "concurrency: { group: g }")
        let summary = try await execute(
            plan,
            on: bench,
            observe: { event in
                switch event {
                case .submitted(let address, _, _):
                    #expect(counter.begin(address.job) == 1)
                case .finished: counter.end()
                default: break
                }
            }
        )
        #expect(summary.exitStatus == .success)
        #expect(counter.order == ["j0", "j1", "j2", "j3", "j4", "j5"])
        #expect(await bench.ledger.leases().isEmpty)
    }

    @Test func aJobThatGoesOnKeepsItsGroupAndItsFollowerGivesItBack() async throws {
        let bench = Bench()
        let isOver = ReplacingTests.Flag()
        bench.playEndpoint { _ in isOver.isSet ? "Completed" : "Running" }
        let keys = "concurrency: { group: g }, timeouts: { execution: PT2H }"
        let first = try await bench.plan(jobs: 1, keys: keys)
        let left = try await execute(first, as: "one", on: bench, change: { $0.waitTimeout = .seconds(10) })
        #expect(left.exitStatus == .unfinished)
        let record = try #require(await bench.ledger.leases().first)
        #expect(record.expires == nil && record.attempt != nil)
        // Another job of the group waits, however long that is.
        var second = try await bench.plan(jobs: 2, keys: keys)
        second.keep { $0.submission.address.job == "j1" }
        let waited = try await execute(
            second,
            as: "two",
            on: bench,
            change: { $0.waitTimeout = .seconds(600) }
        )
        #expect(waited.results.map(\.ending) == [.notBegun])
        #expect(waited.results.first?.reason?.contains("goes on and nobody follows it") == true)
        #expect(bench.posts.count == 1)
        // Who follows the job has the group until it is over.
        isOver.set()
        let third = try await bench.plan(jobs: 2, keys: keys)
        let done = try await execute(third, as: "three", on: bench)
        #expect(done.exitStatus == .success)
        #expect(bench.posts.count == 2)
        #expect(await bench.ledger.leases().isEmpty)
    }

    /// Nobody follows the job that has the group, so the first in the line does.
    @Test func theFirstInTheLineFollowsWhatNobodyFollows() async throws {
        let bench = Bench()
        bench.playEndpoint { $0 < 40 ? "Running" : "Completed" }
        let keys = "concurrency: { group: g }, timeouts: { execution: PT2H }"
        let first = try await bench.plan(jobs: 1, keys: keys)
        _ = try await execute(first, as: "one", on: bench, change: { $0.waitTimeout = .seconds(10) })
        var second = try await bench.plan(jobs: 2, keys: keys)
        second.keep { $0.submission.address.job == "j1" }
        let asked = bench.transport.requests.count
        let done = try await execute(second, as: "two", on: bench)
        #expect(done.exitStatus == .success)
        #expect(
            await bench.ledger.attempts(matching: AttemptQuery()).map(\.state) == [.succeeded, .succeeded]
        )
        #expect(bench.posts.count == 2)
        // Ever less often, not every two seconds.
        #expect(bench.transport.requests.count - asked < 60)
    }

    @Test func whoLostTheGroupCanWriteNothingMore() async throws {
        let bench = Bench()
        bench.playEndpoint { $0 < 3 ? "Running" : "Completed" }
        let plan = try await bench.plan(keys: "concurrency: { group: g }")
        let failure = await #expect(throws: Diagnostic.self) {
            try await execute(
                plan,
                on: bench,
                observe: { event in
                    guard case .changed = event else { return }
                    _ = await bench.ledger.unlock([Self.name], onlyStale: false)
                }
            )
        }
        #expect(failure?.code == .leaseLost)
        #expect(await bench.ledger.attempts(matching: AttemptQuery()).map(\.state) == [.running])
    }

    @Test func aRunStopsWhenItsLeaseIsTaken() async throws {
        let bench = Bench()
        let keeper = LeaseKeeper(
            bench.ledger,
            owner: LeaseOwner(runID: "run", machine: "here", processID: 1, user: "me"),
            time: bench.time,
            stop: bench.stop,
            tell: { _ in }
        )
        let code = try await keeper.keeping {
            #expect(await bench.ledger.leases().map(\.name) == [.run("run")])
            _ = await bench.ledger.unlock([.run("run")], onlyStale: false)
            await bench.stop.requested()
            do throws(Diagnostic) {
                try await bench.ledger.append([.runFinished(runID: "run", exitStatus: 0)])
                return nil as Diagnostic.Code?
            } catch { return error.code }
        }
        #expect(code == .leaseLost)
        // What comes after is not the keeper's.
        try await bench.ledger.append([.runFinished(runID: "run", exitStatus: 3)])
    }

    @Test func detachingLeavesEachJobWhenItIsAccepted() async throws {
        let bench = Bench()
        bench.playEndpoint()
        let summary = try await execute(
            try await bench.plan(jobs: 3),
            on: bench,
            change: { $0.detaches = true }
        )
        #expect(summary.results.map(\.ending) == [.unfinished, .unfinished, .unfinished])
        #expect(summary.detachedExitStatus == .success)
        #expect(summary.exitStatus == .unfinished)
        #expect(bench.posts.count == bench.transport.requests.count)
        let states = await bench.ledger.attempts(matching: AttemptQuery()).map(\.state)
        #expect(states == [.submitted, .submitted, .submitted])
    }
}

/// What was said, in order.
final class WordLog: Sendable {
    private let kept = Mutex<[String]>([])
    var words: [String] { kept.withLock { $0 } }
    func add(_ text: String) { kept.withLock { $0.append(text) } }
}

/// How many jobs run at once, and in which order they began.
private final class Counter: Sendable {
    private let state = Mutex((running: 0, order: [String]()))
    var order: [String] { state.withLock { $0.order } }
    func begin(_ job: String) -> Int {
        state.withLock { state in
            state.order.append(job)
            state.running += 1
            return state.running
        }
    }
    func end() { state.withLock { $0.running -= 1 } }
}
