import Diagnostics
import GRDB
import Plans
import Testing

@testable import Ledgers

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

@Suite struct SQLiteLedgerOpeningTests {
    @Test func makesAFileThatIsOursAlone() async throws {
        let folder = try TemporaryFolder()
        let ledger = try newLedger(in: folder, "deep/.runner/ledger.sqlite")
        try await ledger.append([.sampleIntent("a")])
        let base = folder["deep/.runner/ledger.sqlite"]
        for suffix in ["", "-wal", "-shm", ".users"] {
            #expect(shellLines("stat -c %a '\(base + suffix)'") == ["600"])
        }
        #expect(shellLines("stat -c %a '\(folder["deep"])' '\(folder["deep/.runner"])'") == ["700", "700"])
        #expect(
            shellLines("ls -A '\(folder["deep/.runner"])'").filter { !$0.hasPrefix("ledger.sqlite-") }
                == [".gitignore", "ledger.sqlite", "ledger.sqlite.users"]
        )
        #expect(shellLines("cat '\(folder["deep/.runner/.gitignore"])'") == ["*"])
        #expect(ledger.warnings.isEmpty)
        await ledger.close()
        #expect(shellLines("ls '\(folder["deep/.runner"])'") == ["ledger.sqlite", "ledger.sqlite.users"])
    }

    @Test func hasTheSettingsThatDurabilityNeeds() async throws {
        let folder = try TemporaryFolder()
        let ledger = try newLedger(in: folder)
        let settings = try await ledger.connection.perform { db in
            try [
                "journal_mode", "synchronous", "foreign_keys", "trusted_schema", "busy_timeout",
                "cell_size_check",
                "application_id", "user_version", "temp_store",
            ].map { try String.fetchOne(db, sql: "PRAGMA \($0)") ?? "" }
        }.get()
        #expect(settings == ["wal", "2", "1", "0", "10000", "1", "1381322322", "3", "2"])
    }

    @Test func fallsBackOnANetworkFileSystem() async throws {
        let folder = try TemporaryFolder()
        try await newLedger(in: folder).close()
        let ledger = try SQLiteLedger(
            folder["ledger.sqlite"],
            time: TickingTime(),
            git: nil,
            settings: .init(networkFileSystem: "nfs4")
        )
        #expect(ledger.warnings.map(\.code) == [.networkFileSystem])
        #expect(ledger.warnings.map(\.severity) == [.warning])
        try await ledger.append([.sampleIntent("a")])
        let mode = try await ledger.connection.perform { try String.fetchOne($0, sql: "PRAGMA journal_mode") }
            .get()
        #expect(mode == "delete")
        #expect(folder.names == ["ledger.sqlite", "ledger.sqlite.users"])
        #expect(try await SQLiteLedgerReader(at: folder["ledger.sqlite"]).head().sequence == 1)
    }

    @Test(arguments: [
        ("36 35 0:51 / /nfs rw,noatime master:1 - nfs4 server:/export rw", "nfs4"),
        ("36 35 0:51 / /nfs rw - fuse.sshfs me@there: rw", "fuse.sshfs"),
        ("36 35 0:51 / / rw - ext4 /dev/sda rw", nil),
        ("36 35 0:51 / /ntfs rw - fuseblk /dev/sdb rw", nil),
        ("36 35 0:52 / /nfs rw - nfs4 server:/export rw", nil),
        ("36 35 0:51 / /nfs", nil), ("", nil),
    ]) func knowsNetworkFileSystems(_ line: String, _ name: String?) {
        let mounts = Array("1 1 8:1 / / rw - ext4 /dev/sda1 rw\n\(line)\n".utf8)
        #expect(NetworkFileSystem.name(of: 51, mounts: mounts) == name)
    }

    @Test func refusesToMakeWhatIsThere() async throws {
        let folder = try TemporaryFolder()
        try await newLedger(in: folder).close()
        let before = shellLines("sha256sum '\(folder["ledger.sqlite"])'")
        #expect(await codeThrown { _ = try newLedger(in: folder) } == .ledgerExists)
        #expect(shellLines("sha256sum '\(folder["ledger.sqlite"])'") == before)
        shell("ln -s nowhere '\(folder["link"])'")
        #expect(await codeThrown { _ = try newLedger(in: folder, "link") } == .ledgerExists)
        #expect(folder.names == ["ledger.sqlite", "ledger.sqlite.users", "link"])
        let badID = await codeThrown {
            _ = try SQLiteLedger.create(at: folder["b"], lineage: "a b", time: TickingTime()) { 1 }
        }
        #expect(badID == .badLineage)
    }

    @Test func makesARandomLineageWhereNoneIsGiven() throws {
        let folder = try TemporaryFolder()
        let ledger = try SQLiteLedger.create(at: folder["l"], lineage: nil, time: TickingTime()) { 0xAB }
        #expect(ledger.lineage == "00000000000000ab00000000000000ab")
    }

    /// What stands at the path, made by a line of shell (`$L` is the path), and the code that it is refused with.
    struct Refusal: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let making: String
        let code: Diagnostic.Code

        init(_ testDescription: String, _ making: String, _ code: Diagnostic.Code) {
            (self.testDescription, self.making, self.code) = (testDescription, making, code)
        }
    }

    static let refusals = [
        Refusal("missing", "rm \"$L\"", .ledgerMissing),
        Refusal("link", "mv \"$L\" \"$L.real\" && ln -s \"$L.real\" \"$L\"", .ledgerNotAFile),
        Refusal("folder", "rm \"$L\" && mkdir \"$L\"", .ledgerNotAFile),
        Refusal("pipe", "rm \"$L\" && mkfifo \"$L\"", .ledgerNotAFile),
        Refusal("writable by all", "chmod 666 \"$L\"", .ledgerUnsafe),
        Refusal("writable by the group", "chmod 620 \"$L\"", .ledgerUnsafe),
        Refusal("folder writable by all", "chmod 777 \"$(dirname \"$L\")\"", .ledgerUnsafe),
        Refusal("empty", ": > \"$L\"", .ledgerEmpty),
        Refusal("text", "yes 'not a database' | head -c 9000 > \"$L\"", .notADatabase),
        Refusal("one byte", "printf S > \"$L\"", .notADatabase),
        Refusal(
            "application id of another",
            "printf '\\1' | dd of=\"$L\" bs=1 seek=71 conv=notrunc",
            .foreignDatabase
        ),
        Refusal("newer", "printf '\\4' | dd of=\"$L\" bs=1 seek=63 conv=notrunc", .newerLedger),
        Refusal("no version", "printf '\\0' | dd of=\"$L\" bs=1 seek=63 conv=notrunc", .ledgerDamaged),
        Refusal("cut off", "truncate -s 5000 \"$L\"", .ledgerDamaged),
        Refusal("only the header", "truncate -s 100 \"$L\"", .ledgerDamaged),
        Refusal(
            "a page of dirt",
            "yes dirt | dd of=\"$L\" bs=1 seek=8192 count=2000 conv=notrunc",
            .ledgerDamaged
        ),
    ]

    @Test(arguments: refusals) func refusesWithoutChangingAByte(_ refusal: Refusal) async throws {
        let folder = try TemporaryFolder()
        let path = folder["ledger.sqlite"]
        let ledger = try newLedger(in: folder)
        try await ledger.append((1...50).map { .sampleIntent("k\($0)") })
        await ledger.close()
        try #require(shell("L='\(path)'; \(refusal.making)") == 0)
        let listing = "ls -lR '\(folder.path)'; find '\(folder.path)' -type f -exec sha256sum {} +"
        let before = shellLines(listing)
        let writing = await codeThrown { _ = try SQLiteLedger.open(at: path, time: TickingTime(), git: nil) }
        #expect(writing == refusal.code)
        #expect(shellLines(listing) == before)
        let reading = await codeThrown {
            let reader = try await SQLiteLedgerReader(at: path)
            // Pages are looked at when they are needed.
            _ = try await reader.attempts(matching: AttemptQuery())
            _ = try await reader.entries(after: 0, limit: 100)
        }
        #expect(reading == refusal.code)
        #expect(shellLines(listing) == before)
    }

    @Test func warnsWhenOthersCanRead() async throws {
        let folder = try TemporaryFolder()
        try await newLedger(in: folder).close()
        shell("chmod 644 '\(folder["ledger.sqlite"])'")
        let ledger = try SQLiteLedger.open(at: folder["ledger.sqlite"], time: TickingTime(), git: nil)
        #expect(ledger.warnings.map(\.code) == [.ledgerUnsafe])
        #expect(ledger.warnings.map(\.severity) == [.warning])
    }

    @Test(.enabled(if: geteuid() == 0, "only root can give a file to somebody else"))
    func refusesAFileOfSomebodyElse() async throws {
        let folder = try TemporaryFolder()
        try await newLedger(in: folder).close()
        try #require(shell("chown 12345 '\(folder["ledger.sqlite"])'") == 0)
        let code = await codeThrown {
            _ = try SQLiteLedger.open(at: folder["ledger.sqlite"], time: TickingTime(), git: nil)
        }
        #expect(code == .ledgerUnsafe)
    }

    @Test(arguments: [
        "DROP TRIGGER entry_update", "DROP INDEX entry_intent", "CREATE VIEW v AS SELECT 1",
        "CREATE TRIGGER t AFTER INSERT ON entry BEGIN SELECT 1; END", "DROP TABLE meta",
    ]) func refusesTablesThatSomebodyWorkedOn(_ sql: String) async throws {
        let folder = try TemporaryFolder()
        try await newLedger(in: folder).close()
        try tamper(folder["ledger.sqlite"], sql)
        let path = folder["ledger.sqlite"]
        #expect(
            await codeThrown { _ = try SQLiteLedger.open(at: path, time: TickingTime(), git: nil) }
                == .ledgerDamaged
        )
        #expect(await codeThrown { _ = try await SQLiteLedgerReader(at: path) } == .ledgerDamaged)
        #expect(try await LedgerVerification.verify(ledgerAt: path).fault?.kind == .schema)
    }

    @Test(arguments: [
        "UPDATE entry SET kind = 'x'", "DELETE FROM entry", "UPDATE meta SET value = ''", "DELETE FROM meta",
        "INSERT INTO meta VALUES ('a', 'b')",
        "INSERT OR REPLACE INTO entry SELECT * FROM entry WHERE sequence = 1",
        "INSERT OR REPLACE INTO entry SELECT 3, time, kind, payload, previous_hash, hash, attempt, run, manifest, realm, address, occurrence FROM entry WHERE sequence = 1",
        "INSERT INTO entry SELECT 9, time, 'unknown', payload, previous_hash, hash, attempt, run, manifest, realm, address, occurrence FROM entry WHERE sequence = 1",
    ]) func isAppendOnlyForEverybody(_ sql: String) async throws {
        let folder = try TemporaryFolder()
        let ledger = try newLedger(in: folder)
        let head = try await ledger.append([.sampleIntent("a"), .sampleIntent("b")])
        #expect(throws: DatabaseError.self) { try tamper(folder["ledger.sqlite"], sql) }
        #expect(try await ledger.head() == head)
        #expect(try await LedgerVerification.verify(ledgerAt: folder["ledger.sqlite"]).fault == nil)
    }
}

/// Works on a ledger as somebody with another tool would.
func tamper(_ path: String, _ sql: String) throws {
    let queue = try DatabaseQueue(path: path)
    try queue.inDatabase { try $0.execute(sql: sql) }
    try queue.close()
}
