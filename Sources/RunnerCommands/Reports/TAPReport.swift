import Diagnostics

/// Findings as TAP: a test point for each file.
///
/// Every reader of TAP 14 takes this, and so do those of TAP 13, which is the version that the stream states: `prove` of
/// Debian 12 refuses a higher one. Details stand in YAML blocks of mappings, sequences and double-quoted text only, which is all that the small YAML
/// readers of TAP harnesses know. What belongs to no file that could be read is one more point, the last.
struct TAPReport {
    private let findings: ReportedFindings

    /// Makes a report.
    ///
    /// - Parameter findings: What is shown.
    init(_ findings: ReportedFindings) { self.findings = findings }

    /// The stream.
    var text: String {
        let points = findings.sections.count + (findings.generalTotals.findings > 0 ? 1 : 0)
        var text = "TAP version 13\n"
        guard points > 0 else { return text + "1..0 # SKIP no files\n" }
        text += "1..\(points)\n"
        for (index, section) in findings.sections.enumerated() {
            text += point(index + 1, section.file.name, isValid: section.errors == 0)
            if section.errors + section.warnings > 0 {
                text += block(section.shown, section.errors, section.warnings)
            }
        }
        let general = findings.generalTotals
        if general.findings > 0 {
            text += point(points, "runner validate", isValid: general.errors == 0)
            text += block(findings.general, general.errors, general.warnings)
        }
        text += "# " + findings.summary + "\n"
        if findings.omittedCount > 0 {
            text += "# \(findings.omittedCount) of \(findings.totals.findings) findings are not shown\n"
        }
        return text
    }

    private func point(_ number: Int, _ name: String, isValid: Bool) -> String {
        (isValid ? "ok " : "not ok ") + String(number) + " - " + Self.description(name) + "\n"
    }

    /// A description in which no `#` begins a directive.
    ///
    /// Not every reader knows of the backslash, so that the two words that are directives stand behind another.
    private static func description(_ text: String) -> String {
        let scalars = ReportText.line(text, limit: 4096).unicodeScalars
        var escaped = String.UnicodeScalarView()
        for index in scalars.indices {
            let scalar = scalars[index]
            if scalar == "#" || scalar == "\\" { escaped.append("\\") }
            escaped.append(scalar)
            guard scalar == "#" else { continue }
            let rest = scalars[scalars.index(after: index)...].drop { $0.properties.isWhitespace }
            if ["skip", "todo"].contains(String(rest.prefix(4)).lowercased()) { escaped.append("\\") }
        }
        return String(escaped)
    }

    private func block(_ shown: [Diagnostic], _ errors: Int, _ warnings: Int) -> String {
        var lines = ["---", "message: " + Self.quoted(ReportedFindings.found(errors, warnings))]
        lines.append("severity: " + Self.quoted(errors > 0 ? "fail" : "comment"))
        if !shown.isEmpty { lines.append("findings:") }
        for diagnostic in shown { lines += entry(diagnostic.clipped) }
        lines.append("...")
        return lines.map { "  " + $0 + "\n" }.joined()
    }

    private func entry(_ diagnostic: Diagnostic) -> [String] {
        var lines = [
            "  - code: " + Self.quoted(diagnostic.code.name),
            "    severity: " + Self.quoted(diagnostic.severity.rawValue),
            "    message: " + Self.quoted(ReportText.headline(of: diagnostic)),
        ]
        if let primary = diagnostic.primary { lines += place(primary.span, "    ") }
        if !diagnostic.secondary.isEmpty { lines.append("    related:") }
        for label in diagnostic.secondary {
            lines.append("      - message: " + Self.quoted(ReportText.line(label.text)))
            lines += place(label.span, "        ")
        }
        let remarks = ReportText.remarks(of: diagnostic).map(Self.escaped)
        if !remarks.isEmpty { lines.append("    remarks: \"" + remarks.joined(separator: "\\n") + "\"") }
        return lines
    }

    private func place(_ span: SourceSpan, _ indent: String) -> [String] {
        var lines = [indent + "file: " + Self.quoted(ReportText.line(span.file, limit: 4096))]
        if let position = findings.places.position(at: span.start, in: span.file) {
            lines += [indent + "line: \(position.line)", indent + "column: \(position.column)"]
        }
        return lines
    }

    /// Double-quoted YAML of text without control characters.
    private static func quoted(_ line: String) -> String { "\"" + escaped(line) + "\"" }

    private static func escaped(_ line: String) -> String {
        var escaped = String.UnicodeScalarView()
        for scalar in line.unicodeScalars {
            if scalar == "\"" || scalar == "\\" { escaped.append("\\") }
            escaped.append(scalar)
        }
        return String(escaped)
    }
}
