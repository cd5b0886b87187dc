import Diagnostics
import Host
import JSONValues
import Ledgers
import Plans

/// One attempt with everything that stands about it.
struct AttemptHistory: Sendable {
    let record: AttemptRecord
    let entries: [LedgerEntry]

    init(_ record: AttemptRecord, _ entries: [LedgerEntry]) {
        self.record = record
        self.entries = entries
    }
}

/// Shows what a ledger has.
struct LedgerView {
    let console: any Console
    let format: OutputFormat

    func list(_ attempts: [AttemptRecord], lineage: String) {
        switch format {
        case .text:
            guard !attempts.isEmpty else { return console.writeOutput("no attempts in ledger \(lineage)\n") }
            var rows = [["JOB", "ATTEMPT", "STATE", "CHANGED", "AS", "REALM"]]
            rows += attempts.map { record in
                [
                    record.address + (record.occurrence.map { "@" + $0 } ?? ""), String(record.number),
                    record.state.rawValue, record.changedAt, record.remoteID ?? "-", record.realm,
                ]
            }
            console.writeOutput(TextTable.text(rows))
        case .json:
            write([
                .init("format_version", "1.0"), .init("kind", "Attempts"), .init("lineage", .string(lineage)),
                .init("attempts", .array(attempts.map(\.json))),
            ])
        }
    }

    func show(_ attempts: [AttemptHistory], lineage: String) {
        switch format {
        case .text: console.writeOutput(attempts.map(text).joined(separator: "\n"))
        case .json:
            let values = attempts.map { attempt in
                JSONValue.object([
                    .init("attempt", attempt.record.json),
                    .init("canonicalText", .string(attempt.record.canonicalText)),
                    .init("entries", .array(attempt.entries.map(\.json))),
                ])
            }
            write([
                .init("format_version", "1.0"), .init("kind", "AttemptHistories"),
                .init("lineage", .string(lineage)), .init("attempts", .array(values)),
            ])
        }
    }

    func verified(_ found: LedgerVerification, status: ExitStatus) {
        switch format {
        case .text:
            guard found.fault == nil else { return }
            console.writeOutput("verified \(found.head.sequence) entries\nhead \(found.head)\n")
        case .json:
            let fault = found.fault.map { fault in
                JSONValue.object([
                    .init("entry", fault.sequence.map { .number(JSONNumber($0)) } ?? .null),
                    .init("kind", .string(fault.kind.rawValue)), .init("detail", .string(fault.detail)),
                ])
            }
            write([
                .init("format_version", "1.0"), .init("kind", "Verification"),
                .init("verified", .bool(found.fault == nil)), .init("head", .string(found.head.description)),
                .init("fault", fault ?? .null), .init("exit", ExitJSON.value(status)),
            ])
        }
    }

    private func text(_ attempt: AttemptHistory) -> String {
        let record = attempt.record
        var lines = ["\(record.address)  attempt \(record.number)  \(record.state.rawValue)"]
        if let occurrence = record.occurrence { lines.append("  occurrence  \(occurrence)") }
        lines.append("  realm       \(record.realm)")
        lines.append("  key         \(record.key)")
        lines.append("  run         \(record.runID)")
        lines.append("  digest      \(record.runDigest)")
        if let remoteID = record.remoteID { lines.append("  job         \(remoteID)") }
        if let link = record.link { lines.append("  link        \(link)") }
        for (name, uri) in record.outputs.sorted(by: { $0.key < $1.key }) {
            lines.append("  output      \(name) → \(uri)")
        }
        if let reason = record.reason {
            lines.append(
                "  reason      " + reason.split(separator: "\n").joined(separator: "\n              ")
            )
        }
        lines += attempt.entries.map { "  \($0.sequence)  \($0.time)  \($0.kind)  \($0.hash.prefix(12))" }
        return lines.joined(separator: "\n") + "\n"
    }

    private func write(_ members: [JSONValue.Member]) {
        console.writeOutput(JSONWriter.text(.object(members), .indented) + "\n")
    }
}

/// Columns of text, each as wide as its widest cell.
enum TextTable {
    /// Lays rows out.
    ///
    /// - Parameter rows: Rows of equally many cells.
    /// - Returns: One line for each row.
    static func text(_ rows: [[String]]) -> String {
        let widths = (rows.first ?? []).indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
        return rows.map { row in
            let cells = row.enumerated().map { column, cell in
                column == row.count - 1
                    ? cell : cell + String(repeating: " ", count: widths[column] - cell.count)
            }
            return cells.joined(separator: "  ") + "\n"
        }.joined()
    }
}
