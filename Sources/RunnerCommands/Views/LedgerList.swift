import Diagnostics
import Host
import JSONValues
import Ledgers
import Plans
import Secrets

/// Shows a ledger's attempts or runs as a list.
struct LedgerList {
    let console: any Console
    let format: ListFormat
    let lineage: String

    func show(_ attempts: [AttemptRecord]) {
        switch format {
        case .table, .text:
            guard !attempts.isEmpty else { return console.writeOutput("no attempts in ledger \(lineage)\n") }
            let rows = attempts.map { record in
                [
                    record.displayAddress, String(record.number), record.state.rawValue, record.changedAt,
                    record.remoteID ?? "-", record.realm,
                ]
            }
            write(["JOB", "ATTEMPT", "STATE", "CHANGED", "AS", "REALM"], rows)
        case .json: write("Attempts", "attempts", attempts.map(\.json))
        case .jsonl: for record in attempts { console.writeOutput(ControlText.line(record.json)) }
        }
    }

    func show(_ runs: [RunHistory]) {
        switch format {
        case .table, .text:
            guard !runs.isEmpty else { return console.writeOutput("no runs in ledger \(lineage)\n") }
            write(["RUN", "BEGAN", "COMMAND", "ENDED", "MANIFESTS", "BY", "COMMIT", "PARENT"], runs.map(row))
        case .json: write("Runs", "runs", runs.map(\.json))
        case .jsonl: for run in runs { console.writeOutput(ControlText.line(run.json)) }
        }
    }

    private func row(_ run: RunHistory) -> [String] {
        let record = run.record
        let manifests = record.manifests.map { $0.name ?? $0.file ?? "-" }.joined(separator: ", ")
        return [
            record.runID, run.startedAt, record.command, RunWords.ending(run),
            manifests.isEmpty ? "-" : manifests,
            "\(record.user)@\(record.machine)", record.source.map(RunWords.commit) ?? "-",
            record.parent ?? "-",
        ]
    }

    private func write(_ header: [String], _ rows: [[String]]) {
        console.writeOutput(TextTable.text([header] + rows.map { $0.map { Sanitizer.line($0) } }))
    }

    private func write(_ kind: String, _ name: String, _ values: [JSONValue]) {
        let value = JSONValue.object([
            .init("format_version", "1.0"), .init("kind", .string(kind)), .init("lineage", .string(lineage)),
            .init(name, .array(values)),
        ])
        console.writeOutput(ControlText.json(value, .indented) + "\n")
    }
}

/// A run in a few words.
enum RunWords {
    /// How it ended: `0 success`, or that nobody knows.
    static func ending(_ run: RunHistory) -> String {
        guard let status = run.exitStatus else { return "no end recorded" }
        return ExitStatus(rawValue: status).map { "\(status) \($0.name)" } ?? String(status)
    }

    /// The commit, as Git abbreviates it, with a mark when something differs from it.
    static func commit(_ source: LedgerEvent.SourceRecord) -> String {
        String(source.commit.prefix(12)) + (source.isDirty == true ? " with changes" : "")
    }

    /// As whom it asked.
    static func identity(_ identity: LedgerEvent.IdentityRecord) -> String {
        var parts: [String] = []
        if let id = identity.clientID { parts.append("application \(id)") }
        if let id = identity.objectID { parts.append("object \(id)") }
        if let id = identity.tenantID { parts.append("tenant \(id)") }
        let whom = parts.isEmpty ? "not told by the token" : parts.joined(separator: ", ")
        return "\(whom) (\(identity.credential), \(identity.type))"
    }
}
