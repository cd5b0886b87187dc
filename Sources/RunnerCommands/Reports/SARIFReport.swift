import Diagnostics
import JSONValues

/// Findings as SARIF 2.1.0 (OASIS Standard), within what GitHub's code scanning takes.
///
/// What has no place is no result, which GitHub would refuse, but a notification of the run. No source text is in it.
struct SARIFReport {
    /// The most results that GitHub shows of a run.
    static let resultLimit = 5000
    /// The most bytes of results: GitHub takes 10 MB after gzip, which is never more than before.
    static let resultLimitInBytes = 9_000_000

    private let findings: ReportedFindings

    /// Makes a report.
    ///
    /// - Parameter findings: What is shown.
    init(_ findings: ReportedFindings) { self.findings = findings }

    /// The document, with a line feed at its end.
    var text: String {
        var results = SARIFResults(places: findings.places)
        for diagnostic in findings.shown { results.append(diagnostic) }
        let schema =
            "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
        return #"{"$schema":"\#(schema)","version":"2.1.0","runs":[{"#
            + #""tool":"# + json(tool(results.rules))
            + #","columnKind":"unicodeCodePoints","#
            + #""invocations":["# + json(invocation(results.notifications))
            + #"],"results":["# + results.text
            + #"],"properties":"# + json(properties(shown: results.count))
            + "}]}\n"
    }

    private func json(_ value: JSONValue) -> String { ReportText.harmless(json: JSONWriter.text(value)) }

    private func tool(_ rules: [Diagnostic.Code]) -> JSONValue {
        [
            "driver": [
                "name": "runner",
                "version": .string(RunnerVersion.number),
                "semanticVersion": .string(RunnerVersion.number),
                "rules": .array(
                    rules.map { code in
                        [
                            "id": .string(code.name),
                            "shortDescription": ["text": .string(code.title)],
                            "help": [
                                "text": .string(code.explanation), "markdown": .string(code.explanation),
                            ],
                        ]
                    }
                ),
            ]
        ]
    }

    /// The run itself: it succeeded when everything that was named could be read.
    private func invocation(_ notifications: [JSONValue]) -> JSONValue {
        [
            "executionSuccessful": .bool(findings.generalTotals.errors == 0),
            "exitCode": .number(JSONNumber(Int(findings.exitStatus.rawValue))),
            "exitCodeDescription": .string(findings.exitStatus.name),
            "toolExecutionNotifications": .array(notifications),
        ]
    }

    private func properties(shown: Int) -> JSONValue {
        let totals = findings.totals
        return [
            "files": .number(JSONNumber(totals.files)),
            "invalidFiles": .number(JSONNumber(totals.invalidFiles)),
            "errors": .number(JSONNumber(totals.errors)),
            "warnings": .number(JSONNumber(totals.warnings)),
            "shown": .number(JSONNumber(shown)),
            "omitted": .number(JSONNumber(totals.findings - shown)),
        ]
    }
}
