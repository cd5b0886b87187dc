import Diagnostics

/// Findings as JUnit XML, as Jenkins, GitLab and others read it: a test case for each file.
///
/// Errors of a file are one `failure` with the text that people see, warnings stand in `system-out`. What belongs to no
/// file that could be read is an `error` of a case named `runner validate`.
struct JUnitReport {
    private let findings: ReportedFindings
    private let renderer: DiagnosticRenderer
    private static let suite = "runner validate"

    /// Makes a report.
    ///
    /// - Parameter findings: What is shown.
    init(_ findings: ReportedFindings) {
        self.findings = findings
        renderer = DiagnosticRenderer(sources: findings.sources, places: findings.places)
    }

    /// The document, with a line feed at its end.
    var text: String {
        let general = findings.generalTotals
        let tests = findings.sections.count + (general.findings > 0 ? 1 : 0)
        let failures = String(findings.totals.invalidFiles)
        let errors = general.errors > 0 ? "1" : "0"
        let counts = [
            ("name", Self.suite), ("tests", String(tests)), ("failures", failures), ("errors", errors),
        ]
        var text = #"<?xml version="1.0" encoding="UTF-8"?>"# + "\n"
        text += XMLText.opening("testsuites", counts) + "\n"
        text += XMLText.opening("testsuite", counts + [("skipped", "0")]) + "\n"
        for section in findings.sections {
            let kind = section.file.kinds.first ?? "document"
            text += testCase(section.file.name, kind, section.shown, errors: section.errors, fault: "failure")
        }
        if general.findings > 0 {
            text += testCase(Self.suite, "general", findings.general, errors: general.errors, fault: "error")
        }
        if findings.omittedCount > 0 {
            text +=
                "<system-out>\(findings.omittedCount) of \(findings.totals.findings) findings are not shown"
            text += "</system-out>\n"
        }
        return text + "</testsuite>\n</testsuites>\n"
    }

    /// A case with its faults, which count whether they are shown or not.
    private func testCase(
        _ name: String,
        _ kind: String,
        _ shown: [Diagnostic],
        errors count: Int,
        fault: String
    ) -> String {
        let opening = XMLText.opening("testcase", [("name", name), ("classname", kind)])
        let shown = shown.map(\.clipped)
        guard !shown.isEmpty || count > 0 else { return String(opening.dropLast()) + "/>\n" }
        let errors = shown.filter { $0.severity == .error }
        let warnings = shown.filter { $0.severity == .warning }
        var text = opening
        if count > 0 {
            let message = [
                count > 1 || errors.isEmpty ? ReportedFindings.count(count, "error") : nil,
                errors.first?.message,
            ]
            text += XMLText.opening(
                fault,
                [
                    ("type", errors.first?.code.name ?? "hidden"),
                    ("message", message.compactMap { $0 }.joined(separator: ": ")),
                ]
            )
            var blocks = errors.map(renderer.text(for:))
            if count > errors.count { blocks.append("… and \(count - errors.count) more\n") }
            text += XMLText.content(blocks.joined(separator: "\n")) + "</" + fault + ">"
        }
        if !warnings.isEmpty {
            let blocks = warnings.map(renderer.text(for:))
            text += "<system-out>" + XMLText.content(blocks.joined(separator: "\n")) + "</system-out>"
        }
        return text + "</testcase>\n"
    }
}
