import Diagnostics
import Execution
import Host
import JSONValues
import Ledgers
import Plans

/// Shows how a run ended, on standard output.
struct ApplyView {
    let console: any Console
    let format: RunOutputFormat
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
            // Nobody reads a thousand lines on a terminal; a file or another program gets them all.
            let isFolded = console.outputIsTerminal && results.count > Self.foldingLimit
            for result in results where !isFolded || isNotable(result) {
                lines.append("\(result.address)  \(redact(ResultWording.headline(result)))")
                for (name, uri) in result.outputs.sorted(by: { $0.key < $1.key }) {
                    lines.append("    \(name) → \(redact(uri))")
                }
            }
            if isFolded { lines.append(Self.counted(results)) }
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
        case .jsonl:
            // The stream of events ends with the summary.
            break
        }
    }

    /// From how many jobs on a terminal shows those that succeeded as a number.
    static let foldingLimit = 50

    /// Whether somebody has to look at a job: what is as wanted, and what a stopped run did not begin, is counted.
    private func isNotable(_ result: JobResult) -> Bool {
        JobOutcome.Standing(result.ending) != .succeeded && result.ending != .notBegun
    }

    /// How many jobs there are of each ending, worst first.
    private static func counted(_ results: [JobResult]) -> String {
        var counts: [JobResult.Ending: Int] = [:]
        for result in results { counts[result.ending, default: 0] += 1 }
        return RunReport.summary(RunReport.sorted(counts), total: results.count)
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
