import RunnerTestSupport
import Subprocess
import SystemPackage
import Testing

/// The program against a server that does wrong by a seed; `RUNNER_TORTURE_ROUNDS` says for how many rounds.
@Suite struct TortureTests {
    @Test func eachJobIsCreatedOnceWhateverBreaks() async throws {
        let result = try await Subprocess.run(
            .name("python3"),
            arguments: [
                Fixture.packageRoot + "/Tests/CommandTests/Fixtures/torture/torture.py", "--runner",
                BinaryTests.program.string,
            ],
            input: .none,
            output: .string(limit: 1 << 20),
            error: .string(limit: 1 << 20)
        )
        #expect(
            result.terminationStatus == .exited(0),
            "\(result.standardOutput) \(result.standardError)"
        )
        #expect(result.standardOutput.contains(#""failures": 0"#))
    }
}
