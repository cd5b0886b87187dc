import Diagnostics
import Host
import Ledgers
import Plans
import RunnerTestSupport
import Subprocess
import Testing

@testable import RunnerCommands

/// `apply --detach`, `wait`, `resume` and `retry` against an emulator that lives on.
@Suite struct ContinuationTests {
    private func runs(_ emulator: SeparateEmulator) async throws -> [RunHistory] {
        try await SQLiteLedgerReader(at: emulator.workplace.ledger).runs(matching: RunQuery())
    }

    private func states(_ emulator: SeparateEmulator) async throws -> [JobState] {
        try await SQLiteLedgerReader(at: emulator.workplace.ledger).attempts(matching: AttemptQuery())
            .map(\.state)
    }

    @Test func detachEndsWhenAcceptedAndWaitWaits() async throws {
        try await SeparateEmulator.with { emulator in
            let detached = await emulator.run(["apply", emulator.manifest, "--detach"])
            #expect(detached.status == .success, "\(detached.error)")
            #expect(detached.output.contains("unfinished"))
            #expect(detached.error.contains("`runner wait` waits for what goes on"))
            #expect(try await states(emulator) == [.submitted])
            let waited = await emulator.run(["wait", "managed-identity/score"])
            #expect(waited.status == .success, "\(waited.error)")
            #expect(try await states(emulator) == [.succeeded])
            #expect(try emulator.jobsCreated() == 1)
            let found = try await runs(emulator)
            try #require(found.map(\.record.command) == ["apply", "wait"])
            #expect(found[1].record.parent == found[0].record.runID)
            let again = await emulator.run(["wait"])
            #expect(again.status == .success)
            #expect(again.error == "nothing to wait for: every attempt has ended\n")
        }
    }

    @Test func waitGivesUpAtItsTimeout() async throws {
        try await SeparateEmulator.with { emulator in
            _ = await emulator.run(["apply", emulator.manifest, "--detach"])
            let waited = await emulator.run(["wait", "--timeout", "0"])
            // Nobody can say whether the job was faster.
            #expect([.success, .unfinished].contains(waited.status), "\(waited.error)")
            let created = try emulator.jobsCreated()
            #expect(created == 1)
        }
    }

    /// `submit.before-intent`: nothing was sent; `submit.after-submitted`: the job runs.
    @Test(arguments: ["submit.before-intent", "submit.after-submitted", "ledger.append.settled"])
    func resumeGoesOnAfterKill(point: String) async throws {
        try await SeparateEmulator.with { emulator in
            let killed = try await emulator.apply(failpoint: point + "=kill")
            #expect(killed.status == .signaled(9), "\(killed.error)")
            let resumed = await emulator.run(["resume"])
            #expect(resumed.status == .success, "\(resumed.error)")
            #expect(try emulator.jobsCreated() == 1)
            #expect(try await states(emulator) == [.succeeded])
            let found = try await runs(emulator)
            try #require(found.count == 2)
            let parent = found[0].record.runID
            let shown = await emulator.run(["ledger", "show", parent], allowsHost: false)
            #expect(shown.output.contains("  child     \(found[1].record.runID)  resume  0 success"))
            let child = await emulator.run(["ledger", "show", found[1].record.runID], allowsHost: false)
            #expect(child.output.contains("  parent    \(parent)"))
            let nothing = await emulator.run(["resume"])
            #expect(nothing.status == .success)
            #expect(nothing.error == "nothing to resume: every run has ended\n")
        }
    }

    @Test func resumeRefusesAnotherManifestThanWasBegun() async throws {
        try await SeparateEmulator.with { emulator in
            _ = try await emulator.apply(failpoint: "submit.before-intent=kill")
            let text = String(
                decoding: try SystemFileSystem().read(emulator.manifest, limit: 1 << 20),
                as: UTF8.self
            )
            try emulator.workplace.write("managed-identity.yaml", text + "\n# changed\n")
            let changed = await emulator.run(["resume"])
            #expect(changed.status == .blocked)
            #expect(changed.error.contains("RN0743"))
            #expect(try emulator.jobsCreated() == 0)
            let unknown = await emulator.run(["resume", "4711"])
            #expect(unknown.status == .noInput)
            #expect(unknown.error.contains("RN0741"))
        }
    }

