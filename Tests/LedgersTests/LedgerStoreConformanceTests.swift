import Diagnostics
import Ledgers
import Plans
import Testing

/// Every sentence of ``LedgerStore`` and ``LedgerReader``, on every conformer.
@Suite struct LedgerStoreConformanceTests {
    /// A conformer, and how a new one is made.
    enum Conformer: String, CaseIterable, CustomTestStringConvertible {
        case memory, sqlite

        var testDescription: String { rawValue }

        func make(
            in folder: TemporaryFolder,
            redact: @escaping @Sendable (String) -> String = { $0 }
        ) throws -> any LedgerStore {
            switch self {
            case .memory: MemoryLedger(lineage: "lab", time: TickingTime(), redact: redact)
            case .sqlite:
                try SQLiteLedger.create(
                    at: folder["ledger.sqlite"],
                    lineage: "lab",
                    time: TickingTime(),
                    random: { 7 },
                    redact: redact
                )
            }
        }
    }

    @Test(arguments: Conformer.allCases) func keepsItsLineage(_ conformer: Conformer) async throws {
        let folder = try TemporaryFolder()
        let ledger = try conformer.make(in: folder)
        #expect(ledger.lineage == "lab")
        #expect(ledger.birth.created == "2026-11-20T22:00:00.000Z")
        #expect(try await ledger.head() == LedgerHead(sequence: 0, hash: ledger.birth.hash))
        #expect(try await ledger.append([]) == ledger.head())
        #expect(try await ledger.entries(after: 0, limit: 10).isEmpty)
    }

    @Test(arguments: Conformer.allCases) func numbersAndChainsEntries(_ conformer: Conformer) async throws {
        let folder = try TemporaryFolder()
        let ledger = try conformer.make(in: folder)
        let first = try await ledger.append([.samples[0], .sampleIntent("a")])
        let second = try await ledger.append([.unknown(key: "a", reason: "504")])
        let entries = try await ledger.entries(after: 0, limit: 10)
        #expect(entries.map(\.sequence) == [1, 2, 3])
        #expect(entries.map(\.kind) == ["runStarted", "intent", "unknown"])
        #expect(entries.map(\.previousHash) == [ledger.birth.hash, entries[0].hash, entries[1].hash])
        #expect(first == LedgerHead(sequence: 2, hash: entries[1].hash))
        #expect(second == LedgerHead(sequence: 3, hash: entries[2].hash))
        #expect(try await ledger.head() == second)
        #expect(try await LedgerVerification.verify(ledger, expecting: second).diagnostic == nil)
        // The events of one call have one time.
        #expect(entries[0].time == entries[1].time)
        #expect(entries[1].time < entries[2].time)
    }

    @Test(arguments: Conformer.allCases) func readsBackEveryKindOfEvent(_ conformer: Conformer) async throws {
        let folder = try TemporaryFolder()
        let ledger = try conformer.make(in: folder)
        try await ledger.append(LedgerEvent.samples)
        let read = try await ledger.entries(after: 0, limit: 100).map { try $0.readEvent() }
        #expect(read == LedgerEvent.samples)
    }

    @Test(arguments: Conformer.allCases)
    func refusesASecondSendingOnceMore(_ conformer: Conformer) async throws {
        let folder = try TemporaryFolder()
        let ledger = try conformer.make(in: folder)
        try await ledger.append([.sampleIntent("a"), .sampleIntent("b"), .noted(key: "a", .held, "x")])
        try await ledger.append([.noted(key: "a", .resent, "x"), .noted(key: "b", .resent, "x")])
        let head = try await ledger.head()
        let code = await codeThrown {
            try await ledger.append([.noted(key: "b", .held, "y"), .noted(key: "b", .resent, "x")])
        }
        #expect(code == .intentStands)
        #expect(try await ledger.head() == head)
        try await ledger.append([.noted(key: "b", .resent, "y")])
        #expect(await !ledger.isShared())
    }

    @Test(arguments: Conformer.allCases) func refusesASecondIntentWhole(_ conformer: Conformer) async throws {
        let folder = try TemporaryFolder()
        let ledger = try conformer.make(in: folder)
        let before = try await ledger.append([.sampleIntent("a")])
        let code = await codeThrown {
            try await ledger.append([.samples[0], .sampleIntent("b"), .sampleIntent("a"), .sampleIntent("c")])
        }
        #expect(code == .intentStands)
        #expect(try await ledger.head() == before)
        #expect(try await ledger.attempts(matching: AttemptQuery()).map(\.key) == ["a"])
        let twiceInOneCall = await codeThrown {
            try await ledger.append([.sampleIntent("d"), .sampleIntent("d")])
        }
        #expect(twiceInOneCall == .intentStands)
        #expect(try await ledger.head() == before)
        // Keys are compared by bytes: these two are canonically equivalent.
        try await ledger.append([.sampleIntent("\u{E9}"), .sampleIntent("e\u{301}")])
        #expect(try await ledger.attempts(matching: AttemptQuery(key: "e\u{301}")).count == 1)
    }

