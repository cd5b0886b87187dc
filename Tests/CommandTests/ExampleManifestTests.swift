import Diagnostics
import RunnerTestSupport
import Testing

/// Every file in `manifests/` is an example and a test.
@Suite struct ExampleManifestTests {
    @Test func everyExampleIsValid() async throws {
        try await Workplace.with { workplace in
            let outcome = await workplace.run(
                ["validate", Fixture.packageRoot + "/manifests"],
                environment: [:]
            )
            #expect(outcome.status == .success, "\(outcome.error)")
            #expect(outcome.error.isEmpty)
        }
    }

    @Test func everyExampleIsPlannedWithoutAnyEnvironment() async throws {
        try await Workplace.with { workplace in
            let outcome = await workplace.run(["plan", Fixture.packageRoot + "/manifests"], environment: [:])
            #expect(outcome.status == .success, "\(outcome.error)")
            #expect(outcome.output.contains("Plan: 1 to submit"))
            #expect(
                outcome.output.contains("Authorization: Bearer <token of scoring for https://ml.azure.com>")
            )
        }
    }
}
