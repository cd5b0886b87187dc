import Diagnostics
import RunnerTestSupport
import Testing

/// An endpoint that is looked up, the whole way: the emulator plays the resource manager too.
@Suite struct WorkspaceRehearsalTests {
    @Test func looksTheEndpointUpAndScores() async throws {
        try await Workplace.with { workplace in
            try workplace.write("by-name.yaml", try Workplace.example("manifests/by-name.yaml"))
            let outcome = await workplace.run([
                "apply", workplace.folder + "/by-name.yaml", "--emulator", workplace.emulator, "--ledger",
                workplace.ledger,
            ])
            #expect(outcome.status == .success, "\(outcome.error)")
            #expect(outcome.error.contains("GET management.azure.com/"))
            #expect(outcome.error.contains("POST heart.eastus2.inference.ml.azure.com/jobs 1"))
            let again = await workplace.run([
                "plan", workplace.folder + "/by-name.yaml", "--emulator", workplace.emulator, "--ledger",
                workplace.ledger,
            ])
            #expect(again.output.contains("= heart-by-name/score  up to date"))
        }
    }

    @Test func thePlanNamesEveryHostThatSeesAToken() async throws {
        try await Workplace.with { workplace in
            let path = Fixture.packageRoot + "/manifests/by-name.yaml"
            let outcome = await workplace.run(["plan", path], environment: [:])
            #expect(outcome.status == .success, "\(outcome.error)")
            #expect(
                outcome.output.contains(
                    "scoring → management.azure.com, *.inference.ml.azure.com, *.api.azureml.ms"
                )
            )
        }
    }

    @Test func cancellingNeedsAWorkspace() async throws {
        try await Workplace.with { workplace in
            #expect(await workplace.run(["ledger", "init", "--ledger", workplace.ledger]).status == .success)
            let path = Fixture.packageRoot + "/manifests/by-name.yaml"
            let outcome = await workplace.run(["cancel", path, "--ledger", workplace.ledger])
            #expect(outcome.status == .success, "\(outcome.error)")
            #expect(outcome.output == "nothing to cancel: no job is unfinished\n")
            let unknown = await workplace.run(["cancel", path, "--job", "a/b", "--ledger", workplace.ledger])
            #expect(unknown.status == .noInput)
        }
    }
}
