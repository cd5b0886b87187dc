import Diagnostics
import Execution
import Host
import JSONValues
import Ledgers
import Plans

/// Shows how a run ended, on standard output.
struct ApplyView {
    let console: any Console
    let format: OutputFormat
    /// Takes secrets out of what is shown.
    let redact: (String) -> String

    func show(
        _ results: [JobResult],
        diagnostics: JSONValue,
        runID: String,
        ledger: String,
        head: LedgerHead,
        status: ExitStatus
    ) {
        switch format {
        case .text:
            var lines: [String] = []
            for result in results {
                lines.append("\(result.address)  \(redact(ResultWording.headline(result)))")
                for (name, uri) in result.outputs.sorted(by: { $0.key < $1.key }) {
                    lines.append("    \(name) → \(redact(uri))")
                }
            }
            lines.append("run \(runID)")
            lines.append("ledger \(ledger)  head \(head)")
            console.writeOutput(lines.joined(separator: "\n") + "\n")
        case .json:
            let value = JSONValue.object([
                .init("format_version", "1.0"), .init("kind", "Run"), .init("run", .string(runID)),
                .init("jobs", .array(results.map(value))),
                .init("ledger", ["file": .string(ledger), "head": .string(head.description)]),
                .init("diagnostics", diagnostics),
                .init("exit", ExitJSON.value(status)),
            ])
            console.writeOutput(JSONWriter.text(value, .indented) + "\n")
        }
    }

    private func value(_ result: JobResult) -> JSONValue {
        .object([
            .init("address", .string(result.address.description)),
            .init("ending", .string(result.ending.rawValue)),
            .init("attempt", result.number.map { .number(JSONNumber($0)) } ?? .null),
            .init("remoteID", result.remoteID.map(JSONValue.string) ?? .null),
            .init("link", result.link.map { .string(redact($0)) } ?? .null),
            .init("reason", result.reason.map { .string(redact($0)) } ?? .null),
            .init(
                "outputs",
                .object(
                    result.outputs.sorted { $0.key < $1.key }.map { .init($0.key, .string(redact($0.value))) }
                )
            ),
        ])
    }
}
