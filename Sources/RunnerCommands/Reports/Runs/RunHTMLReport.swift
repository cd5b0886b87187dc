import Diagnostics
import Execution
import Host

/// A run as one HTML file: nothing is loaded, nothing is run, and nothing from outside is markup.
///
/// Failures first, then when jobs ran, then all jobs. Never longer than ``limitInBytes``: where there are many jobs,
/// links and reasons of the later ones are left out, then rows of those that succeeded, and that is said.
struct RunHTMLReport {
    /// The most bytes of a report.
    static let limitInBytes = 300_000

    private let report: RunReport

    /// Makes a report.
    ///
    /// - Parameter report: What the run did.
    init(_ report: RunReport) { self.report = report }

    /// The letter that classes have for a standing.
    static func letter(_ standing: JobOutcome.Standing) -> String {
        switch standing {
        case .failed: "f"
        case .open: "o"
        case .unsent: "u"
        case .succeeded: "s"
        }
    }

    /// The document, with a line feed at its end.
    var text: String {
        let start = head + header + problems + RunHTMLFailures(report).html + RunHTMLTimeline(report).html
        let end = footer
        let room = Self.limitInBytes - start.utf8.count - end.utf8.count
        return start + RunHTMLTable(report).html(room: room) + end
    }

    private var head: String {
        """
        <!doctype html>
        <html lang=en><head><meta charset=utf-8>
        <meta http-equiv=Content-Security-Policy content="default-src 'none'; style-src 'unsafe-inline'">
        <meta name=viewport content="width=device-width, initial-scale=1">
        <meta name=referrer content=no-referrer><meta name=color-scheme content="light dark">
        <title>\(verdict.words) · runner \(XMLText.line(report.command, limit: 40))</title>
        <style>
        \(RunHTMLStyle.text)
        </style></head><body>

        """
    }

    /// What the run is as a whole, in a word.
    private var verdict: (words: String, letter: String) {
        let worst = report.worstFirst.first?.outcome.standing
        if report.status == .success { return ("succeeded", "s") }
        if report.status == .negative || worst == .failed { return ("failed", "f") }
        return worst == .open || report.status == .unfinished
            ? ("unfinished", "o") : (JobOutcome.words(report.status.name), "o")
    }

    private var header: String {
        let names = report.manifests.map { XMLText.line($0.name, limit: 100) }
        let title = names.count > 3 ? "\(names.count) manifests" : names.joined(separator: ", ")
        let took = SpanText.text(report.ended.milliseconds - report.began.milliseconds)
        var html = "<header><h1>" + (title.isEmpty ? "runner " + XMLText.line(report.command) : title)
        html += " <span class=\"verdict \(verdict.letter)\">\(verdict.words)</span></h1>\n"
        html += "<p class=dim>runner \(XMLText.line(report.command, limit: 40)), \(Self.day(report.began)) "
        html += "\(Self.clock(report.began)) UTC, took \(took), ends with \(report.status.rawValue) "
        html += "(\(report.status.name))"
        if let rehearsal = report.rehearsal {
            html += "; a rehearsal on the emulator " + XMLText.line(rehearsal, limit: 100)
        }
        html += "</p>\n<ul class=tiles><li><b>\(report.jobs.count)</b>"
        html += "<span>\(report.jobs.count == 1 ? "job" : "jobs")</span></li>"
        for (ending, count) in report.counts {
            let letter = Self.letter(JobOutcome.Standing(ending))
            html +=
                "<li><b class=\(letter)>\(count)</b><span>\(JobOutcome.words(ending.rawValue))</span></li>"
        }
        html += "</ul>\n"
        if report.jobs.count > 1 {
            html += "<div class=meter aria-hidden=true>"
            for (ending, count) in report.counts {
                html += "<i class=\(Self.letter(JobOutcome.Standing(ending))) style=flex:\(count)></i>"
            }
            html += "</div>\n"
        }
        return html + "</header>\n"
    }

    /// What was wrong with the run itself; what the far side said of a job stands with that job.
    private var problems: String {
        let own = report.ownProblems.prefix(20)
        guard !own.isEmpty else { return "" }
        var html = "<section><h2>Problems</h2>\n"
        for problem in own {
            html += "<article class=\(problem.severity == .error ? "f" : "o")><b>"
            html += "\(problem.severity.rawValue)[\(problem.code)]</b> "
            html += "<span>" + XMLText.line(problem.headline, limit: 600) + "</span>"
            let remarks = (problem.place.map { [$0] } ?? []) + problem.remarks.prefix(10)
            if !remarks.isEmpty {
                html +=
                    "<pre>" + remarks.map { XMLText.line($0, limit: 300) }.joined(separator: "\n") + "</pre>"
            }
            html += "</article>\n"
        }
        let rest = report.ownProblems.count - own.count
        if rest > 0 { html += "<p class=dim>\(rest) more are in the other reports.</p>\n" }
        return html + "</section>\n"
    }

    private var footer: String {
        var facts: [String] = []
        if let run = report.runID { facts.append("Run <code>" + XMLText.line(run, limit: 100) + "</code>") }
        if let ledger = report.ledger {
            let head = ledger.head.map { ", head <code>" + XMLText.line($0, limit: 100) + "</code>" } ?? ""
            facts.append("ledger <code>" + XMLText.line(ledger.file, limit: 300) + "</code>" + head)
        }
        facts.append("runner " + XMLText.line(report.toolVersion, limit: 60))
        return "<footer>" + facts.joined(separator: " · ") + "</footer>\n</body></html>\n"
    }

    /// The engine's id of a job, leading to its page where that is an https address.
    static func id(_ id: String, link: String?) -> String {
        let text = XMLText.line(id, limit: 200)
        guard let link, link.utf8.starts(with: "https://".utf8), link.utf8.count <= 2000 else {
            return "<span class=id>\(text)</span>"
        }
        return "<a class=id rel=noreferrer href=\"\(XMLText.attribute(link))\">\(text)</a>"
    }

    /// `2026-11-20`.
    private static func day(_ time: Timestamp) -> String { String(time.description.prefix(10)) }

    /// `22:04:05`.
    static func clock(_ time: Timestamp) -> String { String(time.description.dropFirst(11).prefix(8)) }
}
