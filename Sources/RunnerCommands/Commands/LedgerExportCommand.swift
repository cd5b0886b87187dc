import ArgumentParser
import Diagnostics
import Host
import JSONValues
import Ledgers
import Plans
import Secrets

/// `runner ledger export`: the record in forms that other programs read.
struct LedgerExportCommand: ContextualCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Writes the record to standard output in a form that other programs read.",
        discussion: """
            csv has one record for each attempt. jsonl has the entries as they are chained, after a line with what the \
            ledger was born with: enough to compute every hash again. openlineage has the events of OpenLineage 2-0-2, \
            intoto unsigned in-toto Statements (version 1), one a line each.

            EXAMPLE
              runner ledger export --to csv
            """
    )

    @Option(help: "The form.")
    var to: ExportForm

    @OptionGroup var filter: LedgerFilter
    @OptionGroup var ledger: LedgerOption

    @Option(help: "When to use colour on standard error. NO_COLOR is honoured.")
    var color: ColorChoice = .auto

    func validate() throws {
        if to == .jsonl, !filter.isEmpty {
            throw ValidationError("--to jsonl writes the whole chain, which is of no use in parts")
        }
    }

    func run(in context: CommandContext) async throws -> ExitStatus {
        do throws(Diagnostic) {
            let reader = try await SQLiteLedgerReader(at: ledger.path)
            context.show(reader.warnings, color: color)
            let console = context.host.console
            switch to {
            case .jsonl: try await writeEntries(of: reader, to: console)
            case .csv:
                console.writeOutput(CSVExport.header)
                try await forEachAttempt(of: reader, now: context.host.time.now) {
                    [ControlText.escaped(CSVExport.record($0))]
                } write: {
                    console.writeOutput($0)
                }
            case .openlineage:
                let export = OpenLineageExport(toolVersion: RunnerVersion.number)
                try await forEachAttempt(of: reader, now: context.host.time.now) {
                    export.events(of: $0).map(ControlText.line)
                } write: {
                    console.writeOutput($0)
                }
            case .intoto:
                let export = InTotoExport(toolVersion: RunnerVersion.number)
                try await forEachAttempt(of: reader, now: context.host.time.now) {
                    [ControlText.line(export.statement(of: $0))]
                } write: {
                    console.writeOutput($0)
                }
            }
            return .success
        } catch {
            throw context.failure([error], color: color)
        }
    }

    private func forEachAttempt(
        of reader: SQLiteLedgerReader,
        now: Timestamp,
        _ lines: (ExportedAttempt) -> [String],
        write: (String) -> Void
    ) async throws(Diagnostic) {
        var runs: [String: RunHistory] = [:]
        for run in try await reader.runs(matching: RunQuery()) { runs[run.record.runID] = run }
        try await reader.forEachHistory(matching: filter.attempts(now: now)) { history throws(Diagnostic) in
            let run = runs[history.record.runID]
            let attempt = try ExportedAttempt(history, of: run, lineage: reader.lineage)
            for line in lines(attempt) { write(line) }
        }
    }

    private func writeEntries(
        of reader: SQLiteLedgerReader,
        to console: any Console
    ) async throws(Diagnostic) {
        let birth = JSONValue.object([
            .init("birth", (try? JSONReader().read(Array(reader.birth.text.utf8))) ?? .null),
            .init("hash", .string(reader.birth.hash)),
        ])
        console.writeOutput(ControlText.line(birth))
        var last = 0
        while true {
            let page = try await reader.entries(after: last, limit: 500)
            for entry in page { console.writeOutput(ControlText.line(entry.json)) }
            guard let end = page.last else { return }
            last = end.sequence
        }
    }
}

/// The forms of an export.
enum ExportForm: String, CaseIterable, ExpressibleByArgument, Sendable {
    case csv
    case jsonl
    case openlineage
    case intoto
}
