import Diagnostics

/// Findings as a comment on a pull request: GitHub Flavored Markdown, the summary first, each file folded.
///
/// Text from files stands in fenced code only, names of files in `<code>` with entities: it can be no markup, link or
/// mention. Never longer than a comment may be; what does not fit is shown without its excerpt, or else counted.
struct MarkdownReport {
    /// The most bytes: GitHub counts 65,536 characters, which are never more than bytes.
    static let limitInBytes = 65_536
    /// From here on findings are shown without excerpts, so that more of them find room.
    private static let detailLimitInBytes = 40_000
    /// Room for the last line.
    private static let reserveInBytes = 200

    private let findings: ReportedFindings
    private let renderer: DiagnosticRenderer
    private let opening: String

    /// Makes a report.
    ///
    /// - Parameter findings: What is shown.
    init(_ findings: ReportedFindings) {
        self.findings = findings
        renderer = DiagnosticRenderer(sources: findings.sources, places: findings.places)
        // A few files can be read at once; of many, each is opened by who looks for it.
        let isShort = findings.sections.count { !$0.shown.isEmpty } <= 3
        opening = (isShort ? "<details open>" : "<details>") + "\n<summary>"
    }

    /// The comment.
    var text: String {
        var text = "### `runner validate`: " + findings.summary + "\n"
        var shown = 0
        for section in findings.sections where !section.shown.isEmpty {
            let found = ReportedFindings.found(section.errors, section.warnings)
            let title =
                "<code>" + MarkdownText.entities(ReportText.line(section.file.name, limit: 200)) + "</code>: "
                + found
            shown += append(section.shown, under: title, to: &text)
        }
        if !findings.general.isEmpty {
            shown += append(findings.general, under: "What belongs to no file that could be read", to: &text)
        }
        let rest = findings.totals.findings - shown
        if rest > 0 { text += "\n**\(ReportedFindings.count(rest, "more finding")) not shown.**\n" }
        return text
    }

    /// Appends a folded block with as many findings as there is room for.
    ///
    /// - Returns: How many those are.
    private func append(_ diagnostics: [Diagnostic], under title: String, to text: inout String) -> Int {
        let frame = "\n" + opening + title + "</summary>\n\n</details>\n"
        let room = Self.limitInBytes - Self.reserveInBytes - text.utf8.count - frame.utf8.count
        var body = ""
        var ticks = 3
        var count = 0
        for diagnostic in diagnostics {
            let isDetailed = text.utf8.count + body.utf8.count < Self.detailLimitInBytes
            var next = isDetailed ? renderer.text(for: diagnostic.clipped) + "\n" : short(diagnostic)
            var needed = max(ticks, MarkdownText.longestRun(of: "`", in: next) + 1)
            // Two fences with their line breaks and the word `text`.
            if body.utf8.count + next.utf8.count + 2 * needed + 8 > room {
                next = short(diagnostic)
                needed = max(ticks, MarkdownText.longestRun(of: "`", in: next) + 1)
                guard body.utf8.count + next.utf8.count + 2 * needed + 8 <= room else { break }
            }
            body += next
            ticks = needed
            count += 1
        }
        guard count > 0 else { return 0 }
        if body.hasSuffix("\n\n") { body.removeLast() }
        let fence = String(repeating: "`", count: ticks)
        text += "\n" + opening + title + "</summary>\n\n"
        text += fence + "text\n" + body + fence + "\n\n</details>\n"
        return count
    }

    /// A finding on one line.
    private func short(_ diagnostic: Diagnostic) -> String {
        var place = ""
        if let span = diagnostic.primary?.span,
            let position = findings.places.position(at: span.start, in: span.file)
        {
            place = "\(position.line):\(position.column): "
        }
        let severity = diagnostic.severity.rawValue
        return place + severity + "[" + diagnostic.code.name + "]: "
            + ReportText.line(diagnostic.message, limit: 200) + "\n"
    }
}
