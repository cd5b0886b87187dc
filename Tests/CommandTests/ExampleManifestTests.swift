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
            #expect(outcome.output.contains(" to submit"))
            #expect(
                outcome.output.contains("Authorization: Bearer <token of scoring for https://ml.azure.com>")
            )
        }
    }

    @Test(
        arguments: [
            ("JobManifest", "job-manifest"), ("Emulator", "emulator"), ("RunReport", "reports/run-report"),
            ("RunEvent", "reports/run-event"), ("SecretReport", "reports/secret-report"),
            ("ValidationReport", "reports/validation-report"),
        ]
    )
    func printsTheSchemaThatEditorsRead(kind: String, file: String) async throws {
        try await Workplace.with { workplace in
            let outcome = await workplace.run(["schema", kind])
            let text = try Fixture.text("schemas/\(file).v1.schema.json")
            #expect(outcome.output == text)
        }
    }
}
