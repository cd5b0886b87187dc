import Diagnostics
import Secrets

/// Findings as a log with annotations has them: ten errors and ten warnings annotated, others as lines, all counted.
struct AnnotatedFindings {
    /// The most annotations of one severity that a CI system keeps of a step.
    static let annotationLimit = 10
    /// The most findings that are written to the log besides.
    static let lineLimit = 1000

    /// What is annotated, worst first.
    let annotated: [Diagnostic]
    /// What is listed besides, worst first.
    let listed: [Diagnostic]
    private let findings: ReportedFindings

    /// Chooses.
    ///
    /// - Parameter findings: What is shown.
    init(_ findings: ReportedFindings) {
        self.findings = findings
        let shown = findings.shown
        let errors = shown.filter { $0.severity == .error }
        let warnings = shown.filter { $0.severity == .warning }
        annotated = Array(errors.prefix(Self.annotationLimit) + warnings.prefix(Self.annotationLimit))
        let others = errors.dropFirst(Self.annotationLimit) + warnings.dropFirst(Self.annotationLimit)
        listed = Array(others.prefix(Self.lineLimit))
    }

    /// A finding as a line of a log.
    ///
    /// - Parameter diagnostic: The finding.
    /// - Returns: Severity, code, place and message.
    func line(_ diagnostic: Diagnostic) -> String {
        var text = diagnostic.severity.rawValue + "[" + diagnostic.code.name + "]: "
        if let span = diagnostic.primary?.span {
            text += Sanitizer.line(
                ReportText.line(ReportPath.relative(span.file), limit: 4096),
                limit: 4096
            )
            if let position = findings.places.position(at: span.start, in: span.file) {
                text += ":\(position.line):\(position.column)"
            }
            text += ": "
        }
        return text + Sanitizer.line(ReportText.headline(of: diagnostic), limit: 4096)
    }

    /// Plain text of our own, on a line of its own: shown whatever became of the annotations.
    ///
    /// - Parameters:
    ///   - command: The command that found them.
    ///   - word: What became of the first ones, such as `annotated`.
    /// - Returns: The line.
    func closing(of command: String, _ word: String) -> String {
        var text = "runner \(command): " + findings.summary
        guard findings.totals.findings > 0 else { return text }
        text += "; \(annotated.count) \(word)"
        if !listed.isEmpty { text += ", \(listed.count) listed above" }
        let rest = findings.totals.findings - annotated.count - listed.count
        if rest > 0 { text += ", \(rest) not shown" }
        return text
    }
}
