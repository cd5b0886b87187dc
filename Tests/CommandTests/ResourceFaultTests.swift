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

    /// Whatever it ends with, it claims no success that is none, the ledger is whole, and the next run makes good.
    ///
    /// Where nothing can be opened or no thread be made, the libraries below end the process.
    @Test(
        "67 out of memory or files",
        arguments: ["ulimit -n 6", "ulimit -n 16", "ulimit -n 24", "ulimit -v 200000", "ulimit -v 400000"]
    )
    func row67(limit: String) async throws {
        try await SeparateEmulator.with { emulator in
            let made = await emulator.workplace.run(["ledger", "init", "--ledger", emulator.workplace.ledger])
            #expect(made.status == .success)
            let outcome = try await emulator.apply(
                shell: limit
                    + #"; exec timeout -k 1 30 "$0" apply "$1" --ledger "$2" --allow-host "$3";"#
            )
            let created = try emulator.jobsCreated()
            #expect(created == 1 || outcome.status != .exited(0), "\(outcome.status) \(outcome.error)")
            let verification = try await LedgerVerification.verify(ledgerAt: emulator.workplace.ledger)
            #expect(verification.fault == nil)
            let again = try await emulator.apply()
            #expect([.exited(0), .exited(3)].contains(again.status), "\(again.error)")
            #expect(try emulator.jobsCreated() <= 1)
        }
    }
}
