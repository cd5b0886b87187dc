import Diagnostics
import Host
import JSONValues
import RunnerTestSupport
import Testing

@testable import RunnerCommands

/// `apply` with reports and streams of events.
@Suite struct ApplyReportTests {
    private static let names = ["junit": "r.xml", "json": "r.json", "html": "r.html", "markdown": "r.md"]

    /// The options for every report at once, into a folder that is not there yet.
    private static func everything(in workplace: Workplace) -> [String] {
        names.sorted { $0.key < $1.key }.flatMap {
            ["--report", "\($0.key)=\(workplace.folder)/out/\($0.value)"]
        }
            + ["--events-into", workplace.folder + "/out/events.jsonl"]
    }

    private static func text(_ name: String, of workplace: Workplace) throws -> String {
        let bytes = try SystemFileSystem().read(workplace.folder + "/out/" + name, limit: 1 << 20)
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func report(of workplace: Workplace) throws -> JSONValue {
        try JSONReader().read(Array(text("r.json", of: workplace).utf8))
    }

    private static func types(of text: String) throws -> [String] {
        try text.split(separator: "\n").map { try JSONReader().read(Array($0.utf8))["type"]?.string ?? "" }
    }

    private static func expectNoSecret(in workplace: Workplace) throws {
        for name in try SystemFileSystem().names(in: workplace.folder + "/out") {
            let bytes = try SystemFileSystem().read(workplace.folder + "/out/" + name, limit: 1 << 20)
            for encoding in SecretEncoding.allCases {
                let form = encoding.needle(Workplace.secret)
                #expect(!bytes.contains(form), "\(name) holds the secret, \(encoding)")
            }
        }
    }

    @Test func writesEveryReportOfOneRun() async throws {
        try await Workplace.with { workplace in
            let outcome = await workplace.apply(Self.everything(in: workplace))
            #expect(outcome.status == .success, "\(outcome.error)")
            let report = try Self.report(of: workplace)
            #expect(report["totals"] == ["jobs": 1, "succeeded": 1])
            let attempt = try #require(report["jobs"]?.array?[0]["attempts"]?.array?[0])
            let times = ["began", "submitted", "running", "ended"].compactMap { attempt[$0]?.string }
            #expect(times.count == 4 && times == times.sorted())
            #expect(report["ledger"]?["head"]?.string.map { outcome.output.contains($0) } == true)
            #expect(try Self.text("r.xml", of: workplace).contains(#"<testcase name="heart-disease/score""#))
            #expect(
                try Self.text("r.html", of: workplace).contains("<td>heart-disease/score<td>succeeded<td>1<")
            )
            #expect(
                try Self.text("r.md", of: workplace).contains("| `heart-disease/score` | ✅ succeeded | 1 |")
            )
            let types = try Self.types(of: Self.text("events.jsonl", of: workplace))
            #expect(types.prefix(4) == ["version", "job.planned", "job.intent", "job.submitted"])
            #expect(types.suffix(2) == ["job.finished", "run.summary"])
            try Self.expectNoSecret(in: workplace)
        }
    }

    @Test func reportsWhatCouldNotBegin() async throws {
        try await Workplace.with { workplace in
            try workplace.edit("deployment: classifier-v2", "deploymnt: classifier-v2")
            let outcome = await workplace.apply(Self.everything(in: workplace))
            #expect(outcome.status == .invalid)
            let report = try Self.report(of: workplace)
            #expect(report["exit"] == ["code": 65, "name": "invalid"])
            #expect(report["diagnostics"]?.array?[0]["code"] == "RN0203")
            #expect(report["diagnostics"]?.array?[0]["place"]?.string?.hasSuffix(":5") == true)
            #expect(try Self.text("r.xml", of: workplace).contains(#"<error type="RN0203""#))
            #expect(try Self.text("r.html", of: workplace).contains("<h2>Problems</h2>"))
            #expect(
                try Self.types(of: Self.text("events.jsonl", of: workplace)) == [
                    "version", "diagnostic", "run.summary",
                ]
            )
        }
    }

    @Test func reportsWhoWasRefused() async throws {
        try await Workplace.with { workplace in
            var wrong = Workplace.environment
            wrong["AZURE_CLIENT_ID"] = "33333333-3333-4333-8333-333333333333"
            let outcome = await workplace.apply(Self.everything(in: workplace), environment: wrong)
            #expect(outcome.status != .success)
            let report = try Self.report(of: workplace)
            #expect(report["exit"]?["code"]?.integer == Int(outcome.status.rawValue))
            #expect(report["totals"] == ["jobs": 1, "notBegun": 1])
            try Self.expectNoSecret(in: workplace)
        }
    }

    @Test func streamsEventsToStandardOutput() async throws {
        try await Workplace.with { workplace in
            let outcome = await workplace.apply(["-o", "jsonl"])
            #expect(outcome.status == .success)
            let types = try Self.types(of: outcome.output)
            #expect(types.first == "version" && types.last == "run.summary")
            #expect(types.contains("job.state"))
            let dry = await workplace.apply(["-o", "jsonl", "--dry-run"])
            #expect(dry.status == .usage)
        }
    }

    @Test func variablesGiveReportsToo() async throws {
        try await Workplace.with { workplace in
            var variables = Workplace.environment
            variables["RUNNER_REPORT"] =
                "json=\(workplace.folder)/out/r.json,markdown=\(workplace.folder)/out/r.md"
            variables["RUNNER_EVENTS_INTO"] = workplace.folder + "/out/events.jsonl"
            #expect(await workplace.apply(environment: variables).status == .success)
            let names = try SystemFileSystem().names(in: workplace.folder + "/out")
            #expect(names == ["events.jsonl", "r.json", "r.md"])
        }
    }

    @Test func refusesPlacesBeforeAnythingIsSent() async throws {
        try await Workplace.with { workplace in
            for extra in [
                ["--report", "html=\(workplace.folder)"], ["--events-into", workplace.folder],
                ["--report", "html=\(workplace.manifest)/r.html"],
            ] {
                let outcome = await workplace.apply(extra)
                #expect(outcome.status == .ledgerFailure)
                #expect(outcome.error.contains("error[RN0706]"))
                #expect(SystemFileSystem().kind(of: workplace.ledger) == nil)
            }
            for extra in [
                ["--report", "pdf=a.pdf"], ["--report", "html=a", "--report", "json=a"],
                ["--report", "html=a", "--events-into", "a"],
            ] {
                #expect(await workplace.apply(extra).status == .usage, "\(extra)")
            }
        }
    }

    @Test func saysWhenAReportCouldNotBeWritten() async throws {
        try await Workplace.with { workplace in
            // A device takes no new file in its place.
            let outcome = await workplace.apply(["--report", "html=/dev/null"])
            #expect(outcome.status == .ledgerFailure)
            #expect(outcome.output.contains("succeeded, attempt 1"))
            #expect(outcome.error.contains("error[RN0706]: `/dev/null` cannot be written"))
            let again = await workplace.apply(["--events-into", "/dev/full"])
            #expect(again.status == .ledgerFailure)
            #expect(again.error.split(separator: "RN0706").count == 2)
        }
    }
}
