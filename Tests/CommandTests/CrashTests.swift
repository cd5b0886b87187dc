import Diagnostics
import Host
import Ledgers
import Plans
import RunnerTestSupport
import Subprocess
import Testing

/// reliability.md §7, rows 1 to 10 and 17, as far as they are the ledger's: the program is ended where it hurts, and
/// run again against the same emulator.
@Suite struct CrashTests {
    /// What must be so when `apply` is run once more.
    enum Then: Sendable {
        /// It ends with 0, and there is one job.
        case succeeds
        /// Nobody can know from the ledger alone: at most one job, and either it was found, or 3 says so.
        case succeedsOrSaysUnknown
    }

    static let points: [(String, Then)] = [
        ("ledger.append.runStarted", .succeeds), ("ledger.append.authenticated", .succeeds),
        ("submit.before-intent", .succeeds), ("ledger.append.intent", .succeeds),
        ("submit.after-intent", .succeedsOrSaysUnknown), ("submit.after-answer", .succeedsOrSaysUnknown),
        ("ledger.append.answered", .succeedsOrSaysUnknown),
        ("ledger.append.submitted", .succeedsOrSaysUnknown), ("submit.after-submitted", .succeeds),
        ("ledger.append.settled", .succeeds),
        ("ledger.append.runFinished", .succeeds),
    ]

