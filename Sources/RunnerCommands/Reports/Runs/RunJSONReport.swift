import Diagnostics
import Execution
import Host
import JSONValues

/// A run as one JSON object, described by `schemas/reports/run-report.v1.schema.json`.
struct RunJSONReport {
    private let report: RunReport

    /// Makes a report.
    ///
    /// - Parameter report: What the run did.
    init(_ report: RunReport) { self.report = report }

    /// The document, with a line feed at its end.
    var text: String { ReportText.harmless(json: JSONWriter.text(value, .indented)) + "\n" }

    private var value: JSONValue {
        [
            "format_version": "1.0",
            "kind": "RunReport",
            "run": [
                "id": .optional(report.runID),
                "command": .string(report.command),
                "began": .string(report.began.description),
                "ended": .string(report.ended.description),
                "toolVersion": .string(report.toolVersion),
                "rehearsal": .optional(report.rehearsal),
            ],
            "manifests": .array(
                report.manifests.map {
                    [
                        "name": .string($0.name), "file": .string($0.file),
                        "planDigest": .optional($0.planDigest),
                    ]
                }
            ),
            "ledger": report.ledger.map { ["file": .string($0.file), "head": .optional($0.head)] } ?? .null,
            "totals": .object(
                [.init("jobs", .number(JSONNumber(report.jobs.count)))]
                    + report.counts.map { .init($0.ending.rawValue, .number(JSONNumber($0.count))) }
            ),
            "jobs": .array(report.jobs.map(value)),
            "diagnostics": .array(report.problems.map(Self.value)),
            "exit": ExitJSON.value(report.status),
        ]
    }

    private func value(_ job: RunReport.Job) -> JSONValue {
        let outcome = job.outcome
        return [
            "address": .string(job.name),
            "manifest": .string(job.manifest),
            "endpoint": .string(job.endpoint),
            "ending": .string(outcome.ending.rawValue),
            "attempt": outcome.number.map { .number(JSONNumber($0)) } ?? .null,
            "remoteID": .optional(outcome.remoteID),
            "link": .optional(outcome.link),
            "reason": .optional(outcome.reason),
            "findings": .array(
                outcome.findings.map { ["path": .string($0.path), "message": .string($0.message)] }
            ),
            "outputs": .object(outcome.outputs.map { .init($0.name, .string($0.uri)) }),
            "attempts": .array(job.attempts.map(value)),
        ]
    }

    private func value(_ attempt: RunChronicle.Attempt) -> JSONValue {
        func time(_ time: Timestamp?) -> JSONValue { .optional(time?.description) }
        return [
            "number": attempt.number.map { .number(JSONNumber($0)) } ?? .null,
            "sends": .number(JSONNumber(attempt.sends)),
            "began": time(attempt.began),
            "submitted": time(attempt.submitted),
            "running": time(attempt.running),
            "ended": time(attempt.ended),
            "remoteID": .optional(attempt.remoteID),
            "link": .optional(attempt.link),
        ]
    }

    /// A fault or warning; it names its place, and no text of any file is in it.
    static func value(_ problem: RunProblem) -> JSONValue {
        [
            "job": .optional(problem.job),
            "code": .string(problem.code),
            "severity": .string(problem.severity.rawValue),
            "message": .string(problem.message),
            "label": .optional(problem.label),
            "place": .optional(problem.place),
            "notes": .array(problem.notes.map(JSONValue.string)),
            "help": .optional(problem.help),
        ]
    }
}

extension JSONValue {
    /// A text, or `null`.
    ///
    /// - Parameter text: The text.
    /// - Returns: The value.
    static func optional(_ text: String?) -> JSONValue { text.map(JSONValue.string) ?? .null }
}
