import Diagnostics
import GRDB
import Plans
import Testing

@testable import Ledgers

@Suite struct LedgerVerificationTests {
    typealias Kind = LedgerVerification.Kind

    /// Takes the triggers away, does something, and puts them back, as a careful forger would.
    private func forge(_ path: String, _ work: (Database) throws -> Void) throws {
        let triggers = LedgerSchema.statements.filter { $0.sql.hasPrefix("CREATE TRIGGER") }
        let queue = try DatabaseQueue(path: path)
        try queue.inDatabase { db in
            for trigger in triggers { try db.execute(sql: "DROP TRIGGER \(trigger.name)") }
            try work(db)
            for trigger in triggers { try db.execute(sql: trigger.sql) }
        }
        try queue.close()
    }

    private func ledger(in folder: TemporaryFolder) async throws -> LedgerHead {
        let ledger = try newLedger(in: folder)
        for number in 1...4 {
            try await ledger.append([.sampleIntent("k\(number)"), .unknown(key: "k\(number)", reason: "504")])
        }
        let head = try await ledger.head()
        await ledger.close()
        return head
    }

    /// One forgery: the SQL, the first entry that is bad and why.
    struct Forgery: Sendable, CustomTestStringConvertible {
        let sql: String
        let sequence: Int?
        let kind: Kind
        var testDescription: String { sql }

        init(_ sql: String, _ sequence: Int?, _ kind: Kind) {
            (self.sql, self.sequence, self.kind) = (sql, sequence, kind)
        }
    }

    static let forgeries = [
        Forgery("UPDATE entry SET payload = replace(payload, '504', '400') WHERE sequence = 4", 4, .hash),
        Forgery("UPDATE entry SET time = '2026-11-20T00:00:00.000Z' WHERE sequence = 3", 3, .hash),
        Forgery("UPDATE entry SET kind = 'settled' WHERE sequence = 6", 6, .hash),
        Forgery("UPDATE entry SET hash = previous_hash WHERE sequence = 2", 2, .hash),
        Forgery("UPDATE entry SET previous_hash = hash WHERE sequence = 2", 2, .link),
        Forgery("DELETE FROM entry WHERE sequence = 5", 5, .gap),
        Forgery("DELETE FROM entry WHERE sequence = 1", 1, .gap),
        Forgery("UPDATE entry SET sequence = 0 WHERE sequence = 1", 0, .order),
        Forgery(
            "DELETE FROM entry WHERE sequence = 3; UPDATE entry SET sequence = sequence - 1 WHERE sequence > 3",
            3,
            .link
        ),
        Forgery("UPDATE entry SET manifest = 'lung' WHERE sequence = 3", 3, .column),
        Forgery("UPDATE entry SET attempt = NULL WHERE sequence = 4", 4, .column),
        Forgery("UPDATE entry SET run = 'r' WHERE sequence = 4", 4, .column),
        Forgery("DELETE FROM meta", nil, .schema),
        Forgery(
            "UPDATE meta SET value = '{\"created\":\"x\",\"format\":1,\"lineage\":\"lab\"}'",
            1,
            .link
        ),
    ]

