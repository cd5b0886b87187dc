import RunnerTestSupport
import Testing

/// The immunities of the program, without anything beside the package.
@Suite struct HostileInputTests {
    @Test(arguments: HostileInput.all)
    func isHarmless(input: HostileInput) async throws {
        try await TemporaryFolder.with { folder in
            let command = try input.written(to: folder)
            let run = try await LimitedRun(command, in: folder, filling: ["schema.json"])
            #expect(run.status == (input.isValid ? 0 : 65), "\(run.error.prefix(1000))")
            for words in input.shows { #expect(run.error.contains(words), "\(run.error.prefix(1000))") }
            #expect(run.unsafeScalars == [])
            #expect(run.connections == 0)
            #expect(!run.error.contains("root:"))
            #expect(run.peakInMebibytes <= 128)
            // Built for debugging it is some ten times slower than it ships.
            #expect(run.processorTime < .seconds(10))
        }
    }

    /// An address instead of a file is looked up among the known schemas only.
    @Test func fetchesNoSchemaByItsAddress() async throws {
        try await TemporaryFolder.with { folder in
            let run = try await LimitedRun(
                ["validate", "--schema", "http://127.0.0.1:{port}/schema.json", "-"],
                in: folder
            )
            #expect(run.status == 65)
            #expect(run.connections == 0)
            #expect(run.error.contains("leads nowhere"))
        }
    }
}
