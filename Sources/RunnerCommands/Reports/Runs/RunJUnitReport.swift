import Diagnostics
import Execution
import Host

/// A run as JUnit XML: a suite for each manifest, a test case for each job.
///
/// What ended badly is a `failure`; what may still run, is unknown or was not sent because something was wrong is an
/// `error`; what was not begun is `skipped`. A job that is up to date has passed: it is as the manifest wants it. What
/// was wrong with the run itself is an `error` of a case named for the command.
struct RunJUnitReport {
    private let report: RunReport

    /// Makes a report.
    ///
    /// - Parameter report: What the run did.
    init(_ report: RunReport) { self.report = report }

    /// What a case is to a reader of JUnit.
    private enum Verdict: String {
        case passed
        case failure
        case error
        case skipped

        init(_ outcome: JobOutcome) {
            switch outcome.standing {
            case .succeeded: self = .passed
            case .failed: self = outcome.ending == .denied ? .error : .failure
            case .open: self = .error
            case .unsent: self = outcome.ending == .notSent ? .error : .skipped
            }
        }
    }

    /// The document, with a line feed at its end.
    var text: String {
        let name = "runner " + report.command
        let errors = report.ownProblems.filter { $0.severity == .error }
        let ownCase = errors.isEmpty && !report.jobs.isEmpty ? "" : runCase(name, errors)
        let all = report.jobs.map { Verdict($0.outcome) }
        let milliseconds = report.ended.milliseconds - report.began.milliseconds
        var text = #"<?xml version="1.0" encoding="UTF-8"?>"# + "\n"
        let own = ownCase.isEmpty ? [] : [errors.isEmpty ? Verdict.passed : .error]
        // The root of the form has no number of skipped cases.
        let totals = Self.counts(all + own, milliseconds).filter { $0.0 != "skipped" }
        text += XMLText.opening("testsuites", [("name", name)] + totals) + "\n"
        let groups = Dictionary(grouping: report.jobs, by: \.manifest)
        for manifest in manifests {
            let jobs = groups[manifest] ?? []
            let time = jobs.compactMap(\.ended).max().map { $0.milliseconds - report.began.milliseconds }
            let counts = Self.counts(jobs.map { Verdict($0.outcome) }, time ?? 0)
            text +=
                XMLText.opening(
                    "testsuite",
                    [("name", manifest), ("timestamp", seconds(report.began))] + counts
                ) + "\n"
            text += properties
            for job in jobs { text += testCase(job) }
            text += "</testsuite>\n"
        }
        if !ownCase.isEmpty {
            text += XMLText.opening("testsuite", [("name", name)] + Self.counts(own, milliseconds)) + "\n"
            text += properties + ownCase + "</testsuite>\n"
        }
        return text + "</testsuites>\n"
    }

    /// The manifests that have jobs, in order.
    private var manifests: [String] {
        var seen: Set<String> = []
        return report.jobs.map(\.manifest).filter { seen.insert($0).inserted }
    }

    private static func counts(_ verdicts: [Verdict], _ milliseconds: Int64) -> [(String, String)] {
        func count(_ verdict: Verdict) -> String { String(verdicts.count { $0 == verdict }) }
        return [
            ("tests", String(verdicts.count)), ("failures", count(.failure)), ("errors", count(.error)),
            ("skipped", count(.skipped)), ("time", SpanText.seconds(milliseconds)),
        ]
    }

    private var properties: String {
        let properties = [
            ("run", report.runID), ("runner", report.toolVersion), ("ledger", report.ledger?.file),
            ("ledger-head", report.ledger?.head), ("rehearsal", report.rehearsal),
        ].compactMap { name, value in value.map { [("name", name), ("value", $0)] } }
        return "<properties>" + properties.map { Self.empty("property", $0) }.joined() + "</properties>\n"
    }

    private func testCase(_ job: RunReport.Job) -> String {
        let outcome = job.outcome
        var text = XMLText.opening(
            "testcase",
            [
                ("name", job.name), ("classname", job.manifest + "." + job.endpoint),
                ("time", SpanText.seconds(job.milliseconds)),
            ]
        )
        let message = JobOutcome.words(outcome.ending.rawValue) + (outcome.reason.map { ": " + $0 } ?? "")
        let attributes = [("type", outcome.ending.rawValue), ("message", message)]
        switch Verdict(outcome) {
        case .passed: break
        case .skipped: text += Self.empty("skipped", [("message", message)])
        case .failure: text += fault("failure", attributes, outcome)
        case .error: text += fault("error", attributes, outcome)
        }
        text += "<system-out>" + XMLText.content(details(job).joined(separator: "\n")) + "</system-out>"
        return text + "</testcase>\n"
    }

    private func fault(_ name: String, _ attributes: [(String, String)], _ outcome: JobOutcome) -> String {
        let lines = [ReportText.line(outcome.headline), ReportText.line(outcome.reason ?? "")]
        let findings = outcome.findings.map { ReportText.line($0.path) + ": " + ReportText.line($0.message) }
        let content = (lines + findings).filter { !$0.isEmpty }.joined(separator: "\n")
        return XMLText.opening(name, attributes) + XMLText.content(content) + "</" + name + ">"
    }

    private func details(_ job: RunReport.Job) -> [String] {
        var lines = [job.outcome.headline]
        for attempt in job.attempts {
            let number = attempt.number.map { "attempt \($0)" } ?? "attempt"
            lines.append("\(number): began \(attempt.began)" + (attempt.ended.map { ", over \($0)" } ?? ""))
        }
        if let link = job.outcome.link { lines.append("look: " + link) }
        lines += job.outcome.outputs.map { "output \($0.name): \($0.uri)" }
        return lines.map { ReportText.line($0) }
    }

    private func runCase(_ name: String, _ errors: [RunProblem]) -> String {
        let opening = XMLText.opening("testcase", [("name", name), ("classname", "runner")])
        let faults = errors.prefix(100).map { problem in
            ([problem.headline] + (problem.place.map { ["at " + ReportText.line($0)] } ?? [])
                + problem.remarks)
                .joined(separator: "\n")
        }
        guard let first = errors.first else { return opening + "</testcase>\n" }
        let attributes = [("type", first.code), ("message", first.message)]
        return opening + XMLText.opening("error", attributes)
            + XMLText.content(faults.joined(separator: "\n\n")) + "</error></testcase>\n"
    }

    private func seconds(_ time: Timestamp) -> String { String(time.description.prefix(19)) }

    private static func empty(_ name: String, _ attributes: [(String, String)]) -> String {
        String(XMLText.opening(name, attributes).dropLast()) + "/>"
    }
}
