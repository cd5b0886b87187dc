import Diagnostics
import Host
import JSONValues
import RunnerTestSupport
import Subprocess
import SystemPackage
import Testing

@testable import RunnerCommands

/// The programs of docs/review.md that read a plan: Rego by an interpreter of OPA's language, and Python.
@Suite struct PlanProgramTests {
    private static let expected = [
        "heart-disease/score has no label cost-centre", "scoring is a service principal with a secret",
    ]

    private static func block(_ language: String) throws -> String {
        let parts = try Fixture.text("docs/review.md").split(separator: "```\(language)\n")
        return String(try #require(parts.last?.split(separator: "\n```").first)) + "\n"
    }

    private static func run(_ program: String, _ arguments: [String], in workplace: Workplace) async throws
        -> String
    {
        let result = try await Subprocess.run(
            .path("/bin/sh"),
            arguments: Arguments(
                ["-c", "cd \"$1\"; shift; \"$@\" < plan.json", "sh", workplace.folder, program] + arguments
            ),
            output: .string(limit: 1 << 20),
            error: .string(limit: 1 << 20)
        )
        return result.standardOutput + result.standardError
    }

    @Test func pythonDeniesWhatItIsToDeny() async throws {
        try await Workplace.with { workplace in
            try workplace.write("policy.py", try Self.block("python"))
            try workplace.write(
                "plan.json",
                await workplace.run(["plan", workplace.manifest, "-o", "json"]).output
            )
            let said = try await Self.run("python3", ["-B", "policy.py"], in: workplace)
            #expect(said == Self.expected.joined(separator: "\n") + "\n")
            try workplace.edit("workspaceblobstore", "elsewhere")
            try workplace.edit("team: cardiology", "cost-centre: c1")
            try workplace.write(
                "plan.json",
                await workplace.run(["plan", workplace.manifest, "-o", "json"]).output
            )
            let other = try await Self.run("python3", ["-B", "policy.py"], in: workplace)
            #expect(
                other.hasPrefix("heart-disease/score writes predictions elsewhere: azureml://"),
                "\(other)"
            )
        }
    }

    private static let python = Fixture.packageRoot + "/.build/peers/bin/python"
    private static let hasRego =
        (try? SystemFileSystem().names(in: Fixture.packageRoot + "/.build/peers/lib"))
        .map { folders in
            folders.contains {
                SystemFileSystem().kind(
                    of: Fixture.packageRoot + "/.build/peers/lib/\($0)/site-packages/regopy"
                ) != nil
            }
        } ?? false

    @Test(.enabled(if: hasRego, "scripts/set-up --tests has not installed regopy"))
    func regoDeniesTheSame() async throws {
        try await Workplace.with { workplace in
            try workplace.write("policy.rego", try Self.block("rego"))
            try workplace.write(
                "plan.json",
                await workplace.run(["plan", workplace.manifest, "-o", "json"]).output
            )
            try workplace.write(
                "evaluate.py",
                """
                import json, sys, regopy
                interpreter = regopy.Interpreter()
                interpreter.add_module("policy", open("policy.rego").read())
                interpreter.set_input_term(sys.stdin.read())
                found = json.loads(str(interpreter.query("data.runner.deny")))
                print("\\n".join(sorted(found["expressions"][0])))

                """
            )
            let said = try await Self.run(Self.python, ["-B", "evaluate.py"], in: workplace)
            #expect(said == Self.expected.joined(separator: "\n") + "\n")
        }
    }
}
