import Diagnostics
import JSONValues
import RunnerTestSupport
import Testing

@testable import RunnerCommands

/// Each report of a run is read by what it is written for, or by an independent reader of the same form.
@Suite(.enabled(if: ReportConsumer.arePresent, ReportConsumer.absence)) struct RunReportConsumerTests {
    static let reports: [(name: String, report: RunReport)] = {
        var empty = RunFixture.report(of: 1)
        empty.jobs = []
        empty.ledger = nil
        empty.runID = nil
        let open = RunFixture.report(
            RunFixture.chronicle(of: 40, after: 20),
            ended: RunFixture.time(20),
            .interrupted
        )
        return [
            ("one", RunFixture.report(of: 1)), ("forty", RunFixture.report(of: 40)),
            ("thousand", RunFixture.report(of: 1000)), ("hostile", RunFixture.hostile), ("empty", empty),
            ("interrupted", open),
        ]
    }()

    @Test(arguments: RunReportFormat.allCases) func readsEveryRun(_ format: RunReportFormat) async throws {
        for (name, report) in Self.reports {
            let seen = try await ReportConsumer.read(format.text(report), as: "run_" + format.rawValue)
            #expect(seen["problems"] == [], "\(name)")
        }
    }

    @Test func junitHasACaseForEachJob() async throws {
        let seen = try await ReportConsumer.read(
            RunJUnitReport(RunFixture.report(of: 40)).text,
            as: "run_junit"
        )
        #expect([seen["tests"], seen["failures"], seen["errors"]] == [40, 5, 0])
        let cases = seen["cases"]?.array ?? []
        #expect(cases[12].array?.prefix(2) == ["nightly/score-eu-13", ["Failure"]])
        #expect(cases[28].array?.prefix(2) == ["nightly/score-eu-29", []])
        #expect(seen["text"]?.string?.contains("outputs.predictions.uri: there is a file already") == true)
    }

    @Test func jsonCountsAndTells() async throws {
        let seen = try await ReportConsumer.read(
            RunJSONReport(RunFixture.report(of: 40)).text,
            as: "run_json"
        )
        #expect(seen["totals"] == ["jobs": 40, "failed": 3, "rejected": 2, "succeeded": 34, "upToDate": 1])
        #expect(seen["jobs"] == 40)
    }

    @Test func htmlIsAPageWithARowForEachJob() async throws {
        let seen = try await ReportConsumer.read(
            RunHTMLReport(RunFixture.report(of: 40)).text,
            as: "run_html"
        )
        #expect(seen["rows"] == 40)
        #expect(seen["headings"] == ["Failures", "Timeline", "Jobs"])
    }

    @Test func markdownHasARowForEachJob() async throws {
        let seen = try await ReportConsumer.read(
            RunMarkdownReport(RunFixture.report(of: 40)).text,
            as: "run_markdown"
        )
        #expect(seen["rows"] == 40)
        let long = RunMarkdownReport(RunFixture.report(of: 20_000)).text
        #expect(long.utf8.count <= RunMarkdownReport.limitInBytes)
        let cut = try await ReportConsumer.read(long, as: "run_markdown")
        #expect(cut["problems"] == [])
        let rows = try #require(cut["rows"]?.integer)
        #expect(long.contains("**\(20_000 - rows) more jobs not listed.**"))
    }
}
