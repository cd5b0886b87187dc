import Diagnostics
import GRDB
import Plans
import Testing

@testable import Ledgers

/// What must not happen to a ledger: reliability.md §7, rows 9, 12, 15 and 16, and kill -9.
@Suite struct SQLiteLedgerFaultTests {
    @Test func writesNothingWhenTheDiskIsFull() async throws {
        let folder = try TemporaryFolder()
        let ledger = try newLedger(in: folder)
        let before = try await ledger.append([.sampleIntent("a")])
        try await limitPages(of: ledger, to: "(SELECT page_count FROM pragma_page_count)")
        let big = String(repeating: "x", count: 60_000)
        let problem = await thrown { try await ledger.append([.samples[0], .sampleIntent("b", body: big)]) }
        #expect(problem?.code == .ledgerUnwritable)
        #expect(problem?.code.exitStatus == .ledgerFailure)
        #expect(problem?.notes.first?.contains("full") == true)
        #expect(try await ledger.head() == before)
        #expect(
            try await LedgerVerification.verify(ledgerAt: folder["ledger.sqlite"], expecting: before).fault
                == nil
        )
        // With room again it goes on.
        try await limitPages(of: ledger, to: "1000000")
        #expect(try await ledger.append([.sampleIntent("b", body: big)]).sequence == 2)
        #expect(try await LedgerVerification.verify(ledgerAt: folder["ledger.sqlite"]).fault == nil)
    }

    private func limitPages(of ledger: SQLiteLedger, to count: String) async throws {
        _ = try await ledger.connection.perform { db in
            let pages = try Int.fetchOne(db, sql: "SELECT \(count)") ?? 0
            _ = try Int.fetchOne(db, sql: "PRAGMA max_page_count = \(pages)")
        }.get()
    }

    /// How a ledger's file can vanish under a run.
    static let vanishings = [
        "rm \"$L\"", "mv \"$L\" \"$L.away\"", "cp -p \"$L\" \"$L.copy\" && mv \"$L.copy\" \"$L\"",
        "mv \"$L\" \"$L.real\" && ln -s \"$L.real\" \"$L\"", "rm \"$L-wal\"",
        "cp -p \"$L-wal\" \"$L.copy\" && mv \"$L.copy\" \"$L-wal\"",
    ]

    @Test(arguments: vanishings) func refusesWhenItsFileIsGone(_ vanishing: String) async throws {
        let folder = try TemporaryFolder()
        let path = folder["ledger.sqlite"]
        let ledger = try newLedger(in: folder)
        try await ledger.append([.sampleIntent("a")])
        try #require(shell("L='\(path)'; \(vanishing)") == 0)
        #expect(await codeThrown { try await ledger.append([.sampleIntent("b")]) } == .ledgerReplaced)
        #expect(
            await codeThrown { try await ledger.append([.unknown(key: "a", reason: "")]) } == .ledgerReplaced
        )
    }

    @Test func refusesWhenItsFileGoesInTheMiddle() async throws {
        let folder = try TemporaryFolder()
        let path = folder["ledger.sqlite"]
        let ledger = try newLedger(in: folder)
        try await ledger.append([.sampleIntent("a")])
        // The hook runs inside the transaction, after the first look at the file.
        try await ledger.connection.perform { db in
            db.trace { event in
                if "\(event)".hasPrefix("COMMIT") { shell("rm '\(path)'") }
            }
        }.get()
        #expect(await codeThrown { try await ledger.append([.sampleIntent("b")]) } == .ledgerReplaced)
    }

    @Test func saysThatItIsLocked() async throws {
        let folder = try TemporaryFolder()
        let path = folder["ledger.sqlite"]
        try await newLedger(in: folder).close()
        let settings = SQLiteLedger.Settings(busyTimeoutInSeconds: 0.05)
        let ledger = try SQLiteLedger(path, time: TickingTime(), git: nil, settings: settings)
        var configuration = Configuration()
        configuration.allowsUnsafeTransactions = true
        let holder = try DatabaseQueue(path: path, configuration: configuration)
        try holder.inDatabase { try $0.beginTransaction(.immediate) }
        let problem = await thrown { try await ledger.append([.sampleIntent("a")]) }
        #expect(problem?.code == .ledgerLocked)
        #expect(problem?.code.exitStatus == .tryLater)
        // Who only looks is not held up.
        #expect(try await SQLiteLedgerReader(at: path).head().sequence == 0)
        try holder.inDatabase { try $0.rollback() }
        #expect(try await ledger.append([.sampleIntent("a")]).sequence == 1)
    }

    @Test func isSharedByTwoConnections() async throws {
        let folder = try TemporaryFolder()
        let one = try newLedger(in: folder)
        let two = try SQLiteLedger.open(at: folder["ledger.sqlite"], time: TickingTime(), git: nil)
        let won = await withTaskGroup(of: Int.self) { group in
            for ledger in [one, two] {
                group.addTask {
                    var won = 0
                    for number in 0..<50
                    where await codeThrown(by: {
                        try await ledger.append([.sampleIntent("k\(number)")])
                    }) == nil { won += 1 }
                    return won
                }
            }
            return await group.reduce(0, +)
        }
        #expect(won == 50)
        #expect(try await one.head() == two.head())
        await one.close()
        // The first one to close must not take the locks of the second with it.
        #expect(try await two.append([.sampleIntent("last")]).sequence == 51)
        #expect(try await LedgerVerification.verify(ledgerAt: folder["ledger.sqlite"]).fault == nil)
    }

    /// kill -9 leaves what the system has of the files: they are copied in the middle of a transaction whose pages
    /// are in the WAL already.
    @Test func forgetsATransactionThatWasCutOff() async throws {
        let folder = try TemporaryFolder()
        let ledger = try newLedger(in: folder)
        let before = try await ledger.append([.sampleIntent("a")])
        let after = folder["after"]
        try await ledger.connection.perform { [birth = ledger.birth] db in
            try db.execute(sql: "PRAGMA cache_size = 2")
            try db.inTransaction(.immediate) {
                let events = try PreparedEvent.all(
                    (1...200).map { .sampleIntent("k\($0)", body: String(repeating: "x", count: 1000)) }
                )
                let head = try LedgerTable.head(in: db) ?? LedgerHead(sequence: 0, hash: birth.hash)
                _ = try LedgerTable.append(events, to: db, after: head, at: "t")
                shell(
                    "mkdir '\(after)' && cp '\(folder.path)'/ledger.sqlite* '\(after)' && chmod 700 '\(after)'"
                )
                return .rollback
            }
        }.get()
        try #require(
            shellLines("stat -c %s '\(after)/ledger.sqlite-wal'").first.flatMap { Int($0) } ?? 0 > 200_000
        )
        // The reader first: it must cope with a WAL that nobody has tidied.
        #expect(try await SQLiteLedgerReader(at: after + "/ledger.sqlite").head() == before)
        let again = try SQLiteLedger.open(at: after + "/ledger.sqlite", time: TickingTime(), git: nil)
        #expect(try await again.head() == before)
        #expect(try await again.append([.sampleIntent("k1")]).sequence == 2)
        #expect(try await LedgerVerification.verify(ledgerAt: after + "/ledger.sqlite").fault == nil)
    }

    @Test func keepsWhatWasAcknowledged() async throws {
        let folder = try TemporaryFolder()
        let ledger = try newLedger(in: folder)
        let head = try await ledger.append([.sampleIntent("a")])
        // Never closed, and without the index of the WAL, as after a loss of power.
        shell(
            "mkdir -m 700 '\(folder["after"])' && cp '\(folder.path)'/ledger.sqlite '\(folder.path)'/ledger.sqlite-wal '\(folder["after"])'"
        )
        #expect(try await SQLiteLedgerReader(at: folder["after/ledger.sqlite"]).head() == head)
        let again = try SQLiteLedger.open(at: folder["after/ledger.sqlite"], time: TickingTime(), git: nil)
        #expect(try await again.head() == head)
    }

    @Test func looksUpByIndex() async throws {
        let folder = try TemporaryFolder()
        let ledger = try newLedger(in: folder)
        let queries = [
            AttemptQuery(manifest: "m"), AttemptQuery(address: "a"), AttemptQuery(realm: "r"),
            AttemptQuery(runID: "r"),
            AttemptQuery(key: "k"), AttemptQuery(address: "a", realm: "r", occurrence: "o"),
        ]
        for query in queries {
            let plan = try await ledger.connection.perform { db in
                try Row.fetchAll(
                    db,
                    sql: "EXPLAIN QUERY PLAN " + LedgerTable.attemptsSQL(query),
                    arguments: StatementArguments(query.terms.map(\.text))
                ).map { $0["detail"] as String }
            }.get()
            #expect(!plan.contains { $0.hasPrefix("SCAN") }, "\(query): \(plan)")
            #expect(plan.contains { $0.contains("event USING INDEX entry_attempt") }, "\(query): \(plan)")
        }
    }

    private func thrown(_ body: () async throws -> Void) async -> Diagnostic? {
        do {
            try await body()
            return nil
        } catch {
            return error as? Diagnostic
        }
    }
}
