import Diagnostics
import Host
import RunnerTestSupport
import Subprocess
import SystemPackage
import Testing

/// The whole way: a manifest, the embedded emulator, real scoring, a ledger.
@Suite struct RehearsalTests {
    @Test func scoresEveryPatientAsAnIndependentComputationDoes() async throws {
        try await Workplace.with { workplace in
            let outcome = await workplace.apply()
            #expect(outcome.status == .success, "\(outcome.error)")
            let path = "\(workplace.store)/heart-disease/2026-11-20/attempt-1/predictions.csv"
            let bytes = try SystemFileSystem().read(path, limit: 1 << 20)
            let script = Fixture.packageRoot + "/manifests/heart-disease/training/expected_predictions.py"
            let expected = try await Subprocess.run(
                .name("python3"),
                arguments: ["-B", script],
                output: .string(limit: 1 << 20)
            )
            let rows = Self.sortedRows(String(decoding: bytes, as: UTF8.self))
            #expect(rows.count == 303)
            #expect(rows == Self.sortedRows(expected.standardOutput))
        }
    }

    @Test func aSecondApplySendsNothing() async throws {
        try await Workplace.with { workplace in
            let first = await workplace.apply()
            #expect(first.error.contains("POST heart.eastus2.inference.ml.azure.com/jobs 1"))
            let second = await workplace.apply()
            #expect(second.status == .success)
            #expect(second.output.contains("up to date, attempt 1 as batchjob-"))
            #expect(!second.error.contains("POST"))
            let plan = await workplace.run([
                "plan", workplace.manifest, "--emulator", workplace.emulator, "--ledger", workplace.ledger,
            ])
            #expect(plan.output.contains("= heart-disease/score  up to date"))
            #expect(plan.output.contains("attempt 1 succeeded at 20"))
        }
    }

    @Test func aChangedInputMakesANewAttemptAndThePlanNamesIt() async throws {
        try await Workplace.with { workplace in
            #expect(await workplace.apply().status == .success)
            try workplace.edit("data/heart-disease-uci", "data/heart-disease-uci/")
            let plan = await workplace.run([
                "plan", workplace.manifest, "--emulator", workplace.emulator, "--ledger", workplace.ledger,
                "--detailed-exitcode",
            ])
            #expect(plan.status == .changes)
            #expect(plan.output.contains("~ heart-disease/score  changed since attempt 1"))
            #expect(plan.output.contains("inputs.patients.uri"))
            let outcome = await workplace.apply()
            #expect(outcome.status == .success, "\(outcome.error)")
            #expect(outcome.output.contains("succeeded, attempt 2 as batchjob-"))
        }
    }

    @Test(arguments: [
        ("# Scores 303", "# Rates 303"),
        ("team: cardiology", "team: nephrology"),
        (
            "    deployment: classifier-v2\n    credential: scoring\n",
            "    credential: scoring\n    deployment: classifier-v2\n"
        ),
        (
            "    experimentName: heart-disease\n",
            "    experimentName: heart-disease\n    timeouts: { execution: PT2H }\n"
        ),
        ("date:\n    type: string", "date:\n\n    type: \"string\""),
    ])
    func whatIsNotTheRemoteJobDoesNotRunItAgain(old: String, new: String) async throws {
        try await Workplace.with { workplace in
            #expect(await workplace.apply().status == .success)
            try workplace.edit(old, new)
            let outcome = await workplace.apply()
            #expect(outcome.status == .success, "\(outcome.error)")
            #expect(outcome.output.contains("up to date, attempt 1"))
        }
    }

    @Test func aRehearsalLeavesTheRealJobNew() async throws {
        try await Workplace.with { workplace in
            #expect(await workplace.apply().status == .success)
            let plan = await workplace.run(
                ["plan", workplace.manifest, "--ledger", workplace.ledger],
                environment: [:]
            )
            #expect(plan.status == .success, "\(plan.error)")
            #expect(plan.output.contains("+ heart-disease/score  new"))
        }
    }

    @Test func aFailingScriptIsShownWithItsTraceback() async throws {
        try await Workplace.with { workplace in
            try workplace.failingScript()
            let outcome = await workplace.apply()
            #expect(outcome.status == .negative)
            #expect(outcome.error.contains("error[RN0541]: job `heart-disease/score` failed"))
            #expect(outcome.error.contains("ValueError: no such column"))
            let verified = await workplace.run(["ledger", "verify", "--ledger", workplace.ledger])
            #expect(verified.status == .success)
        }
    }

    private static func sortedRows(_ text: String) -> [Substring] {
        text.split(separator: "\n").sorted {
            (Int($0.prefix { $0 != "," }) ?? 0) < (Int($1.prefix { $0 != "," }) ?? 0)
        }
    }
}

extension Workplace {
    /// Puts a scoring script in place that raises.
    func failingScript() throws {
        try SystemFileSystem().createFolder(folder + "/broken")
        try write(
            "broken/score.py",
            "def init():\n    pass\n\ndef run(files):\n    raise ValueError('no such column')\n"
        )
        let text = String(decoding: try SystemFileSystem().read(emulator, limit: 1 << 20), as: UTF8.self)
        let example = Fixture.packageRoot + "/manifests/heart-disease/code"
        try write("emulator.yaml", text.replacingOccurrences(example, "broken"))
    }
}
