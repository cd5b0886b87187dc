import Diagnostics
import Host
import Ledgers
import Plans
import RunnerTestSupport
import Testing

/// Every sentence of ``LeaseStore``, on every conformer, by a clock that a test moves.
@Suite struct LeaseTests {
    enum Conformer: String, CaseIterable { case memory, sqlite }

    /// A store and its clock.
    struct Bench {
        let store: any LedgerStore & LeaseStore
        let time = ManualTimekeeper()
        private let folder: TemporaryFolder

        init(_ conformer: Conformer) throws {
            folder = try TemporaryFolder()
            switch conformer {
            case .memory: store = MemoryLedger(lineage: "lab", time: time)
            case .sqlite:
                store = try SQLiteLedger.create(
                    at: folder["ledger.sqlite"],
                    lineage: "lab",
                    time: time,
                    random: { 1 }
                )
            }
        }

        func request(_ who: String, attempt: String? = nil, waits: Bool = false) -> LeaseRequest {
            LeaseRequest(
                LeaseTests.group,
                holder: who,
                owner: LeaseTests.owner(who),
                attempt: attempt,
                waits: waits
            )
        }

        func take(_ who: String, attempt: String? = nil, waits: Bool = false) async throws -> LeaseAnswer {
            try await store.take(request(who, attempt: attempt, waits: waits))
        }

        /// The lease, which is free.
        func taken(_ who: String, attempt: String? = nil) async throws -> LeaseGrant {
            guard case .taken(let grant, _) = try await take(who, attempt: attempt) else {
                throw Diagnostic(.nothingLocked, "\(who) did not get it")
            }
            return grant
        }
    }

    static let group = LeaseName.group("nightly / 1", scope: "cloud")
    static func owner(_ who: String) -> LeaseOwner {
        LeaseOwner(
            runID: "run-" + who,
            machine: "box",
            processID: 7,
            user: who,
            jobURL: "https://ci/1",
            address: "m/" + who
        )
    }

    @Test(arguments: Conformer.allCases) func oneHasItAndTheOthersAreToldWho(_ conformer: Conformer)
        async throws
    {
        let bench = try Bench(conformer)
        let grant = try await bench.taken("ann")
        #expect(grant.fence == 1)
        guard case .held(let record, let ahead) = try await bench.take("ben") else {
            Issue.record("two have it")
            return
        }
        #expect(record.owner.words == "`m/ann` in process 7 of ann on box, https://ci/1")
        #expect(ahead == 0)
        #expect(record.name == Self.group)
        try await bench.store.release(grant, isGoingOn: false)
        #expect(try await bench.store.leases().isEmpty)
        #expect(try await bench.taken("ben").fence == 2)
    }

    @Test(arguments: Conformer.allCases) func theFirstInTheLineIsServedFirst(_ conformer: Conformer)
        async throws
    {
        let bench = try Bench(conformer)
        let grant = try await bench.taken("ann")
        for who in ["ben", "cat", "dan", "eve"] { _ = try await bench.take(who, waits: true) }
        #expect(try await bench.store.leases().first?.line.map(\.user) == ["ben", "cat", "dan", "eve"])
        // Who asks again keeps the place.
        guard case .held(_, 2) = try await bench.take("dan", waits: true) else {
            Issue.record("dan lost the place")
            return
        }
        try await bench.store.withdraw(bench.request("cat"))
        try await bench.store.release(grant, isGoingOn: false)
        guard case .held = try await bench.take("dan", waits: true) else {
            Issue.record("dan came before ben")
            return
        }
        // Nor does somebody who does not wait.
        guard case .held = try await bench.take("fay") else {
            Issue.record("fay came before ben")
            return
        }
        let second = try await bench.taken("ben")
        #expect(try await bench.store.leases().first?.line.map(\.user) == ["dan", "eve"])
        // Who is not heard of loses the place.
        bench.time.advance(by: .seconds(50))
        _ = try await bench.take("eve", waits: true)
        #expect(try await bench.store.renew([second]).isEmpty)
        bench.time.advance(by: .seconds(20))
        try await bench.store.release(second, isGoingOn: false)
        #expect(try await bench.taken("eve").fence == 3)
    }

    @Test(arguments: Conformer.allCases)
    func aCrashedOwnersLeaseRunsOutAndALateWriteIsRefused(_ conformer: Conformer) async throws {
        let bench = try Bench(conformer)
        let grant = try await bench.taken("ann")
        bench.store.guardAttempt("a", by: grant)
        try await bench.store.append([.sampleIntent("a"), .settled(key: "a", state: .failed, reason: nil)])
        // A heartbeat keeps it.
        bench.time.advance(by: .seconds(59))
        #expect(try await bench.store.renew([grant]).isEmpty)
        bench.time.advance(by: .seconds(59))
        guard case .held = try await bench.take("ben") else {
            Issue.record("it was taken from a living owner")
            return
        }
        bench.time.advance(by: .seconds(2))
        #expect(try await bench.store.leases().first?.isStale(at: bench.time.now) == true)
        guard case .taken(let next, let former) = try await bench.take("ben") else {
            Issue.record("it did not run out")
            return
        }
        #expect(next.fence == 2)
        #expect(former?.user == "ann")
        #expect(try await bench.store.renew([grant]) == [grant])
        let before = try await bench.store.head()
        let code = await codeThrown {
            try await bench.store.append([.unknown(key: "a", reason: "late")])
        }
        #expect(code == .leaseLost)
        #expect(try await bench.store.head() == before)
        // Giving back what is somebody else's does nothing, and what is under no lease is written.
        try await bench.store.release(grant, isGoingOn: false)
        #expect(try await bench.store.leases().first?.owner.user == "ben")
        try await bench.store.append([.sampleIntent("b")])
    }

