import Diagnostics
import Execution
import Host
import RunnerTestSupport
import Testing

@testable import RunnerCommands

/// What holds for every report of a run.
@Suite struct RunReportTests {
    @Test(arguments: RunReportFormat.allCases) func nothingThatActsGetsOut(_ format: RunReportFormat) {
        let text = format.text(RunFixture.hostile)
        let acting = text.unicodeScalars.first { VisibleScalar.mustEscape($0) && $0 != "\n" }
        #expect(acting == nil)
        // Markdown and JSON have it as text, in a fence and in quotes.
        let isMarkup = format == .html || format == .junit
        #expect(!(isMarkup && (text.contains("<script") || text.contains("<img"))), "\(format)")
    }

    @Test(arguments: RunReportFormat.allCases) func writesRunsOfEverySize(_ format: RunReportFormat) {
        for count in [1, 40, 1000] {
            let report = RunFixture.report(of: count)
            let text = format.text(report)
            #expect(text.hasSuffix("\n"))
            #expect(text.contains(count == 1 ? "nightly/score-eu-1" : "nightly/score-eu-"))
        }
        var empty = RunFixture.report(of: 1)
        empty.jobs = []
        #expect(!format.text(empty).isEmpty)
    }

    @Test func theBinaryHasEverySchemaOfReports() {
        #expect(
            Fixture.names(in: "schemas/reports", suffix: ".schema.json").count == ReportSchema.allCases.count
        )
    }

    @Test func countsEndingsWorstFirst() {
        #expect(
            RunFixture.report(of: 1000).summary
                == "1000 jobs: 70 failed, 56 rejected, 840 succeeded, 34 up to date"
        )
        #expect(RunFixture.report(of: 1).summary == "1 job: 1 succeeded")
    }

    @Test func tellsHowFarABrokenRunWasSeen() {
        let jobs = RunReport.jobs(of: RunFixture.chronicle(of: 40, after: 1.3))
        #expect(jobs[0].outcome.ending == .unfinished)
        #expect(jobs[0].outcome.remoteID == RunFixture.id(1))
        #expect(jobs[4].outcome.ending == .unknown)
        #expect(jobs[5].outcome.ending == .notBegun)
        #expect(jobs[28].outcome.ending == .upToDate)
    }

    // MARK: HTML

    @Test(arguments: [1, 40, 1000, 20_000]) func htmlStaysSmall(_ count: Int) {
        let text = RunHTMLReport(RunFixture.report(of: count)).text
        #expect(text.utf8.count <= RunHTMLReport.limitInBytes)
        if count <= 1000 {
            let missing = (1...count).first { !text.contains("<td>\(RunFixture.address($0, of: count))<") }
            #expect(missing == nil)
        } else {
            let saysWhatIsMissing =
                text.contains("Not listed: ") && text.contains(" jobs are drawn, evenly chosen.")
            #expect(saysWhatIsMissing)
        }
    }

    @Test func htmlLoadsAndRunsNothing() {
        for report in [RunFixture.report(of: 1000), RunFixture.hostile] {
            let text = RunHTMLReport(report).text
            let policy =
                "<meta http-equiv=Content-Security-Policy content=\"default-src 'none'; style-src 'unsafe-inline'\">"
            let found = ["<script", "<link", "<img", "<iframe", "<object", "<form", "@import"].filter(
                text.contains
            )
            #expect(found == [])
            let hasPolicy = text.contains(policy)
            #expect(hasPolicy)
            let links = text.split(separator: " href=\"").dropFirst()
            #expect(links.allSatisfy { $0.hasPrefix("https://") } == true, "\(links.count) links")
        }
    }

    @Test func htmlTellsFailuresFirst() throws {
        let text = RunHTMLReport(RunFixture.report(of: 40)).text
        let places = try ["<h2>Failures", "<h2>Timeline", "<h2>Jobs", "<footer>"].map {
            try #require(text.firstRange(of: $0)).lowerBound
        }
        #expect(places == places.sorted())
        let tellsWhy = text.contains(
            "<pre>the scoring script ended with 1: ValueError: column `age` is missing</pre>"
        )
        #expect(tellsWhy)
        let rows = text.split(separator: "<tr class=").dropFirst()
        #expect(rows.map { $0.prefix(1) } == rows.map { $0.prefix(1) }.sorted())
        #expect(rows.first?.hasPrefix("f><td>nightly/score-eu-13<td>failed<td>1<td>22:00:03<td>") == true)
    }

    /// Writes samples for people to look at, in every form.
    @Test(.enabled(if: ProcessEnvironment.current["RUNNER_REPORT_SAMPLES"] != nil, "no folder for samples"))
    func writesSamples() throws {
        let folder = try #require(ProcessEnvironment.current["RUNNER_REPORT_SAMPLES"])
        let endings = [RunReportFormat.html: "html", .json: "json", .junit: "xml", .markdown: "md"]
        let runs =
            [1, 40, 1000].map { (String($0), RunFixture.report(of: $0)) } + [("hostile", RunFixture.hostile)]
        for (name, report) in runs {
            for (format, ending) in endings {
                try SystemFileSystem().write(
                    Array(format.text(report).utf8),
                    to: folder + "/" + name + "." + ending
                )
            }
        }
    }
}
