import Execution

/// What went wrong in a run and what is open: a card for each cause, with the jobs that it befell.
struct RunHTMLFailures {
    /// The most bytes of all cards; the table has every job.
    private static let limitInBytes = 60_000
    /// The most jobs that a card names.
    private static let namesInCard = 20

    private let report: RunReport

    /// Makes the cards.
    ///
    /// - Parameter report: What the run did.
    init(_ report: RunReport) { self.report = report }

    /// What jobs have in common that went wrong in the same way.
    private struct Cause: Hashable {
        let ending: JobResult.Ending
        let reason: String?
        let findings: [JobOutcome.Finding]
    }

    /// The section; empty when nothing went wrong.
    var html: String {
        var causes: [Cause] = []
        var jobs: [Cause: [RunReport.Job]] = [:]
        for job in report.worstFirst where [.failed, .open].contains(job.outcome.standing) {
            let outcome = job.outcome
            let cause = Cause(ending: outcome.ending, reason: outcome.reason, findings: outcome.findings)
            if jobs[cause] == nil { causes.append(cause) }
            jobs[cause, default: []].append(job)
        }
        guard let first = causes.first else { return "" }
        let isFailed = JobOutcome.Standing(first.ending) == .failed
        var html = "<section><h2>\(isFailed ? "Failures" : "Unfinished")</h2>\n"
        var shown = 0
        for cause in causes {
            let card = card(cause, jobs[cause] ?? [])
            guard html.utf8.count + card.utf8.count < Self.limitInBytes else { break }
            html += card
            shown += 1
        }
        if shown < causes.count {
            let rest = causes.dropFirst(shown).reduce(0) { $0 + (jobs[$1]?.count ?? 0) }
            html += "<p class=dim>\(rest) more stand first in the table.</p>\n"
        }
        return html + "</section>\n"
    }

    private func card(_ cause: Cause, _ jobs: [RunReport.Job]) -> String {
        let letter = RunHTMLReport.letter(JobOutcome.Standing(cause.ending))
        let words = "<span class=\(letter)>\(JobOutcome.words(cause.ending.rawValue))</span>"
        var html = "<article class=\(letter)>"
        if jobs.count == 1 {
            html += jobs.map { line($0, words: " " + words) }.joined()
        } else {
            html += "<b>\(jobs.count) jobs</b> " + words
        }
        let findings = cause.findings.prefix(20).map { $0.path + ": " + $0.message }
        let lines = (cause.reason.map { [$0] } ?? []) + findings
        if !lines.isEmpty {
            html += "<pre>" + lines.map { XMLText.line($0, limit: 1000) }.joined(separator: "\n") + "</pre>"
        }
        if jobs.count > 1 {
            html += "<ul>" + jobs.prefix(Self.namesInCard).map { "<li>" + line($0) }.joined()
            let rest = jobs.count - Self.namesInCard
            if rest > 0 { html += "<li class=dim>and \(rest) more, see the table" }
            html += "</ul>"
        }
        return html + "</article>\n"
    }

    /// A job with its attempt, its time and its id.
    private func line(_ job: RunReport.Job, words: String = "") -> String {
        var html = "<b>" + XMLText.line(job.name, limit: 300) + "</b>" + words + "<span class=dim>"
        if let number = job.outcome.number { html += " · attempt \(number)" }
        if !job.attempts.isEmpty { html += " · \(SpanText.text(job.milliseconds))" }
        if let id = job.outcome.remoteID { html += " · " + RunHTMLReport.id(id, link: job.outcome.link) }
        return html + "</span>"
    }
}
