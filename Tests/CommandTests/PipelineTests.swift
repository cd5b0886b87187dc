import Diagnostics
import Host
import JSONValues
import RunnerTestSupport
import Testing

/// `needs`, `matrix` and outputs handed on: the example of the repository, on the embedded emulator.
@Suite struct PipelineTests {
    private static func withPipeline(_ body: (Workplace) async throws -> Void) async throws {
        try await Workplace.with { workplace in
            try workplace.write("pipeline.yaml", try Fixture.text("manifests/pipeline.yaml"))
            try await body(workplace)
        }
    }

    @Test func summarisesWhatWasScoredAndThenIsUpToDate() async throws {
        try await Self.withPipeline { workplace in
            let first = await workplace.pipeline()
            #expect(first.status == .success, "\(first.error)")
            #expect(first.error.contains("POST heart.eastus2.inference.ml.azure.com/jobs 4"))
            for region in ["eu", "us"] {
                let path = "\(workplace.store)/pipeline/\(region)/summary-1/summary.csv"
                let text = String(decoding: try SystemFileSystem().read(path, limit: 1 << 20), as: UTF8.self)
                let rows = text.split(separator: "\n")
                let counts = rows.map { row in row.split(separator: ",").compactMap { Int($0) } }
                #expect(counts.map { $0.first } == [0, 1])
                #expect(counts.reduce(0) { $0 + ($1.last ?? 0) } == 303)
            }
            let second = await workplace.pipeline()
            #expect(second.status == .success, "\(second.error)")
            #expect(!second.error.contains("POST"))
            #expect(second.output.split(separator: "\n").count { $0.contains("up to date, attempt 1") } == 4)
        }
    }

    /// A scoring that is done again writes to another place, which is what is then summarised.
    @Test func handsOnWhatTheNewestAttemptWrote() async throws {
        try await Self.withPipeline { workplace in
            #expect(await workplace.pipeline().status == .success)
            let again = await workplace.pipeline(["--rerun", "pipeline/score[region=eu]"])
            #expect(again.status == .success, "\(again.error)")
            #expect(again.output.contains("pipeline/score[region=us]  up to date, attempt 1"))
            #expect(again.output.contains("pipeline/score[region=eu]  succeeded, attempt 2"))
            #expect(again.output.contains("pipeline/summarise[region=us]  succeeded, attempt 2"))
            let list = await workplace.run([
                "ledger", "show", "pipeline/summarise[region=eu]", "-o", "json", "--ledger", workplace.ledger,
            ])
            #expect(list.output.contains("paths/pipeline/eu/attempt-2/predictions.csv"))
        }
    }

    @Test func skipsWhatNeedsAJobThatFailed() async throws {
        try await Self.withPipeline { workplace in
            try workplace.failingScript()
            let outcome = await workplace.pipeline()
            #expect(outcome.status == .negative)
            #expect(outcome.error.contains("error[RN0541]: job `pipeline/score[region=eu]` failed"))
            #expect(outcome.error.contains("POST heart.eastus2.inference.ml.azure.com/jobs 2"))
            let words = "pipeline/summarise[region=eu]  skipped: it needs `pipeline/score[region="
            #expect(outcome.output.contains(words))
            let list = await workplace.run(["ledger", "list", "-o", "json", "--ledger", workplace.ledger])
            #expect(list.output.split(separator: "\n").count { $0.contains("\"skipped\"") } == 2)
            let verified = await workplace.run(["ledger", "verify", "--ledger", workplace.ledger])
            #expect(verified.status == .success)
        }
    }

    @Test func doesOnlyWhatIsSelectedWithWhatItNeeds() async throws {
        try await Self.withPipeline { workplace in
            let alone = await workplace.pipeline(["--select", "pipeline/summarise"])
            #expect(alone.status == .usage)
            #expect(alone.error.contains("error[RN0372]"))
            let none = await workplace.pipeline(["--select", "pipeline/sum"])
            #expect(none.status == .usage)
            #expect(none.error.contains("error[RN0366]: no job `pipeline/sum`"))
            let first = await workplace.pipeline(["--select", "pipeline/score"])
            #expect(first.status == .success, "\(first.error)")
            #expect(first.error.contains("POST heart.eastus2.inference.ml.azure.com/jobs 2"))
            #expect(!first.output.contains("summarise"))
            let second = await workplace.pipeline(["--select", "*/summarise[region=us]"])
            #expect(second.status == .success, "\(second.error)")
            #expect(second.error.contains("POST heart.eastus2.inference.ml.azure.com/jobs 1"))
        }
    }

    /// The second manifest is not begun; without the option it is.
    @Test(arguments: [(true, "not begun: another job did not succeed"), (false, "failed, attempt 1")])
    func endsAtTheFirstFailureWhenAskedTo(failsFast: Bool, words: String) async throws {
        try await Self.withPipeline { workplace in
            try workplace.failingScript()
            let outcome = await workplace.pipeline([workplace.manifest] + (failsFast ? ["--fail-fast"] : []))
            #expect(outcome.status == (failsFast ? .unfinished : .negative), "\(outcome.error)")
            #expect(outcome.output.contains("heart-disease/score  \(words)"))
        }
    }

    @Test func thePlanShowsNeedsAndCombinations() async throws {
        try await Self.withPipeline { workplace in
            let text = await workplace.run(["plan", workplace.folder + "/pipeline.yaml"]).output
            #expect(text.contains("pipeline/score  2 combinations: 2 to submit"))
            #expect(text.contains("+ pipeline/summarise[region=us]  to submit"))
            #expect(text.contains("    needs       score\n"))
            #expect(text.contains("${{ jobs.score[region=eu].outputs.predictions.uri }}"))
            let json = await workplace.run(["plan", workplace.folder + "/pipeline.yaml", "-o", "json"]).output
            let value = try JSONReader().read(Array(json.utf8))
            #expect(value["jobs"]?.array?.map { $0["needs"]?.array?.count } == [0, 0, 1, 1])
        }
    }

    @Test func aPlanOfHundredsIsFolded() async throws {
        try await Self.withPipeline { workplace in
            let values = (0..<300).map(String.init).joined(separator: ", ")
            let text = try Fixture.text("manifests/pipeline.yaml").replacing("[eu, us]", with: "[\(values)]")
            try workplace.write("pipeline.yaml", text)
            let plan = await workplace.run(["plan", workplace.folder + "/pipeline.yaml"]).output
            #expect(plan.contains("… 280 more: 280 to submit"))
            #expect(plan.split(separator: "\n").count < 120)
            #expect(plan.contains("Plan: 600 to submit"))
        }
    }
}

extension Workplace {
    /// Applies the pipeline on the emulator.
    fileprivate func pipeline(_ extra: [String] = []) async -> Outcome {
        await run(
            ["apply", folder + "/pipeline.yaml", "--emulator", emulator, "--ledger", ledger] + extra
        )
    }
}
