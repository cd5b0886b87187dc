import Diagnostics
import Ledgers
import Plans
import Testing

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

@Suite struct SQLiteLedgerReaderTests {
    @Test func writesNothing() async throws {
        let folder = try TemporaryFolder()
        let ledger = try newLedger(in: folder)
        try await ledger.append([.sampleIntent("a"), .unknown(key: "a", reason: "504")])
        let records = try await ledger.attempts(matching: AttemptQuery())
        await ledger.close()
        let listing = "ls -lA --time-style=full-iso '\(folder.path)'; sha256sum '\(folder["ledger.sqlite"])'"
        let before = shellLines(listing)
        let reader = try await SQLiteLedgerReader(at: folder["ledger.sqlite"])
        #expect(reader.birth == ledger.birth)
        #expect(try await reader.attempts(matching: AttemptQuery()) == records)
        #expect(try await reader.history(of: "a").count == 2)
        #expect(try await reader.entries(after: 1, limit: 9).map(\.sequence) == [2])
        #expect(try await LedgerVerification.verify(reader).fault == nil)
        #expect(try await LedgerVerification.verify(ledgerAt: folder["ledger.sqlite"]).fault == nil)
        #expect(shellLines(listing) == before)
    }

    @Test(.enabled(if: geteuid() != 0, "root can write into every folder"))
    func worksInAFolderThatCannotBeWritten() async throws {
        let folder = try TemporaryFolder()
        try await newLedger(in: folder).close()
        shell("chmod 400 '\(folder["ledger.sqlite"])'; chmod 500 '\(folder.path)'")
        #expect(try await SQLiteLedgerReader(at: folder["ledger.sqlite"]).head().sequence == 0)
        let code = await codeThrown {
            let ledger = try SQLiteLedger.open(at: folder["ledger.sqlite"], time: TickingTime(), git: nil)
            try await ledger.append([.sampleIntent("a")])
        }
        #expect(code?.exitStatus == .ledgerFailure)
    }

    @Test func seesWhatAWriterAppends() async throws {
        let folder = try TemporaryFolder()
        let ledger = try newLedger(in: folder)
        let reader = try await SQLiteLedgerReader(at: folder["ledger.sqlite"])
        for number in 1...3 {
            let head = try await ledger.append([.sampleIntent("k\(number)")])
            #expect(try await reader.head() == head)
        }
        await ledger.close()
        #expect(try await reader.head().sequence == 3)
    }

    @Test func noticesAnotherLedgerInItsPlace() async throws {
        let folder = try TemporaryFolder()
        try await newLedger(in: folder).close()
        let reader = try await SQLiteLedgerReader(at: folder["ledger.sqlite"])
        shell("rm '\(folder["ledger.sqlite"])'")
        _ = try SQLiteLedger.create(at: folder["ledger.sqlite"], lineage: "other", time: TickingTime()) { 1 }
        #expect(await codeThrown { _ = try await reader.head() } == .ledgerReplaced)
    }

    @Test(arguments: ["a b?c#d%20é.sqlite", "file:x", ":memory:", "x?mode=memory"])
    func takesAnyName(_ name: String) async throws {
        let folder = try TemporaryFolder()
        let ledger = try newLedger(in: folder, name)
        try await ledger.append([.sampleIntent("a")])
        await ledger.close()
        #expect(folder.names == [name, name + ".users"])
        #expect(try await SQLiteLedgerReader(at: folder[name]).head().sequence == 1)
        #expect(try await SQLiteLedgerReader(at: "//" + folder[name]).head().sequence == 1)
    }
}
