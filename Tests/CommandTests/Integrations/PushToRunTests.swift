import Diagnostics
import Host
import RunnerTestSupport
import Subprocess
import SystemPackage
import Testing

/// The walk of `scripts/push-to-run`: what a person sees who pushes to a repository with the hook.
@Suite(.timeLimit(.minutes(10))) struct PushToRunTests {
    /// Identifiers and times, which are others each time, replaced.
    static func normal(_ text: String) -> String {
        text.replacing(/batchjob-[0-9a-f-]{36}/, with: "batchjob-…")
            .replacing(/run [0-9a-f-]{36}/, with: "run …")
            .replacing(/head (\d+):[0-9a-f]{64}/) { "head \($0.1):…" }
            .replacing(/\d{4}-\d\d-\d\dT[0-9:.]+Z/, with: "TIME")
            .replacing(/Against [0-9a-f]{40} \([0-9a-f]{12}\)/, with: "Against COMMIT")
            .replacing(/jobs\/\* \d+/, with: "jobs/* N")
    }

    static func walk() async throws -> String {
        let result = try await Subprocess.run(
            .path(FilePath(Fixture.packageRoot + "/scripts/push-to-run")),
            arguments: [.init(stringLiteral: BinaryTests.program.string)],
            output: .string(limit: 1 << 20),
            error: .string(limit: 1 << 20)
        )
        try #require(
            result.terminationStatus == .exited(0),
            "\(result.standardOutput)\(result.standardError)"
        )
        return normal(result.standardOutput)
    }

    @Test func everyPushEndsAsItIsSaid() async throws {
        let text = try await Self.walk()
        let steps = text.split(separator: /\n(?=\d\. )/).map(String.init)
        try #require(steps.count == 6, "\(text)")
        #expect(steps[1].contains("+ heart-disease/score  new") && steps[1].contains("succeeded, attempt 1"))
        #expect(steps[1].hasSuffix("exit status 0\n"))
        #expect(
            steps[2].contains("= heart-disease/score  up to date") && steps[2].hasSuffix("exit status 0\n")
        )
        #expect(!steps[2].contains("sending") && !steps[2].contains("POST"))
        #expect(steps[3].contains("changed since attempt 1") && steps[3].contains("succeeded, attempt 2"))
        #expect(steps[3].contains("Against COMMIT: 0 added, 1 changed, 0 removed"))
        #expect(
            steps[4].contains("error[RN0601]: there is no ledger") && steps[4].hasSuffix("exit status 78\n")
        )
        #expect(!steps[4].contains("sending") && !steps[4].contains("POST"))
        #expect(
            steps[5].contains("heart-disease/score  2        succeeded") && !steps[5].contains("score  3")
        )
        #expect(steps[5].contains("verified 20 entries"))
    }
}
