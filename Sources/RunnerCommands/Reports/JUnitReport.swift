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
        text += Self.opening("testsuites", counts) + "\n"
        text += Self.opening("testsuite", counts + [("skipped", "0")]) + "\n"
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
        let opening = Self.opening("testcase", [("name", name), ("classname", kind)])
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
            text += Self.opening(
                fault,
                [
                    ("type", errors.first?.code.name ?? "hidden"),
                    ("message", message.compactMap { $0 }.joined(separator: ": ")),
                ]
            )
            var blocks = errors.map(renderer.text(for:))
            if count > errors.count { blocks.append("… and \(count - errors.count) more\n") }
            text += Self.content(blocks.joined(separator: "\n")) + "</" + fault + ">"
        }
        if !warnings.isEmpty {
            let blocks = warnings.map(renderer.text(for:))
            text += "<system-out>" + Self.content(blocks.joined(separator: "\n")) + "</system-out>"
        }
        return text + "</testcase>\n"
    }

    private static func opening(_ name: String, _ attributes: [(String, String)]) -> String {
        var text = "<" + name
        for (name, value) in attributes {
            text += " " + name + "=\"" + escaped(ReportText.line(value, limit: 4096), quotes: true) + "\""
        }
        return text + ">"
    }

    /// Text that the renderer has made; it leaves non-characters, which XML has not.
    private static func content(_ text: String) -> String { escaped(text, quotes: false) }

    private static func escaped(_ text: String, quotes: Bool) -> String {
        let utf8 = Array(text.utf8)
        var escaped: [UInt8] = []
        escaped.reserveCapacity(utf8.count + utf8.count / 16)
        for (index, byte) in utf8.enumerated() {
            switch byte {
            case UInt8(ascii: "&"): escaped += "&amp;".utf8
            case UInt8(ascii: "<"): escaped += "&lt;".utf8
            case UInt8(ascii: ">"): escaped += "&gt;".utf8
            case UInt8(ascii: "\"") where quotes: escaped += "&quot;".utf8
            // U+FFFE and U+FFFF end so; U+FFFD stands for them.
            case 0xBE, 0xBF:
                let isNone = index >= 2 && utf8[index - 2] == 0xEF && utf8[index - 1] == 0xBF
                escaped.append(isNone ? 0xBD : byte)
            default: escaped.append(byte)
            }
        }
        return String(decoding: escaped, as: UTF8.self)
    }
}
