import ArgumentParser
import Diagnostics
import Host
import Ledgers
import Plans

/// `runner ledger show`: what stands about a job, an attempt or a run.
struct LedgerShowCommand: ContextualCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Shows everything that stands about a job, an attempt or a run, and what can be done next.",
        discussion: """
            EXAMPLE
              runner ledger show heart-disease/score
            """
    )

    @Argument(help: "A job's address, an attempt's key or a run's id.")
    var subject: String

    @OptionGroup var ledger: LedgerOption
    @OptionGroup var output: OutputOptions

    func run(in context: CommandContext) async throws -> ExitStatus {
        do throws(Diagnostic) {
            let reader = try await SQLiteLedgerReader(at: ledger.path)
            context.show(reader.warnings, color: output.color)
            var attempts: [AttemptHistory] = []
            for query in [
                AttemptQuery(address: subject), AttemptQuery(key: subject.lowercased()),
                AttemptQuery(runID: subject.lowercased()),
            ] where attempts.isEmpty {
                attempts = try await reader.histories(matching: query, after: 0, count: .max)
            }
            var runs = try await reader.runs(matching: RunQuery(runID: subject.lowercased()))
            let isAboutRun = !runs.isEmpty
            var known = Set(runs.map(\.record.runID))
            for id in attempts.map(\.record.runID) where known.insert(id).inserted {
                runs += try await reader.runs(matching: RunQuery(runID: id))
            }
            guard !attempts.isEmpty || isAboutRun else {
                throw Diagnostic.nothingRecorded(subject, in: ledger.path)
            }
            var view = LedgerShow(
                console: context.host.console,
                format: output.output,
                lineage: reader.lineage
            )
            if isAboutRun {
                view.children = try await reader.runs(matching: RunQuery()).filter { run in
                    runs.contains { $0.record.runID == run.record.parent }
                }
            }
            try view.show(attempts, of: runs, isAboutRun: isAboutRun)
            return .success
        } catch {
            throw context.failure([error], color: output.color)
        }
    }
}