    /// Two runs that want different things of one job at the same moment would both be its attempt 1.
    @Test(arguments: Conformer.allCases) func refusesASecondAttemptOfTheSameNumber(_ conformer: Conformer)
        async throws
    {
        let folder = try TemporaryFolder()
        let ledger = try conformer.make(in: folder)
        let before = try await ledger.append([.sampleIntent("a", number: 1), .sampleIntent("b", number: 2)])
        let code = await codeThrown { try await ledger.append([.sampleIntent("c", number: 2)]) }
        #expect(code == .intentStands)
        let together = await codeThrown {
            try await ledger.append([.sampleIntent("c", number: 3), .sampleIntent("d", number: 3)])
        }
        #expect(together == .intentStands)
        #expect(try await ledger.head() == before)
        // Another job, place or occurrence counts by itself.
        try await ledger.append([
            .sampleIntent("e", job: "other", number: 2), .sampleIntent("f", realm: "emulator:b", number: 2),
            .sampleIntent("g", occurrence: "2026-11-20", number: 2), .sampleIntent("h", number: 3),
        ])
    }

    /// Who looked long must not settle a doubt that another run has settled meanwhile.
    @Test(arguments: Conformer.allCases, [LedgerEvent.Note.adopted, .resent])
    func settlesADoubtOnlyWhileThereIsOne(_ conformer: Conformer, _ note: LedgerEvent.Note) async throws {
        let folder = try TemporaryFolder()
        let ledger = try conformer.make(in: folder)
        try await ledger.append([.sampleIntent("a"), .unknown(key: "a", reason: "no answer")])
        try await ledger.append([.noted(key: "a", note, "time 1")])
        let head = try await ledger.append([
            .submitted(key: "a", remoteID: "batchjob-1", link: nil, deployment: nil)
        ])
        let code = await codeThrown { try await ledger.append([.noted(key: "a", note, "time 2")]) }
        #expect(code == .intentStands)
        try await ledger.append([.settled(key: "a", state: .succeeded, reason: nil)])
        let last = await codeThrown { try await ledger.append([.noted(key: "a", note, "time 2")]) }
        #expect(last == .intentStands)
        #expect(try await ledger.head().sequence == head.sequence + 1)
    }

    @Test(arguments: Conformer.allCases) func refusesWhatIsTooLargeWhole(_ conformer: Conformer) async throws
    {
        let folder = try TemporaryFolder()
        let ledger = try conformer.make(in: folder)
        let body = String(repeating: "x", count: LedgerLimits.bodySizeInBytes)
        let code = await codeThrown {
            try await ledger.append([.samples[0], .sampleIntent("a", body: body + "x")])
        }
        #expect(code == .entryTooLarge)
        #expect(try await ledger.head().sequence == 0)
        try await ledger.append([.sampleIntent("a", body: body)])
        #expect(try await ledger.intent(of: "a")?.body == body)
        #expect(try await ledger.intent(of: "b") == nil)
    }

    @Test(arguments: Conformer.allCases) func listsAttemptsOldestFirst(_ conformer: Conformer) async throws {
        let folder = try TemporaryFolder()
        let ledger = try conformer.make(in: folder)
        try await ledger.append([
            .sampleIntent("z"), .sampleIntent("a", job: "train", runID: "run-2"),
            .sampleIntent("m", manifest: "lung", realm: "emulator:other", occurrence: "2026"),
        ])
        // What comes of them comes in another order.
        try await ledger.append([
            .submitted(key: "m", remoteID: "j3", link: nil, deployment: nil),
            .submitted(key: "z", remoteID: "j1", link: "https://x", deployment: nil),
            .settled(key: "m", state: .succeeded, reason: nil), .unknown(key: "a", reason: "504"),
        ])
        func keys(_ query: AttemptQuery) async throws -> [String] {
            try await ledger.attempts(matching: query).map(\.key)
        }
        #expect(try await keys(AttemptQuery()) == ["z", "a", "m"])
        #expect(try await keys(AttemptQuery(manifest: "heart")) == ["z", "a"])
        #expect(try await keys(AttemptQuery(address: "heart/train")) == ["a"])
        #expect(try await keys(AttemptQuery(realm: "emulator:other")) == ["m"])
        #expect(try await keys(AttemptQuery(occurrence: "2026")) == ["m"])
        #expect(try await keys(AttemptQuery(runID: "run-1")) == ["z", "m"])
        #expect(try await keys(AttemptQuery(key: "z")) == ["z"])
        #expect(try await keys(AttemptQuery(manifest: "heart", runID: "run-2")) == ["a"])
        #expect(try await keys(AttemptQuery(manifest: "heart' OR 1=1 --")).isEmpty)
        let records = try await ledger.attempts(matching: AttemptQuery())
        #expect(records.map(\.state) == [.submitted, .unknown, .succeeded])
        #expect(records.map(\.remoteID) == ["j1", nil, "j3"])
        #expect(records.map(\.link) == ["https://x", nil, nil])
        #expect(records[1].reason == "504")
        let snapshot = try await ledger.snapshot(manifest: "lung")
        #expect(snapshot.lineage == "lab")
        #expect(snapshot.attempts == [records[2]])
    }