    @Test(arguments: Conformer.allCases)
    func aGroupWhoseJobGoesOnIsGivenToWhoFollowsIt(_ conformer: Conformer) async throws {
        let bench = try Bench(conformer)
        let grant = try await bench.taken("ann")
        bench.store.guardAttempt("a", by: grant)
        try await bench.store.append([
            .sampleIntent("a"), .submitted(key: "a", remoteID: "job-1", link: nil, deployment: nil),
        ])
        try await bench.store.release(grant, isGoingOn: true)
        let left = try #require(try await bench.store.leases().first)
        #expect(left.attempt == "a")
        #expect(left.expires == nil)
        bench.time.advance(by: .seconds(3600))
        guard case .held = try await bench.take("ben") else {
            Issue.record("two jobs of a group at once")
            return
        }
        let follower = try await bench.taken("cat", attempt: "a")
        #expect(follower.fence == 2)
        try await bench.store.release(follower, isGoingOn: true)
        // Settled by anybody, it is over.
        let code = await codeThrown {
            try await bench.store.append([.settled(key: "a", state: .succeeded, reason: nil)])
        }
        #expect(code == .leaseLost)
        bench.store.guardAttempt("a", by: nil)
        try await bench.store.append([.settled(key: "a", state: .succeeded, reason: nil)])
        #expect(try await bench.taken("ben").fence == 3)
    }

    @Test(arguments: Conformer.allCases) func unlocksWhatIsStaleOrNamed(_ conformer: Conformer) async throws {
        let bench = try Bench(conformer)
        let grant = try await bench.taken("ann")
        #expect(try await bench.store.unlock([Self.group], onlyStale: true).isEmpty)
        bench.time.advance(by: .seconds(61))
        #expect(try await bench.store.unlock([Self.group], onlyStale: true).map(\.owner.user) == ["ann"])
        #expect(try await bench.store.renew([grant]) == [grant])
        let next = try await bench.taken("ben")
        #expect(next.fence == 2)
        #expect(try await bench.store.unlock([Self.group], onlyStale: false).map(\.owner.user) == ["ben"])
        #expect(try await bench.store.leases().isEmpty)
    }

    /// What all of a run writes is under its lease.
    @Test(arguments: Conformer.allCases) func aRunThatLostItsLeaseWritesNothing(_ conformer: Conformer)
        async throws
    {
        let bench = try Bench(conformer)
        let name = LeaseName.run("run-1")
        let request = LeaseRequest(name, holder: "run-1", owner: Self.owner("ann"))
        guard case .taken(let grant, _) = try await bench.store.take(request) else {
            Issue.record("a run's lease was held")
            return
        }
        bench.store.guardAll(by: grant)
        try await bench.store.append([.sampleIntent("a")])
        _ = try await bench.store.unlock([name], onlyStale: false)
        #expect(await codeThrown { try await bench.store.append([.sampleIntent("b")]) } == .leaseLost)
        bench.store.guardAll(by: nil)
        try await bench.store.append([.sampleIntent("b")])
    }

    @Test func twoConnectionsOfOneFileNeverHaveItBoth() async throws {
        let folder = try TemporaryFolder()
        let time = ManualTimekeeper()
        let path = folder["ledger.sqlite"]
        let first = try SQLiteLedger.create(at: path, lineage: "lab", time: time, random: { 1 })
        let second = try SQLiteLedger.open(at: path, time: time, git: nil)
        let grants = try await withThrowingTaskGroup(of: LeaseGrant?.self) { group in
            for number in 0..<40 {
                let store = number % 2 == 0 ? first : second
                group.addTask {
                    let who = "w\(number)"
                    let request = LeaseRequest(Self.group, holder: who, owner: Self.owner(who), waits: true)
                    if case .taken(let grant, _) = try await store.take(request) { return grant }
                    return nil
                }
            }
            return try await group.reduce(into: []) { $0.append($1) }.compactMap { $0 }
        }
        #expect(grants.count == 1)
        #expect(try await second.leases().first?.line.count == 39)
        // A write under a fence of the other connection's is refused too.
        let grant = try #require(grants.first)
        _ = try await second.unlock([Self.group], onlyStale: false)
        first.guardAll(by: grant)
        #expect(await codeThrown { try await first.append([.sampleIntent("a")]) } == .leaseLost)
        await first.close()
        await second.close()
    }
}
