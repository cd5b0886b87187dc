import Ledgers
import Plans
import Testing

/// Runs as the ledger tells them, the same from every store.
@Suite struct RunHistoryTests {
    private static func started(_ id: String, _ manifest: String?) -> LedgerEvent {
        .runStarted(
            .init(
                runID: id,
                command: "apply",
                manifests: [.init(name: manifest, file: "m.yaml", digest: nil, planDigest: nil)],
                user: "u",
                machine: "m",
                toolVersion: "0"
            )
        )
    }

    @Test(arguments: LedgerStoreConformanceTests.Conformer.allCases)
    func tellsWhatBecameOfEachRun(_ conformer: LedgerStoreConformanceTests.Conformer) async throws {
        let folder = try TemporaryFolder()
        let ledger = try conformer.make(in: folder)
        let identity = LedgerEvent.IdentityRecord(
            credential: "c",
            type: "azure-cli",
            clientID: nil,
            objectID: "o",
            tenantID: "t"
        )
        try await ledger.append([Self.started("r1", "heart")])  // 22:00:01, each append a second later
        try await ledger.append([Self.started("r2", nil), .authenticated(runID: "r1", [identity, identity])])
        try await ledger.append([
            .sampleIntent("k", runID: "r1"), .runFinished(runID: "r1", exitStatus: 3),
            .runFinished(runID: "r2", exitStatus: 65, problems: [.init(code: "RN0203", message: "x")]),
            .runFinished(runID: "never begun", exitStatus: 0),
        ])
        try await ledger.append([Self.started("r3", "lung")])
        let runs = try await ledger.runs(matching: RunQuery())
        #expect(runs.map(\.record.runID) == ["r1", "r2", "r3"])
        #expect(runs.map(\.exitStatus) == [3, 65, nil])
        #expect(runs.map { $0.finishedAt != nil } == [true, true, false])
        #expect(runs[0].identities == [identity])
        #expect(runs[1].problems.map(\.code) == ["RN0203"])
        func ids(_ query: RunQuery) async throws -> [String] {
            try await ledger.runs(matching: query).map(\.record.runID)
        }
        #expect(try await ids(RunQuery(limit: 2)) == ["r2", "r3"])
        #expect(try await ids(RunQuery(limit: 0)) == [])
        #expect(try await ids(RunQuery(runID: "r2")) == ["r2"])
        #expect(try await ids(RunQuery(manifest: "heart")) == ["r1"])
        #expect(try await ids(RunQuery(since: runs[1].startedAt)) == ["r2", "r3"])
        #expect(try await ids(RunQuery(until: runs[1].startedAt)) == ["r1"])
    }

    @Test(arguments: LedgerStoreConformanceTests.Conformer.allCases)
    func findsAttemptsByStateAndTimeNewestOnly(_ conformer: LedgerStoreConformanceTests.Conformer)
        async throws
    {
        let folder = try TemporaryFolder()
        let ledger = try conformer.make(in: folder)
        for number in 1...6 {
            let key = "k\(number)"
            try await ledger.append([
                .sampleIntent(key),
                .settled(key: key, state: number % 2 == 0 ? .failed : .succeeded, reason: nil),
            ])
        }
        let all = try await ledger.attempts(matching: AttemptQuery())
        func keys(_ query: AttemptQuery) async throws -> [String] {
            try await ledger.attempts(matching: query).map(\.key)
        }
        #expect(try await keys(AttemptQuery(limit: 2)) == ["k5", "k6"])
        #expect(try await keys(AttemptQuery(limit: 0)) == [])
        #expect(try await keys(AttemptQuery(limit: 99)) == all.map(\.key))
        #expect(try await keys(AttemptQuery(states: [.failed])) == ["k2", "k4", "k6"])
        #expect(try await keys(AttemptQuery(states: [.failed], limit: 2)) == ["k4", "k6"])
        #expect(try await keys(AttemptQuery(since: all[3].intendedAt)) == ["k4", "k5", "k6"])
        #expect(
            try await keys(AttemptQuery(states: [.succeeded], until: all[3].intendedAt, limit: 1)) == ["k3"]
        )
    }
}