    @Test(arguments: Conformer.allCases) func tellsTheHistoryOfAnAttempt(_ conformer: Conformer) async throws
    {
        let folder = try TemporaryFolder()
        let ledger = try conformer.make(in: folder)
        try await ledger.append([.sampleIntent("a"), .sampleIntent("b"), .unknown(key: "a", reason: "504")])
        #expect(try await ledger.history(of: "a").map(\.sequence) == [1, 3])
        #expect(try await ledger.history(of: "c").isEmpty)
    }

    @Test(arguments: Conformer.allCases) func givesPages(_ conformer: Conformer) async throws {
        let folder = try TemporaryFolder()
        let ledger = try conformer.make(in: folder)
        try await ledger.append((1...5).map { .sampleIntent("k\($0)") })
        #expect(try await ledger.entries(after: 0, limit: 2).map(\.sequence) == [1, 2])
        #expect(try await ledger.entries(after: 3, limit: 9).map(\.sequence) == [4, 5])
        #expect(try await ledger.entries(after: 5, limit: 9).isEmpty)
        #expect(try await ledger.entries(after: 9, limit: 9).isEmpty)
        #expect(try await ledger.entries(after: -4, limit: 1).map(\.sequence) == [1])
        #expect(try await ledger.entries(after: 0, limit: 0).isEmpty)
        #expect(try await ledger.entries(after: 0, limit: -1).isEmpty)
    }

    @Test(arguments: Conformer.allCases) func keepsTheChainUnderManyTasks(_ conformer: Conformer) async throws
    {
        let folder = try TemporaryFolder()
        let ledger = try conformer.make(in: folder)
        let won = await withTaskGroup(of: Bool.self) { group in
            for number in 0..<60 {
                // Every key is wanted twice.
                group.addTask {
                    await codeThrown {
                        let key = "k\(number % 30)"
                        try await ledger.append([.sampleIntent(key), .unknown(key: key, reason: "504")])
                    } == nil
                }
            }
            return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
        #expect(won == 30)
        let verification = try await LedgerVerification.verify(ledger)
        #expect(verification.fault == nil)
        #expect(verification.head.sequence == 60)
        #expect(
            try await ledger.attempts(matching: AttemptQuery()).map(\.state)
                == Array(repeating: .unknown, count: 30)
        )
    }

    @Test(arguments: Conformer.allCases) func recordsForACancelledTask(_ conformer: Conformer) async throws {
        let folder = try TemporaryFolder()
        let ledger = try conformer.make(in: folder)
        await withTaskGroup(of: Void.self) { group in
            group.cancelAll()
            group.addTask {
                #expect(Task.isCancelled)
                _ = await codeThrown { try await ledger.append([.sampleIntent("a")]) }
            }
        }
        #expect(try await ledger.head().sequence == 1)
    }

    @Test func survivesReopening() async throws {
        let folder = try TemporaryFolder()
        let ledger = try newLedger(in: folder)
        let head = try await ledger.append([.sampleIntent("a"), .unknown(key: "a", reason: "504")])
        await ledger.close()
        #expect(await codeThrown { try await ledger.append([.sampleIntent("b")]) } != nil)
        let again = try SQLiteLedger.open(at: folder["ledger.sqlite"], time: TickingTime(), git: nil)
        #expect(again.birth == ledger.birth)
        #expect(try await again.head() == head)
        #expect(try await again.append([.sampleIntent("b")]).sequence == 3)
        #expect(try await again.attempts(matching: AttemptQuery()).map(\.state) == [.unknown, .intent])
    }
}
