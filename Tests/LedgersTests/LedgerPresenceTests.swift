import Ledgers
import Testing

/// What one process knows of others at the same ledger.
@Suite struct LedgerPresenceTests {
    /// Another process has the file locked as a runner has, and ends with the lock in its hands.
    @Test(.timeLimit(.minutes(5))) func seesAnotherProcessAndThatItWasKilled() async throws {
        let folder = try TemporaryFolder()
        let ledger = try newLedger(in: folder)
        #expect(await !ledger.isShared())
        let script = """
            import fcntl, signal, sys
            file = open(sys.argv[1])
            fcntl.lockf(file, fcntl.LOCK_SH)
            open(sys.argv[2], "w").write("there")
            signal.pause()
            """
        shell("mkfifo '\(folder["fifo"])'")
        let process = shellLines(
            "python3 -c '\(script)' '\(folder["ledger.sqlite.users"])' '\(folder["fifo"])' >/dev/null 2>&1 & "
                + "cat '\(folder["fifo"])' >/dev/null; echo $!"
        )
        #expect(await ledger.isShared())
        shell("kill -9 \(process.joined())")
        while await ledger.isShared() { await Task.yield() }
        await ledger.close()
        #expect(await ledger.isShared())
    }

    @Test func takesOthersForThereWhereItCannotTell() async throws {
        let folder = try TemporaryFolder()
        try await newLedger(in: folder).close()
        shell("rm '\(folder["ledger.sqlite.users"])' && mkdir '\(folder["ledger.sqlite.users"])'")
        let ledger = try SQLiteLedger.open(at: folder["ledger.sqlite"], time: TickingTime(), git: nil)
        #expect(await ledger.isShared())
        await ledger.close()
    }
}