    @Test func aRetryIsAChildAnyNumberOfTimes() async throws {
        try await SeparateEmulator.with { emulator in
            let applied = await emulator.run(["apply", emulator.manifest, "--set", "date=2026-11-01"])
            #expect(applied.status == .success, "\(applied.error)")
            for _ in 0..<3 {
                let retried = await emulator.run(["retry"])
                #expect(retried.status == .success, "\(retried.error)")
            }
            #expect(try emulator.jobsCreated() == 4)
            let changed = await emulator.run(["retry", "--failed", "--set", "date=2026-11-02"])
            #expect(changed.status == .success, "\(changed.error)")
            #expect(try emulator.jobsCreated() == 5)
            // What succeeded is left alone.
            let idle = await emulator.run(["retry", "--failed"])
            #expect(idle.status == .success, "\(idle.error)")
            #expect(try emulator.jobsCreated() == 5)
            let found = try await runs(emulator)
            try #require(found.count == 6)
            #expect(found.map(\.record.command) == ["apply", "retry", "retry", "retry", "retry", "retry"])
            let parents = found.map(\.record.parent)
            #expect(parents == [nil] + found.dropLast().map(\.record.runID))
            #expect(found[4].record.given?.values == ["date=2026-11-02"])
            let attempts = try await SQLiteLedgerReader(at: emulator.workplace.ledger)
                .attempts(matching: AttemptQuery())
            #expect(attempts.map(\.number) == [1, 2, 3, 4, 5])
            #expect(attempts.last?.outputs["predictions"]?.contains("2026-11-02") == true)
            let listed = await emulator.run(["ledger", "list", "--runs"], allowsHost: false)
            #expect(listed.output.contains("PARENT"))
        }
    }

    /// Two processes, one group: the second job is sent after the first one ended.
    @Test func twoProcessesTakeTurns() async throws {
        try await SeparateEmulator.with { emulator in
            let text = String(
                decoding: try SystemFileSystem().read(emulator.manifest, limit: 1 << 20),
                as: UTF8.self
            ).replacingOccurrences(
                "    endpoint: heart\n",
                "    endpoint: heart\n    concurrency: { group: g }\n"
            )
            var files: [String] = []
            for name in ["one", "two", "three"] {
                let own = text.replacingOccurrences("name: managed-identity", "name: \(name)")
                    .replacingOccurrences("paths/managed-identity/", "paths/\(name)/")
                try emulator.workplace.write(name + ".yaml", own)
                files.append(emulator.workplace.folder + "/" + name + ".yaml")
            }
            let made = await emulator.workplace.run(["ledger", "init", "--ledger", emulator.workplace.ledger])
            #expect(made.status == .success)
            let paths = files
            try await withThrowingTaskGroup(of: SeparateEmulator.Outcome.self) { group in
                for path in paths { group.addTask { try await emulator.apply(manifest: path) } }
                for try await outcome in group { #expect(outcome.status == .exited(0), "\(outcome.error)") }
            }
            #expect(try emulator.jobsCreated() == 3)
            let reader = try await SQLiteLedgerReader(at: emulator.workplace.ledger)
            var running: Set<String> = []
            for entry in try await reader.entries(after: 0, limit: 1000) {
                switch try entry.readEvent() {
                case .intent(let record):
                    running.insert(record.key)
                    #expect(running.count == 1)
                case .settled(let key, _, _): running.remove(key)
                default: break
                }
            }
            #expect(running.isEmpty)
            let unlocked = await emulator.run(["ledger", "unlock"], allowsHost: false)
            #expect(unlocked.output == "nobody has a lease\n")
        }
    }
}
