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

/// `concurrency: { onConflict: replace }`: who has the group is cancelled, and the job takes its turn.
@Suite struct ReplacingTests {
    static let keys = "concurrency: { group: g, onConflict: replace }, timeouts: { execution: PT2H }"

    /// An endpoint whose first job runs until it is cancelled.
    private final class Playing: Sendable {
        private let endpoint: NamedEndpoint

        init(on bench: Bench, refusesToCancel: Bool = false) {
            let flag = Flag()
            bench.transport.respond(when: { $0.address.path.hasSuffix("/cancel") }) { _ in
                guard !refusesToCancel else { return .answer(HTTPAnswer(status: 403)) }
                flag.set()
                return .answer(HTTPAnswer(status: 200))
            }
            bench.transport.respond(when: {
                $0.method == .get && $0.address.path.hasSuffix("/jobs/batchjob-1")
            }) { _ in
                .json([
                    "name": "batchjob-1", "properties": ["status": flag.isSet ? "Canceled" : "Running"],
                ])
            }
            endpoint = NamedEndpoint(on: bench)
        }

        var count: Int { endpoint.count }
    }

    final class Flag: Sendable {
        private let value = Mutex(false)
        var isSet: Bool { value.withLock { $0 } }
        func set() { value.withLock { $0 = true } }
    }

    private func cancels(_ bench: Bench) -> Int {
        bench.posts.filter { $0.address.path.hasSuffix("/cancel") }.count
    }

    /// A run that has sent `j0` and left it running.
    private func left(_ bench: Bench, keys: String = Self.keys) async throws {
        let plan = try await bench.plan(jobs: 1, keys: keys, isNamed: true)
        let summary = try await ConcurrencyTests().execute(
            plan,
            as: "one",
            on: bench,
            change: { $0.waitTimeout = .seconds(10) }
        )
        #expect(summary.exitStatus == .unfinished)
    }

    /// Another run's plan, of `j1` alone.
    private func other(_ bench: Bench, keys: String = Self.keys) async throws -> Plan {
        var plan = try await bench.plan(jobs: 2, keys: keys, isNamed: true)
        plan.keep { $0.submission.address.job == "j1" }
        return plan
    }

