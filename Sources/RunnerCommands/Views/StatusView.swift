import Host
import JSONValues
import Ledgers
import Plans

/// Shows how jobs stand.
struct StatusView {
    let console: any Console
    let format: OutputFormat

    func show(_ selection: AttemptSelection, lineage: String) {
        switch format {
        case .text: console.writeOutput(text(selection.attempts, lineage: lineage))
        case .json:
            let value = JSONValue.object([
                .init("format_version", "1.0"), .init("kind", "Status"),
                .init("lineage", .string(lineage)),
                .init(
                    "counts",
                    .object(counts(selection.attempts).map { .init($0, .number(JSONNumber($1))) })
                ),
                .init("jobs", .array(selection.attempts.map(\.json))),
                .init("exit", ExitJSON.value(selection.exitStatus)),
            ])
            console.writeOutput(JSONWriter.text(value, .indented) + "\n")
        }
    }

    private func text(_ attempts: [AttemptRecord], lineage: String) -> String {
        guard !attempts.isEmpty else { return "no attempts in ledger \(lineage)\n" }
        var rows = [["JOB", "ATTEMPT", "STATE", "SINCE", "AS", "REALM"]]
        rows += attempts.map { record in
            [
                record.displayAddress, String(record.number), record.state.rawValue, record.changedAt,
                record.remoteID ?? "-", record.realm,
            ]
        }
        var text = TextTable.text(rows)
        for record in attempts {
            guard record.state != .succeeded, let reason = record.reason?.split(separator: "\n").first else {
                continue
            }
            text += "\(record.displayAddress): \(reason)\n"
        }
        return text + counts(attempts).map { "\($1) \($0)" }.joined(separator: ", ") + "\n"
    }

    /// How many jobs are in each state that occurs, in the order of the states.
    private func counts(_ attempts: [AttemptRecord]) -> [(String, Int)] {
        JobState.allCases.compactMap { state in
            let count = attempts.count { $0.state == state }
            return count == 0 ? nil : (state.rawValue, count)
        }
    }
}
