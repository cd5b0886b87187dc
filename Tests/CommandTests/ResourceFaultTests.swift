import Diagnostics
import Ledgers
import Plans
import RunnerTestSupport
import Subprocess
import Testing

/// Rows of the fault table (docs/faults.md) that take something from the process: its outputs, its files, its memory.
@Suite struct ResourceFaultTests {
    /// Who reads has gone, or the disk that it is written to is full: the job goes on, and the status tells of it.
    @Test(
        "11 stdout closed, EPIPE",
        arguments: [
            "exec >/dev/full 2>/dev/full;", "exec >&- 2>&-;",
            #"mkfifo "$2.pipe"; : <"$2.pipe" & exec >"$2.pipe"; wait;"#,
        ]
    )
    func row11(shell: String) async throws {
        try await SeparateEmulator.with { emulator in
            let outcome = try await emulator.apply(shell: shell)
            #expect(outcome.status == .exited(0), "\(outcome.error)")
            #expect(try emulator.jobsCreated() == 1)
            let reader = try await SQLiteLedgerReader(at: emulator.workplace.ledger)
            #expect(try await reader.attempts(matching: AttemptQuery()).map(\.state) == [.succeeded])
            #expect(try await reader.runs(matching: RunQuery()).map(\.exitStatus) == [0])
        }
    }

    /// Whatever it ends with, it is no status of success, the ledger is whole, and the next run makes good.
    @Test(
        "67 out of memory or files",
        arguments: [6, 9, 12, 16, 20, 24].map { "ulimit -n \($0);" }
            + [150_000, 200_000, 300_000, 500_000].map { "ulimit -v \($0);" }
    )
    func row67(shell: String) async throws {
        try await SeparateEmulator.with { emulator in
            let made = await emulator.workplace.run(["ledger", "init", "--ledger", emulator.workplace.ledger])
            #expect(made.status == .success)
            let outcome = try await emulator.apply(shell: shell)
            let created = try emulator.jobsCreated()
            if outcome.status == .exited(0) { #expect(created == 1) }
            print("ROW67", shell, outcome.status, created, outcome.error.suffix(200))
            let verification = try await LedgerVerification.verify(ledgerAt: emulator.workplace.ledger)
            #expect(verification.fault == nil)
            let again = try await emulator.apply()
            #expect([.exited(0), .exited(3)].contains(again.status), "\(again.error)")
            #expect(try emulator.jobsCreated() <= 1)
        }
    }
}
