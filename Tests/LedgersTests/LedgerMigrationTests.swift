import Diagnostics
import GRDB
import Plans
import RunnerTestSupport
import Testing

@testable import Ledgers

/// Ledgers that the first version of runner made: `version-1.sql` is the dump of one.
@Suite struct LedgerMigrationTests {
    static let head = "7:8e40a3a7b120aa5edf9cdfe9568b57786bdbcc42df68aff760d4bf096cee4245"

    /// Makes the ledger of the dump anew.
    private func oldLedger(in folder: TemporaryFolder) throws -> String {
        let path = folder["ledger.sqlite"]
        let queue = try DatabaseQueue(path: path)
        let dump = try Fixture.text("Tests/CommandTests/Fixtures/ledgers/version-1.sql")
        try queue.inDatabase { try $0.execute(sql: dump) }
        try queue.close()
        try #require(shell("chmod 600 '\(path)'") == 0)
        return path
    }

    private func version(_ path: String) throws -> Int? {
        let queue = try DatabaseQueue(path: path)
        defer { try? queue.close() }
        return try queue.inDatabase { try Int.fetchOne($0, sql: "PRAGMA user_version") }
    }

    @Test func readsAnOldLedgerAndLeavesItAsItIs() async throws {
        let folder = try TemporaryFolder()
        let path = try oldLedger(in: folder)
        let reader = try await SQLiteLedgerReader(at: path)
        let attempts = try await reader.attempts(matching: AttemptQuery(states: [.failed]))
        #expect(attempts.map(\.address) == ["heart-disease/score"])
        let run = try #require(try await reader.runs(matching: RunQuery()).first)
        #expect(run.record.manifests.map(\.name) == ["heart-disease"])
        #expect(run.exitStatus == 1)
        let found = try await LedgerVerification.verify(ledgerAt: path, expecting: LedgerHead(Self.head))
        #expect(found.fault == nil)
        #expect(try version(path) == 1)
        #expect(folder.names == ["ledger.sqlite"])
    }

    /// The second version had runs and no leases.
    @Test func migratesTheVersionBetween() async throws {
        let folder = try TemporaryFolder()
        let path = try oldLedger(in: folder)
        let queue = try DatabaseQueue(path: path)
        let steps = LedgerSchema.steps(from: 1)
        let later = LedgerSchema.steps(from: 2)
        #expect(!later.isEmpty && later.count < steps.count && steps.suffix(later.count) == later[...])
        try queue.inDatabase { db in
            for step in steps.dropLast(later.count) { try db.execute(sql: step) }
            try db.execute(sql: "PRAGMA user_version = 2")
        }
        try queue.close()
        let ledger = try SQLiteLedger.open(at: path, time: TickingTime(), git: nil)
        #expect(ledger.warnings.map(\.code) == [.ledgerMigrated])
        #expect(try await ledger.append([.samples[0]]).sequence == 8)
        #expect(try await ledger.leases().isEmpty)
        await ledger.close()
        #expect(try version(path) == LedgerSchema.version)
        #expect(try version(path + ".v2") == 2)
        let found = try await LedgerVerification.verify(ledgerAt: path, expecting: LedgerHead(Self.head))
        #expect(found.fault == nil)
    }

    @Test func migratesAtTheFirstWriteAndKeepsTheChain() async throws {
        let folder = try TemporaryFolder()
        let path = try oldLedger(in: folder)
        let ledger = try SQLiteLedger.open(at: path, time: TickingTime(), git: nil)
        #expect(ledger.warnings.map(\.code) == [.ledgerMigrated])
        #expect(ledger.warnings.map(\.severity) == [.warning])
        #expect(try await ledger.append([.samples[0]]).sequence == 8)
        await ledger.close()
        #expect(try version(path) == LedgerSchema.version)
        let found = try await LedgerVerification.verify(ledgerAt: path, expecting: LedgerHead(Self.head))
        #expect(found.fault == nil)
        #expect(found.head.sequence == 8)
        // The copy is a whole ledger, as it was and as private.
        let copy = path + ".v1"
        #expect(try version(copy) == 1)
        #expect(shellLines("stat -c %a '\(copy)'") == ["600"])
        #expect(try await SQLiteLedgerReader(at: copy).head() == LedgerHead(Self.head))
        let again = try SQLiteLedger.open(at: path, time: TickingTime(), git: nil)
        #expect(again.warnings.isEmpty)
        await again.close()
    }

    @Test func hasTheSchemaOfANewLedgerAfterwards() async throws {
        let folder = try TemporaryFolder()
        let path = try oldLedger(in: folder)
        try await SQLiteLedger.open(at: path, time: TickingTime(), git: nil).close()
        try await newLedger(in: folder, "new.sqlite").close()
        func schema(_ path: String) throws -> Set<String> {
            let queue = try DatabaseQueue(path: path)
            defer { try? queue.close() }
            return try queue.inDatabase {
                Set(try String.fetchAll($0, sql: "SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL"))
            }
        }
        #expect(try schema(path) == schema(folder["new.sqlite"]))
    }

    @Test func leavesTheOldOneWhenTheMigrationIsCutOff() async throws {
        let folder = try TemporaryFolder()
        let path = try oldLedger(in: folder)
        // As the disk has it when the process ends between the last step and the commit.
        let queue = try DatabaseQueue(path: path)
        try queue.inDatabase { db in
            try db.inTransaction(.immediate) {
                for step in LedgerSchema.steps(from: 1) { try db.execute(sql: step) }
                try db.execute(sql: "PRAGMA user_version = 3")
                shell("mkdir -m 700 '\(folder["cut"])' && cp -p '\(path)'* '\(folder["cut"])'")
                return .rollback
            }
        }
        try queue.close()
        let cut = folder["cut/ledger.sqlite"]
        #expect(try await SQLiteLedgerReader(at: cut).head() == LedgerHead(Self.head))
        let ledger = try SQLiteLedger.open(at: cut, time: TickingTime(), git: nil)
        #expect(ledger.warnings.map(\.code) == [.ledgerMigrated])
        await ledger.close()
    }

    @Test func refusesAnOldLedgerThatSomebodyWorkedOn() async throws {
        let folder = try TemporaryFolder()
        let path = try oldLedger(in: folder)
        let queue = try DatabaseQueue(path: path)
        try queue.inDatabase { try $0.execute(sql: "DROP TRIGGER entry_update") }
        try queue.close()
        #expect(
            await codeThrown { _ = try SQLiteLedger.open(at: path, time: TickingTime(), git: nil) }
                == .ledgerDamaged
        )
        #expect(try version(path) == 1)
    }

    @Test func refusesANewerLedger() async throws {
        let folder = try TemporaryFolder()
        let path = try oldLedger(in: folder)
        let queue = try DatabaseQueue(path: path)
        try queue.inDatabase { try $0.execute(sql: "PRAGMA user_version = 4") }
        try queue.close()
        #expect(await codeThrown { _ = try await SQLiteLedgerReader(at: path) } == .newerLedger)
        #expect(
            await codeThrown { _ = try SQLiteLedger.open(at: path, time: TickingTime(), git: nil) }
                == .newerLedger
        )
    }
}
