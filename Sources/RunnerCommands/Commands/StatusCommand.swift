import ArgumentParser
import Diagnostics
import Host
import Ledgers

/// `runner status`: how the jobs of a ledger stand.
struct StatusCommand: ContextualCommand {
    static let configuration = CommandConfiguration(
        commandName: "status",
        abstract: "Shows how jobs stand by the ledger: the latest attempt of each.",
        discussion: """
            Asks nobody but the ledger. Ends with 0 when every job shown succeeded, 1 when one failed, was cancelled \
            or was rejected, 3 while one is unfinished, in doubt or was not sent.

            EXAMPLE
              runner status heart-disease
            """
    )

    @Argument(
        help: "A manifest's name, a job's address, a run's id or an attempt's key; none means every job."
    )
    var subjects: [String] = []

    @Option(help: ArgumentHelp("Only this realm.", valueName: "realm"))
    var realm: String?

    @OptionGroup var ledger: LedgerOption
    @OptionGroup var output: OutputOptions

    func run(in context: CommandContext) async throws -> ExitStatus {
        do throws(Diagnostic) {
            let reader = try await SQLiteLedgerReader(at: ledger.path)
            let selection = try await AttemptSelection(subjects, realm: realm, in: reader, at: ledger.path)
            StatusView(console: context.host.console, format: output.output).show(
                selection,
                lineage: reader.lineage
            )
            return selection.exitStatus
        } catch {
            throw context.failure([error], color: output.color)
        }
    }
}
