import Diagnostics
import Secrets

/// Findings as annotations of a GitHub Actions step (workflow commands), the rest as plain lines of its log.
///
/// GitHub keeps ten errors and ten warnings a step and drops the others without a word: the first ten of each are
/// annotations, and a closing line counts everything. Nothing that comes from a file can begin a command.
struct GitHubReport {
    /// The most annotations of one severity that GitHub keeps of a step.
    static let annotationLimit = 10
    /// The most findings that are written to the log besides.
    static let lineLimit = 1000

    private let findings: ReportedFindings

    /// Makes a report.
    ///
    /// - Parameter findings: What is shown.
    init(_ findings: ReportedFindings) { self.findings = findings }

    /// Commands and lines, worst first.
    var text: String {
        let shown = findings.shown
        let errors = shown.filter { $0.severity == .error }
        let warnings = shown.filter { $0.severity == .warning }
        let annotated = errors.prefix(Self.annotationLimit) + warnings.prefix(Self.annotationLimit)
        let others = errors.dropFirst(Self.annotationLimit) + warnings.dropFirst(Self.annotationLimit)
        let lines =
            annotated.map { annotation($0.clipped) }
            + others.prefix(Self.lineLimit).map { line($0.clipped) }
            + [closing(annotated: annotated.count, listed: min(others.count, Self.lineLimit))]
        return lines.joined(separator: "\n") + "\n"
    }

    private func annotation(_ diagnostic: Diagnostic) -> String {
        var properties: [String] = []
        if let span = diagnostic.primary?.span {
            properties.append("file=" + Self.property(path(span)))
            let start = findings.places.position(at: span.start, in: span.file)
            let end = findings.places.position(at: span.end, in: span.file)
            // An annotation without a line is not shown among the changed files.
            properties.append("line=\(start?.line ?? 1)")
            if let start, let end {
                properties.append("endLine=\(end.line)")
                // GitHub takes columns of one line only.
                if start.line == end.line {
                    properties += ["col=\(start.column)", "endColumn=\(max(start.column, end.column))"]
                }
            }
        }
        let title = diagnostic.code.name + ": " + diagnostic.code.title
        properties.append("title=" + Self.property(Self.sanitized(title)))
        let lines = [ReportText.headline(of: diagnostic)] + ReportText.remarks(of: diagnostic)
        return "::" + diagnostic.severity.rawValue + " " + properties.joined(separator: ",") + "::"
            + Self.data(lines.map(Self.sanitized).joined(separator: "\n"))
    }

    private func line(_ diagnostic: Diagnostic) -> String {
        var text = diagnostic.severity.rawValue + "[" + diagnostic.code.name + "]: "
        if let span = diagnostic.primary?.span {
            text += path(span)
            if let position = findings.places.position(at: span.start, in: span.file) {
                text += ":\(position.line):\(position.column)"
            }
            text += ": "
        }
        return text + Self.sanitized(ReportText.headline(of: diagnostic))
    }

    /// Plain text of our own, on a line of its own: GitHub shows it whatever became of the annotations.
    private func closing(annotated: Int, listed: Int) -> String {
        var text = "runner validate: " + findings.summary
        guard findings.totals.findings > 0 else { return text }
        text += "; \(annotated) annotated"
        if listed > 0 { text += ", \(listed) listed above" }
        let rest = findings.totals.findings - annotated - listed
        if rest > 0 { text += ", \(rest) not shown" }
        return text
    }

    private func path(_ span: SourceSpan) -> String {
        Self.sanitized(ReportText.line(ReportPath.relative(span.file), limit: 4096))
    }

    /// One line without commands of any CI system.
    private static func sanitized(_ line: String) -> String { Sanitizer.line(line, limit: 4096) }

    /// A command's message, escaped as `@actions/core` does.
    private static func data(_ text: String) -> String { escaped(text, isProperty: false) }

    /// The value of a command's property.
    private static func property(_ text: String) -> String { escaped(text, isProperty: true) }

    private static func escaped(_ text: String, isProperty: Bool) -> String {
        var escaped = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            switch scalar {
            case "%": escaped.append(contentsOf: "%25".unicodeScalars)
            case "\r": escaped.append(contentsOf: "%0D".unicodeScalars)
            case "\n": escaped.append(contentsOf: "%0A".unicodeScalars)
            case ":" where isProperty: escaped.append(contentsOf: "%3A".unicodeScalars)
            case "," where isProperty: escaped.append(contentsOf: "%2C".unicodeScalars)
            default: escaped.append(scalar)
            }
        }
        return String(escaped)
    }
}