    @Test(arguments: forgeries) func namesTheFirstBadEntry(_ forgery: Forgery) async throws {
        let folder = try TemporaryFolder()
        _ = try await ledger(in: folder)
        try forge(folder["ledger.sqlite"]) { try $0.execute(sql: forgery.sql) }
        let found = try await LedgerVerification.verify(ledgerAt: folder["ledger.sqlite"])
        #expect(found.fault?.sequence == forgery.sequence)
        #expect(found.fault?.kind == forgery.kind)
        #expect(found.diagnostic?.code == .chainBroken)
        #expect(found.diagnostic?.code.exitStatus == .negative)
        if let sequence = forgery.sequence, sequence > 0 { #expect(found.head.sequence == sequence - 1) }
    }

    /// A payload with a hash that fits.
    @Test(arguments: [
        ("not json", Kind.payload), (#"{"reason":"504","key":"k1"}"#, .payload), (#"{"key":"k1"}"#, .payload),
        (#"{"key":"k1","key":"k1","reason":"504"}"#, .payload), (#"{"key":"k2","reason":"504"}"#, .column),
    ]) func readsPayloads(_ payload: String, _ kind: Kind) async throws {
        let folder = try TemporaryFolder()
        _ = try await ledger(in: folder)
        try forge(folder["ledger.sqlite"]) { db in
            let row = try Row.fetchOne(db, sql: "SELECT time, previous_hash FROM entry WHERE sequence = 2")
            let found = try #require(row)
            let hash = LedgerChain.hash(
                previousHash: found[1],
                sequence: 2,
                time: found[0],
                kind: "unknown",
                payload: payload
            )
            try db.execute(
                sql: "UPDATE entry SET payload = ?, hash = ? WHERE sequence = 2",
                arguments: [payload, hash]
            )
        }
        let found = try await LedgerVerification.verify(ledgerAt: folder["ledger.sqlite"])
        #expect(found.fault?.sequence == 2)
        #expect(found.fault?.kind == kind)
    }

    /// What a chain alone cannot show.
    @Test func seesACutEndOnlyWithAHeadThatWasKept() async throws {
        let folder = try TemporaryFolder()
        let path = folder["ledger.sqlite"]
        let head = try await ledger(in: folder)
        #expect(try await LedgerVerification.verify(ledgerAt: path, expecting: head).fault == nil)
        try forge(path) { try $0.execute(sql: "DELETE FROM entry WHERE sequence > 6") }
        #expect(try await LedgerVerification.verify(ledgerAt: path).fault == nil)
        let cut = try await LedgerVerification.verify(ledgerAt: path, expecting: head)
        #expect(cut.fault?.kind == .truncated)
        #expect(cut.head.sequence == 6)
        // Filled up again with other entries.
        let again = try SQLiteLedger.open(at: path, time: TickingTime(), git: nil)
        try await again.append((5...7).map { .sampleIntent("n\($0)") })
        await again.close()
        #expect(try await LedgerVerification.verify(ledgerAt: path).fault == nil)
        let forked = try await LedgerVerification.verify(ledgerAt: path, expecting: head)
        #expect(forked.fault?.kind == .forked)
        #expect(forked.fault?.sequence == 8)
    }

    @Test func acceptsAnOlderHead() async throws {
        let folder = try TemporaryFolder()
        let ledger = try newLedger(in: folder)
        let old = try await ledger.append([.sampleIntent("a")])
        try await ledger.append([.sampleIntent("b")])
        let empty = LedgerHead(sequence: 0, hash: ledger.birth.hash)
        #expect(try await LedgerVerification.verify(ledger, expecting: old).fault == nil)
        #expect(try await LedgerVerification.verify(ledger, expecting: empty).fault == nil)
        #expect(
            try await LedgerVerification.verify(ledgerAt: folder["ledger.sqlite"], expecting: old).fault
                == nil
        )
        let other = LedgerHead(sequence: 0, hash: String(repeating: "0", count: 64))
        #expect(try await LedgerVerification.verify(ledger, expecting: other).fault?.kind == .forked)
    }

    @Test func findsBrokenIndexesAndPages() async throws {
        let folder = try TemporaryFolder()
        let path = folder["ledger.sqlite"]
        _ = try await ledger(in: folder)
        // An index that has lost a row hides an attempt.
        try forge(path) { db in
            try db.execute(sql: "PRAGMA writable_schema = ON")
            let root =
                try Int.fetchOne(db, sql: "SELECT rootpage FROM sqlite_schema WHERE name = 'entry_run'") ?? 0
            let other =
                try Int.fetchOne(db, sql: "SELECT rootpage FROM sqlite_schema WHERE name = 'entry_realm'")
                ?? 0
            try db.execute(sql: "UPDATE sqlite_schema SET rootpage = \(other) WHERE rootpage = \(root)")
        }
        #expect(try await LedgerVerification.verify(ledgerAt: path).fault?.kind == .file)
    }
}