    @Test func cancelsAJobThatNobodyFollowsAndFollowsItToItsEnd() async throws {
        let bench = Bench()
        let playing = Playing(on: bench)
        try await left(bench)
        let log = WordLog()
        let summary = try await ConcurrencyTests().execute(
            try await other(bench),
            as: "two",
            on: bench,
            observe: { event in if case .trouble(_, let why) = event { log.add(why) } }
        )
        #expect(summary.exitStatus == .success)
        #expect(playing.count == 2)
        #expect(cancels(bench) == 1)
        #expect(
            log.words.contains { $0.contains("`m/j0`") && $0.hasSuffix("it is being cancelled for this one") }
        )
        let attempts = await bench.ledger.attempts(matching: AttemptQuery())
        #expect(attempts.map(\.state) == [.cancelled, .succeeded])
        #expect(await bench.ledger.leases().isEmpty)
        let notes = try await bench.ledger.entries(after: 0, limit: 100).compactMap { entry in
            guard case .noted(_, let note, _) = try entry.readEvent() else { return nil as LedgerEvent.Note? }
            return note
        }
        #expect(notes == [.cancelRequested, .cancelAccepted])
    }

    /// Its own run is there and follows it: that run records its end and gives the group back.
    @Test func leavesTheEndToTheRunThatFollowsTheJob() async throws {
        let bench = Bench()
        _ = Playing(on: bench)
        try await left(bench)
        let key = try #require(await bench.ledger.attempts(matching: AttemptQuery()).first?.key)
        let request = LeaseRequest(
            ConcurrencyTests.name,
            holder: "other n/score",
            owner: ConcurrencyTests.other,
            attempt: key
        )
        guard case .taken(let grant, _) = await bench.ledger.take(request) else {
            Issue.record("the group is held")
            return
        }
        let summary = try await ConcurrencyTests().execute(
            try await other(bench),
            as: "two",
            on: bench,
            observe: { event in
                guard case .trouble(_, let why) = event, why.hasSuffix("cancelled for this one") else {
                    return
                }
                #expect(
                    await bench.ledger.attempts(matching: AttemptQuery(key: key)).first?.state == .running
                )
                _ = try? await bench.ledger.append([.settled(key: key, state: .cancelled, reason: nil)])
                await bench.ledger.release(grant, isGoingOn: false)
            }
        )
        #expect(summary.exitStatus == .success)
        #expect(cancels(bench) == 1)
    }

    /// The jobs of one run do not cancel each other.
    @Test func jobsOfOneRunComeOneAfterTheOther() async throws {
        let bench = Bench()
        let endpoint = NamedEndpoint(on: bench)
        let plan = try await bench.plan(jobs: 4, keys: Self.keys, isNamed: true)
        let summary = try await ConcurrencyTests().execute(plan, on: bench)
        #expect(summary.exitStatus == .success)
        #expect(endpoint.count == 4)
        #expect(cancels(bench) == 0)
    }

    @Test func waitsWhereTheOtherCannotBeCancelled() async throws {
        let bench = Bench()
        let playing = Playing(on: bench, refusesToCancel: true)
        try await left(bench)
        let summary = try await ConcurrencyTests().execute(
            try await other(bench),
            as: "two",
            on: bench,
            change: { $0.waitTimeout = .seconds(60) }
        )
        #expect(summary.results.map(\.ending) == [.notBegun])
        #expect(summary.results.first?.reason?.contains("could not be cancelled") == true)
        #expect(playing.count == 1)
        #expect(cancels(bench) == 1)
    }

    /// This manifest's identity and addresses are not the other's.
    @Test func leavesJobsOfOtherEndpointsAlone() async throws {
        let bench = Bench()
        bench.playEndpoint { $0 < 20 ? "Running" : "Completed" }
        let first = try await bench.plan(jobs: 1, keys: "concurrency: { group: g }", host: "lungs")
        _ = try await ConcurrencyTests().execute(
            first,
            as: "one",
            on: bench,
            change: { $0.waitTimeout = .seconds(10) }
        )
        let named = Bench(besides: bench)
        _ = Playing(on: named)
        let summary = try await ConcurrencyTests().execute(
            try await other(named),
            as: "two",
            on: named,
            change: { $0.waitTimeout = .seconds(60) }
        )
        #expect(summary.results.map(\.ending) == [.notBegun])
        #expect(summary.results.first?.reason?.contains("is at another endpoint") == true)
        #expect(cancels(named) == 0)
    }

    /// With `queue` the other run looks after its job: nothing is said of where it is, nor is it looked up.
    @Test func saysNothingOfAnEndpointThatAnotherRunFollows() async throws {
        let bench = Bench()
        bench.playEndpoint { _ in "Running" }
        let keys = "concurrency: { group: g }"
        _ = try await ConcurrencyTests().execute(
            try await bench.plan(jobs: 1, keys: keys, host: "lungs"),
            as: "one",
            on: bench,
            change: { $0.waitTimeout = .seconds(10) }
        )
        let key = try #require(await bench.ledger.attempts(matching: AttemptQuery()).first?.key)
        let request = LeaseRequest(
            ConcurrencyTests.name,
            holder: "other n/score",
            owner: ConcurrencyTests.other,
            attempt: key
        )
        guard case .taken = await bench.ledger.take(request) else {
            Issue.record("the group is held")
            return
        }
        let named = Bench(besides: bench)
        _ = Playing(on: named)
        let log = WordLog()
        let summary = try await ConcurrencyTests().execute(
            try await other(named, keys: keys),
            as: "two",
            on: named,
            change: { $0.waitTimeout = .seconds(10) },
            observe: { event in if case .trouble(_, let why) = event { log.add(why) } }
        )
        #expect(summary.results.map(\.ending) == [.notBegun])
        #expect(!log.words.isEmpty)
        #expect(log.words.allSatisfy { !$0.contains("another endpoint") }, "\(log.words)")
    }
}
