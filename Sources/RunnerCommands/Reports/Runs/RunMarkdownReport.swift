import Diagnostics
import Execution
import Host

/// A run as a comment on a pull request or a job's summary: GitHub Flavored Markdown, what went wrong first.
///
/// Text from outside stands in fences and code: it can be no markup, link or
/// mention. Never longer than a comment may be; what does not fit is counted.
struct RunMarkdownReport {
    /// The most bytes: GitHub counts 65,536 characters, which are never more than bytes.
    static let limitInBytes = 65_536
    /// Up to here reasons are told; behind it stands the table.
    private static let reasonLimitInBytes = 36_000
    /// Room for the last lines.
    private static let reserveInBytes = 600

    private let report: RunReport

    /// Makes a report.
    ///
    /// - Parameter report: What the run did.
    init(_ report: RunReport) { self.report = report }

    /// The comment.
    var text: String {
        let span = SpanText.text(report.ended.milliseconds - report.began.milliseconds)
        var text = "### `runner \(report.command)`: \(report.summary)\n\n"
        text += "Ends with \(report.status.rawValue) (\(report.status.name)) after \(span)."
        if let rehearsal = report.rehearsal {
            text += " A rehearsal on the emulator \(MarkdownText.code(rehearsal))."
        }
        text += "\n" + problems + reasons(from: text.utf8.count)
        text += table(from: text.utf8.count)
        if let run = report.runID { text += "\nRun \(MarkdownText.code(run))" }
        if let head = report.ledger?.head { text += ", ledger head \(MarkdownText.code(head))" }
        return text + "\n"
    }

    private var problems: String {
        guard !report.ownProblems.isEmpty else { return "" }
        var lines = ""
        for problem in report.ownProblems.prefix(20) {
            let place = problem.place.map { ReportText.line($0, limit: 300) + ": " } ?? ""
            lines +=
                place + problem.severity.rawValue + "[" + problem.code + "]: "
                + ReportText.line(problem.message, limit: 500) + "\n"
        }
        let rest = report.ownProblems.count - 20
        if rest > 0 { lines += "… and \(rest) more\n" }
        return "\n" + MarkdownText.fenced(lines)
    }

    /// Why jobs are not as they are wanted, as many as have room.
    private func reasons(from used: Int) -> String {
        let told = report.worstFirst.filter { $0.outcome.standing != .succeeded && $0.outcome.reason != nil }
        var lines = ""
        var count = 0
        for job in told {
            let findings = job.outcome.findings.prefix(20).map {
                "\n    " + ReportText.line($0.path + ": " + $0.message, limit: 300)
            }
            let reason = ReportText.line(job.outcome.reason ?? "", limit: 500) + findings.joined()
            let line = ReportText.line(job.name, limit: 300) + ": " + reason + "\n"
            guard used + lines.utf8.count + line.utf8.count < Self.reasonLimitInBytes else { break }
            lines += line
            count += 1
        }
        guard !lines.isEmpty else { return "" }
        if count < told.count { lines += "… and \(told.count - count) more\n" }
        return "\n" + MarkdownText.fenced(lines)
    }

    private func table(from used: Int) -> String {
        guard !report.jobs.isEmpty else { return "" }
        let isLong = report.jobs.count > 20
        var text = isLong ? "\n<details>\n<summary>All jobs</summary>\n" : ""
        text += "\n| job | result | attempt | took |\n| --- | --- | ---: | ---: |\n"
        var shown = 0
        for job in report.worstFirst {
            let number = job.outcome.number.map(String.init) ?? ""
            let span = job.attempts.isEmpty ? "" : SpanText.text(job.milliseconds)
            let result = JobOutcome.words(job.outcome.ending.rawValue)
            let row =
                "| \(MarkdownText.code(job.name, limit: 300)) | \(Self.mark(job.outcome)) \(result) | \(number) | \(span) |\n"
            guard used + text.utf8.count + row.utf8.count < Self.limitInBytes - Self.reserveInBytes else {
                break
            }
            text += row
            shown += 1
        }
        if isLong { text += "\n</details>\n" }
        if shown < report.jobs.count {
            text += "\n**\(ReportedFindings.count(report.jobs.count - shown, "more job")) not listed.**\n"
        }
        return text
    }

    private static func mark(_ outcome: JobOutcome) -> String {
        switch outcome.standing {
        case .failed: "❌"
        case .open: "⏳"
        case .unsent: "⏭️"
        case .succeeded: "✅"
        }
    }
}
