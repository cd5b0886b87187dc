import Diagnostics
import JSONValues

/// Findings as a GitLab Code Quality report: the part of Code Climate's format that GitLab reads.
struct GitLabReport {
    private let findings: ReportedFindings

    /// Makes a report.
    ///
    /// - Parameter findings: What is shown.
    init(_ findings: ReportedFindings) { self.findings = findings }

    /// The document, with a line feed at its end.
    var text: String {
        var identity = FindingIdentity()
        let entries = findings.shown.map { entry($0.clipped, &identity) }
        return ReportText.harmless(json: JSONWriter.text(.array(entries), .indented)) + "\n"
    }

    private func entry(_ diagnostic: Diagnostic, _ identity: inout FindingIdentity) -> JSONValue {
        let span = diagnostic.primary?.span
        // GitLab leaves out what has no path; what belongs to no file belongs to the whole folder.
        let path = span.map { ReportPath.relative($0.file) } ?? "."
        let line = span.flatMap { findings.places.position(at: $0.start, in: $0.file)?.line } ?? 1
        let words = [ReportText.headline(of: diagnostic)] + ReportText.remarks(of: diagnostic)
        return [
            "description": .string(words.joined(separator: "; ")),
            "check_name": .string(diagnostic.code.name),
            "fingerprint": .string(identity.name(of: diagnostic, in: path)),
            "severity": .string(diagnostic.severity == .error ? "major" : "minor"),
            "location": ["path": .string(path), "lines": ["begin": .number(JSONNumber(line))]],
        ]
    }
}
