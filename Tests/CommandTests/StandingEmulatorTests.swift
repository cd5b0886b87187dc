import Diagnostics
import RunnerTestSupport
import Testing

@testable import RunnerCommands

/// `--emulator FILE@PORT`: an emulator in a process of its own, which keeps its jobs from one command to the next.
@Suite struct StandingEmulatorTests {
    /// A manifest by name at an emulator whose jobs stay queued for long.
    private func commands(
        _ emulator: SeparateEmulator,
        named: String? = nil
    ) throws -> (manifest: String, emulator: String) {
        let workplace = emulator.workplace
        try workplace.write("by-name.yaml", try Workplace.example("manifests/by-name.yaml"))
        let port = emulator.address.drop { $0 != ":" }.dropFirst().drop { $0 != ":" }.dropFirst()
        return (workplace.folder + "/by-name.yaml", (named ?? workplace.emulator) + "@" + port)
    }

    @Test func cancelsWhatApplyLeftThere() async throws {
        try await SeparateEmulator.with(queued: "PT1H") { emulator in
            let workplace = emulator.workplace
            let (manifest, name) = try commands(emulator)
            let options = ["--emulator", name, "--ledger", workplace.ledger]
            let detached = await workplace.run(["apply", manifest, "--detach"] + options)
            #expect(detached.status == .success, "\(detached.error)")
            let cancelled = await workplace.run(["cancel", manifest] + options)
            #expect(cancelled.status == .success, "\(cancelled.error)")
            #expect(cancelled.output.contains("asked to cancel, cancelled"))
            let status = await workplace.run(["status", "--ledger", workplace.ledger])
            #expect(status.output.contains("cancelled"))
            let again = await workplace.run(["cancel", manifest] + options)
            #expect(again.status == .success, "\(again.error)")
            #expect(again.output == "nothing to cancel: no job is unfinished\n")
            // It is on record as a rehearsal's, and the cloud's jobs have nothing to do with it.
            let real = await workplace.run(["cancel", manifest, "--ledger", workplace.ledger])
            #expect(real.output == "nothing to cancel: no job is unfinished\n")
        }
    }

    @Test func waitFindsTheJobThere() async throws {
        try await SeparateEmulator.with { emulator in
            let workplace = emulator.workplace
            let (manifest, name) = try commands(emulator)
            let ledger = ["--ledger", workplace.ledger]
            _ = await workplace.run(["apply", manifest, "--detach", "--emulator", name] + ledger)
            let waited = await workplace.run(["wait"] + ledger)
            #expect(waited.status == .success, "\(waited.error)")
            #expect(try emulator.jobsCreated() == 1)
        }
    }

    /// The job was another emulator's, which has ended: the one that is there now does not know it.
    @Test func saysThatTheEmulatorDoesNotKnowTheJob() async throws {
        try await SeparateEmulator.with { emulator in
            let workplace = emulator.workplace
            let (manifest, name) = try commands(emulator)
            let ledger = ["--ledger", workplace.ledger]
            let detached = await workplace.run(
                ["apply", manifest, "--detach", "--emulator", workplace.emulator] + ledger
            )
            #expect(detached.status == .success, "\(detached.error)")
            let cancelled = await workplace.run(["cancel", manifest, "--emulator", name] + ledger)
            #expect(cancelled.status == .unfinished)
            #expect(
                cancelled.error.contains(
                    "error[RN0552]: the emulator `local` does not know the job of `heart-by-name/score`"
                )
            )
            #expect(cancelled.error.contains("an emulator forgets its jobs when it ends"))
            let waited = await workplace.run(["wait", "--timeout", "20"] + ledger)
            #expect(waited.status == .unfinished || waited.status == .negative, "\(waited.error)")
        }
    }

    @Test func anEmulatorOfThisCommandAloneKnowsNoJobs() async throws {
        try await Workplace.with { workplace in
            let outcome = await workplace.run([
                "cancel", workplace.manifest, "--emulator", workplace.emulator,
            ])
            #expect(outcome.status == .usage)
            #expect(outcome.error.contains("give --emulator FILE@PORT"))
        }
    }

    /// Who has the port must play what the document says, before a secret is sent there.
    @Test func nothingIsSentToWhoeverElseHasThePort() async throws {
        try await SeparateEmulator.with { emulator in
            let workplace = emulator.workplace
            let text = try Workplace.example("manifests/emulator.yaml")
                .replacingOccurrences("heart.eastus2", "other.eastus2")
            try workplace.write("other.yaml", text)
            let (manifest, name) = try commands(emulator, named: workplace.folder + "/other.yaml")
            let outcome = await workplace.run(
                ["apply", manifest, "--emulator", name, "--ledger", workplace.ledger]
            )
            #expect(outcome.status == .unavailable, "\(outcome.error)")
            #expect(outcome.error.contains("it does not play `other.eastus2.inference.ml.azure.com`"))
            #expect(try emulator.jobsCreated() == 0)
            let nobody = await workplace.run([
                "apply", manifest, "--emulator", workplace.emulator + "@1", "--ledger", workplace.ledger,
            ])
            #expect(nobody.status == .unavailable)
            #expect(nobody.error.contains("error[RN0806]: the emulator is not at 127.0.0.1:1"))
        }
    }

    @Test func tellsAPortFromAFilesName() async throws {
        let files = MemoryFileSystem()
        files.add("there@8470", "")
        func parts(_ text: String) -> [String] {
            let name = EmulatorName(text, in: files)
            return [name.file] + (name.port.map { ["\($0)"] } ?? [])
        }
        #expect(parts("a/b.yaml@8470") == ["a/b.yaml", "8470"])
        #expect(parts("there@8470") == ["there@8470"])
        for text in [
            "a.yaml", "a@0", "a@65536", "a@999999", "a@-1", "a@+1", "a@", "@80", "a@٣", "a@1/b.yaml",
        ] {
            #expect(parts(text) == [text])
        }
    }
}