    @Test(arguments: points) func isTakenUpAfterKill(point: String, then: Then) async throws {
        try await SeparateEmulator.with { emulator in
            let killed = try await emulator.apply(failpoint: point + "=kill")
            #expect(killed.status == .signaled(9), "\(killed.error)")
            let ledger = emulator.workplace.ledger
            let verified = await emulator.workplace.run(["ledger", "verify", "--ledger", ledger])
            #expect(verified.status == .success, "\(verified.error)")
            let again = try await emulator.apply()
            let created = try emulator.jobsCreated()
            switch then {
            case .succeeds:
                #expect(again.status == .exited(0), "\(again.error)")
                #expect(created == 1)
            case .succeedsOrSaysUnknown:
                #expect([.exited(0), .exited(3)].contains(again.status), "\(again.error)")
                #expect(created <= 1)
                if again.status == .exited(0) { #expect(created == 1) }
                if again.status == .exited(3) { #expect(again.error.contains("RN0546")) }
            }
            let reader = try await SQLiteLedgerReader(at: ledger)
            #expect(try await reader.attempts(matching: AttemptQuery()).count == 1)
            #expect(try await LedgerVerification.verify(ledgerAt: ledger).fault == nil)
        }
    }

    @Test func aPersonSettlesWhatNobodyCanKnow() async throws {
        try await SeparateEmulator.with { emulator in
            _ = try await emulator.apply(failpoint: "submit.after-intent=kill")
            #expect(try emulator.jobsCreated() == 0)
            let resolved = await emulator.workplace.run([
                "resolve", "managed-identity/score", "--absent", "--ledger", emulator.workplace.ledger,
            ])
            #expect(resolved.status == .success, "\(resolved.error)")
            let again = try await emulator.apply()
            #expect(again.status == .exited(0), "\(again.error)")
            #expect(try emulator.jobsCreated() == 1)
        }
    }

    @Test func aFullDiskBeforeTheIntentSendsNothing() async throws {
        try await SeparateEmulator.with { emulator in
            let outcome = try await emulator.apply(failpoint: "ledger.append.intent=full")
            #expect(outcome.status == .exited(74), "\(outcome.error)")
            #expect(outcome.error.contains("RN0606"))
            #expect(try emulator.jobsCreated() == 0)
            let again = try await emulator.apply()
            #expect(again.status == .exited(0), "\(again.error)")
            #expect(try emulator.jobsCreated() == 1)
        }
    }

    /// The limit on a file's size raises SIGXFSZ, which ends a process that does not ignore it.
    @Test func aLimitOnTheFileSendsNothing() async throws {
        try await SeparateEmulator.with { emulator in
            let made = await emulator.workplace.run(["ledger", "init", "--ledger", emulator.workplace.ledger])
            #expect(made.status == .success)
            let outcome = try await emulator.apply(shell: "ulimit -f 8;")
            #expect(outcome.status == .exited(74), "\(outcome.status) \(outcome.error)")
            #expect(try emulator.jobsCreated() == 0)
            let again = try await emulator.apply()
            #expect(again.status == .exited(0), "\(again.error)")
        }
    }

    @Test func aFullDiskAfterTheAnswerKeepsTheJobsId() async throws {
        try await SeparateEmulator.with { emulator in
            let outcome = try await emulator.apply(failpoint: "ledger.append.submitted=full")
            #expect(outcome.status == .exited(3), "\(outcome.status) \(outcome.error)")
            let path = emulator.workplace.ledger + ".emergency"
            let kept = String(decoding: try SystemFileSystem().read(path, limit: 1 << 20), as: UTF8.self)
            // The raw answer, and then what it means: one line each.
            let lines = kept.split(separator: "\n")
            #expect(lines.count == 2, "\(kept)")
            let id = try #require(lines.last?.split(separator: "\"").first { $0.hasPrefix("batchjob-") })
            #expect(outcome.error.contains("not recorded: "))
            #expect(outcome.error.contains(id))
            #expect(try emulator.jobsCreated() == 1)
            let runs = try await SQLiteLedgerReader(at: emulator.workplace.ledger).runs(matching: RunQuery())
            #expect(runs.map(\.exitStatus) == [3])
            // What was kept is enough to go on.
            let resolved = await emulator.workplace.run([
                "resolve", "managed-identity/score", "--adopt", String(id), "--ledger",
                emulator.workplace.ledger,
            ])
            #expect(resolved.status == .success, "\(resolved.error)")
            let again = try await emulator.apply()
            #expect(again.status == .exited(0), "\(again.error)")
            #expect(try emulator.jobsCreated() == 1)
        }
    }

    @Test(.enabled(if: CrashTests.mayMount, "a file system cannot be mounted read-only here"))
    func aReadOnlyFileSystemSendsNothing() async throws {
        try await SeparateEmulator.with { emulator in
            let workplace = emulator.workplace
            let made = await workplace.run(["ledger", "init", "--ledger", workplace.ledger])
            #expect(made.status == .success)
            let folder = "'\(workplace.folder)'"
            let outcome = try await emulator.apply(
                shell: "[ -n \"$M\" ] || M=1 exec unshare -m sh -c "
                    + "'mount --bind \(workplace.folder) \(workplace.folder) && mount -o remount,ro,bind "
                    + "\(workplace.folder) && M=1 exec \"$0\" apply \"$1\" --ledger \"$2\" --allow-host \"$3\"' "
                    + "\"$0\" \"$1\" \"$2\" \"$3\"; : \(folder);"
            )
            #expect(outcome.status == .exited(74), "\(outcome.status) \(outcome.error)")
            #expect(try emulator.jobsCreated() == 0)
        }
    }

    private static let mayMount =
        ProcessIdentity.current.user == "root"
        && SystemFileSystem().kind(of: "/usr/bin/unshare") == .file

    @Test func migrationIsAllOrNothing() async throws {
        try await SeparateEmulator.with { emulator in
            let ledger = emulator.workplace.ledger
            let dump = Fixture.packageRoot + "/Tests/CommandTests/Fixtures/ledgers/version-1.sql"
            let made = try await Subprocess.run(
                .name("python3"),
                arguments: [
                    "-c",
                    "import sqlite3, sys, os; os.umask(0o77); "
                        + "sqlite3.connect(sys.argv[1]).executescript(open(sys.argv[2]).read())",
                    ledger, dump,
                ],
                output: .discarded,
                error: .string(limit: 4096)
            )
            try #require(made.terminationStatus == .exited(0), "\(made.standardError)")
            let killed = try await emulator.apply(failpoint: "ledger.migrate=kill")
            #expect(killed.status == .signaled(9), "\(killed.error)")
            #expect(try emulator.jobsCreated() == 0)
            let again = try await emulator.apply()
            #expect(again.status == .exited(0), "\(again.error)")
            #expect(again.error.contains("RN0623"))
            #expect(try await LedgerVerification.verify(ledgerAt: ledger).fault == nil)
        }
    }
}
