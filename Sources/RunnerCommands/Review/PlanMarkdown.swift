import Diagnostics
import Secrets

/// A plan as a comment on a pull request: GitHub Flavored Markdown, the summary first, details folded.
///
/// Text from outside stands in code and fences only: it can be no markup, link, mention or command. Never longer than
/// a comment may be; what does not fit is counted.
struct PlanMarkdown {
    /// The most bytes of a comment: GitHub counts 65,536 characters, which are never more than bytes.
    static let commentLimitInBytes = 65_536
    /// Room for the last lines.
    private static let reserveInBytes = 600

    private let result: PlanResult
    private let command: String
    private let limit: Int

    /// Makes a page.
    ///
    /// - Parameters:
    ///   - result: What the plan came to.
    ///   - command: The command.
    ///   - limitInBytes: The most bytes.
    init(_ result: PlanResult, command: String, limitInBytes: Int = commentLimitInBytes) {
        self.result = result
        self.command = command
        self.limit = limitInBytes - Self.reserveInBytes
    }

    /// The page.
    var text: String {
        var page = MarkdownPage(limit: limit)
        page.add("### `runner \(command)`: \(headline)\n\n" + facts)
        addFindings(to: &page)
        if let difference = result.difference { difference.add(to: &page, upTo: limit / 2) }
        let cut = addTable(to: &page)
        let folded = addDetails(to: &page)
        var rest: [String] = []
        if cut > 0 { rest.append(ReportedFindings.count(cut, "more job") + " not listed") }
        if folded > 0 { rest.append("details of " + ReportedFindings.count(folded, "job") + " left out") }
        let closing = rest.isEmpty ? "" : "\n**" + rest.joined(separator: "; ") + ".**\n"
        return page.text + closing
    }

    private var headline: String {
        let findings = result.findings
        let errors = findings.diagnostics.count { $0.severity == .error }
        let counts = result.plans.isEmpty ? "nothing planned" : PlanSummary(result.plans).counts
        return errors == 0 ? counts : ReportedFindings.count(errors, "error") + "; " + counts
    }

    private var facts: String {
        let lineages = result.plans.compactMap(\.lineage)
        var facts = "Ends with \(result.status.rawValue) (\(result.status.name))."
        if let lineage = lineages.first {
            facts += " Compared with ledger \(MarkdownText.code(Self.line(lineage)))."
        } else if !result.plans.isEmpty {
            facts += " Not compared with a ledger."
        }
        for plan in result.plans.prefix(5) {
            facts += "\n\(MarkdownText.code(Self.line(plan.manifest))) \(MarkdownText.code(plan.planDigest))"
        }
        return facts + "\n"
    }

    /// Text from outside on one line, without commands of any CI system.
    static func line(_ text: String, limit: Int = 300) -> String { Sanitizer.line(text, limit: limit) }

    private func addFindings(to page: inout MarkdownPage) {
        let reported = ReportedFindings(result.findings)
        let shown = AnnotatedFindings(reported)
        let all =
            reported.shown.filter { $0.severity == .error }
            + reported.shown.filter { $0.severity == .warning }
        var lines = ""
        var count = 0
        for diagnostic in all {
            let remarks = ReportText.remarks(of: diagnostic.clipped).map { "    " + Self.line($0) }
            let line = ([shown.line(diagnostic.clipped)] + remarks).joined(separator: "\n") + "\n"
            guard lines.utf8.count + line.utf8.count < limit / 5 else { break }
            lines += line
            count += 1
        }
        if count < all.count { lines += "… and \(all.count - count) more\n" }
        if !lines.isEmpty { page.add("\n" + MarkdownText.fenced(lines)) }
    }

    /// Adds a row for each job, what needs a look first.
    ///
    /// - Returns: How many had no room.
    private func addTable(to page: inout MarkdownPage) -> Int {
        let jobs = sorted
        guard !jobs.isEmpty else { return 0 }
        let isLong = jobs.count > 20
        page.add(isLong ? "\n<details>\n<summary>All jobs</summary>\n" : "")
        page.add("\n| job | decision | attempt | differs in |\n| --- | --- | ---: | --- |\n")
        let end = isLong ? "\n</details>\n" : ""
        var shown = 0
        // Up to here, so that details find room too.
        let share = limit * 7 / 10
        for job in jobs {
            let fields = job.changes.prefix(4).map { MarkdownText.code(Self.line($0.path, limit: 80)) }
            let more = job.changes.count > 4 ? " and \(job.changes.count - 4) more" : ""
            let row =
                "| \(MarkdownText.code(Self.line(job.address))) | \(Self.mark(job.decision)) \(job.decision.word) "
                + "| \(job.attempt.map(String.init) ?? "") | \(fields.joined(separator: ", "))\(more) |\n"
            guard page.size + row.utf8.count + end.utf8.count < share else { break }
            page.add(row)
            shown += 1
        }
        page.add(end)
        return jobs.count - shown
    }

    /// Adds a fold for each job that is sent or in doubt.
    ///
    /// - Returns: How many had no room.
    private func addDetails(to page: inout MarkdownPage) -> Int {
        let jobs = sorted.filter { $0.sends || $0.decision == .unsettled }
        var entries: Set<String> = []
        for (place, job) in jobs.enumerated() {
            let entry = String(job.address.prefix { $0 != "[" })
            let isFirst = entries.insert(entry).inserted
            let title = "<code>" + MarkdownText.entities(Self.line(job.address + ": " + job.why)) + "</code>"
            var lines = job.details + job.warnings.map { "! " + $0 }
            let hosts = job.credentialHosts.joined(separator: ", ")
            lines += ["credential \(job.credential) → \(hosts)", "digest \(job.runDigest)"]
            // The requests of one matrix are alike.
            if isFirst, let request = job.request() { lines += request.lines }
            let body = lines.map { Self.line($0, limit: 1000) + "\n" }.joined()
            let fold =
                "\n<details>\n<summary>\(title)</summary>\n\n" + MarkdownText.fenced(body) + "\n</details>\n"
            guard page.add(fold) else { return jobs.count - place }
        }
        return 0
    }

    /// The jobs, what needs a look first, each by the manifests' order.
    private var sorted: [PlanDocument.Job] {
        result.plans.flatMap(\.jobs).enumerated().sorted { left, right in
            let order = (Self.rank(left.element.decision), Self.rank(right.element.decision))
            return order.0 == order.1 ? left.offset < right.offset : order.0 < order.1
        }.map(\.element)
    }

    private static func rank(_ decision: PlanDocument.DecisionName) -> Int {
        switch decision {
        case .unsettled: 0
        case .changed: 1
        case .again: 2
        case .new, .notCompared: 3
        case .leave: 4
        case .takeUp: 5
        case .upToDate: 6
        }
    }

    private static func mark(_ decision: PlanDocument.DecisionName) -> String {
        switch decision {
        case .new, .notCompared: "➕"
        case .changed, .again: "🔁"
        case .takeUp: "⏳"
        case .upToDate: "✅"
        case .leave: "⏸️"
        case .unsettled: "❓"
        }
    }
}

/// Markdown up to a number of bytes.
struct MarkdownPage {
    private(set) var text = ""
    /// The bytes so far.
    private(set) var size = 0
    private let limit: Int

    init(limit: Int) { self.limit = limit }

    /// Adds a piece that has room.
    ///
    /// - Parameter piece: The piece.
    /// - Returns: Whether it had.
    @discardableResult
    mutating func add(_ piece: String) -> Bool {
        let count = piece.utf8.count
        guard size + count <= limit else { return false }
        text += piece
        size += count
        return true
    }
}
