import Diagnostics
import Secrets

/// Findings as issues of an Azure Pipelines task (logging commands), the rest as plain lines of its log.
///
/// The first ten of each severity are issues, worst first, and a closing line counts everything. Nothing that comes
/// from a file can begin a command or end one.
///
/// - SeeAlso: Azure Pipelines, "Logging commands", `##vso[task.logissue]`.
struct AzureReport {
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
            shown.annotated.map { issue($0.clipped) } + shown.listed.map { shown.line($0.clipped) }
            + [shown.closing(of: command, "reported as issues")]
        return lines.joined(separator: "\n") + "\n"
    }

    private func issue(_ diagnostic: Diagnostic) -> String {
        var properties = ["type=" + diagnostic.severity.rawValue]
        if let span = diagnostic.primary?.span {
            let path = Sanitizer.line(
                ReportText.line(ReportPath.relative(span.file), limit: 4096),
                limit: 4096
            )
            properties.append("sourcepath=" + Self.escaped(path))
            let start = findings.places.position(at: span.start, in: span.file)
            properties.append("linenumber=\(start?.line ?? 1)")
            if let start { properties.append("columnnumber=\(start.column)") }
        }
        properties.append("code=" + diagnostic.code.name)
        let words = [ReportText.headline(of: diagnostic)] + ReportText.remarks(of: diagnostic)
        let message = words.map { Sanitizer.line($0, limit: 4096) }.joined(separator: "; ")
        return "##vso[task.logissue " + properties.joined(separator: ";") + "]" + Self.escaped(message)
    }

    /// Text in a command, as the agent takes it apart.
    private static func escaped(_ text: String) -> String {
        var escaped = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            switch scalar {
            case "%": escaped.append(contentsOf: "%AZP25".unicodeScalars)
            case ";": escaped.append(contentsOf: "%3B".unicodeScalars)
            case "]": escaped.append(contentsOf: "%5D".unicodeScalars)
            case "\r": escaped.append(contentsOf: "%0D".unicodeScalars)
            case "\n": escaped.append(contentsOf: "%0A".unicodeScalars)
            default: escaped.append(scalar)
            }
        }
        return String(escaped)
    }
}
