import Diagnostics
import JSONValues

/// Findings as one JSON object, described by `schemas/reports/validation-report.v1.schema.json`.
struct JSONReport {
    private let findings: ReportedFindings

    /// Makes a report.
    ///
    /// - Parameter findings: What is shown.
    init(_ findings: ReportedFindings) { self.findings = findings }

    /// The document, with a line feed at its end.
    var text: String { ReportText.harmless(json: JSONWriter.text(value, .indented)) + "\n" }

    private var value: JSONValue {
        let totals = findings.totals
        return [
            "format_version": "1.0",
            "kind": "Validation",
            "valid": .bool(totals.errors == 0),
            "documents": .array(
                findings.sections.flatMap { section in
                    section.file.kinds.map { ["file": .string(section.file.name), "kind": .string($0)] }
                }
            ),
            "files": .array(findings.sections.map(value)),
            "totals": [
                "files": .number(JSONNumber(totals.files)),
                "invalidFiles": .number(JSONNumber(totals.invalidFiles)),
                "errors": .number(JSONNumber(totals.errors)),
                "warnings": .number(JSONNumber(totals.warnings)),
                "shown": .number(JSONNumber(findings.shownCount)),
            ],
            "diagnostics": DiagnosticsJSON(sources: findings.sources, places: findings.places)
                .value(for: findings.shown),
            "exit": ExitJSON.value(findings.exitStatus),
        ]
    }

    private func value(_ section: ReportedFindings.Section) -> JSONValue {
        [
            "file": .string(section.file.name),
            "valid": .bool(section.errors == 0),
            "kinds": .array(section.file.kinds.map(JSONValue.string)),
            "errors": .number(JSONNumber(section.errors)),
            "warnings": .number(JSONNumber(section.warnings)),
        ]
    }
}
