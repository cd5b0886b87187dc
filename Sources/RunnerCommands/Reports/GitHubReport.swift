import Diagnostics
import Secrets

/// Findings as annotations of a GitHub Actions step (workflow commands), the rest as plain lines of its log.
///
/// GitHub keeps ten errors and ten warnings a step and drops the others without a word: the first ten of each are
/// annotations, and a closing line counts everything. Nothing that comes from a file can begin a command.
struct GitHubReport {
    private let findings: ReportedFindings
    private let command: String

    /// Makes a report.
    ///
    /// - Parameters:
    ///   - findings: What is shown.
    ///   - command: The command that found it.
    init(_ findings: ReportedFindings, command: String) {
        self.findings = findings
        self.command = command
    }

    /// Commands and lines, worst first.
    var text: String {
        let shown = AnnotatedFindings(findings)
        let lines =
            shown.annotated.map { annotation($0.clipped) } + shown.listed.map { shown.line($0.clipped) }
            + [shown.closing(of: command, "annotated")]
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
