import ArgumentParser
import Diagnostics
import Host
import Ledgers

/// `runner retry`: does a run again, all of it or what did not succeed.
struct RetryCommand: ContextualCommand {
    static let configuration = CommandConfiguration(
        commandName: "retry",
        abstract:
            "Does a run again as a child of it: every job, or with --failed those that did not succeed.",
        discussion: """
            A new run with the manifests, --set, --select and --emulator of the earlier one, which the ledger names as \
            its parent; a retry can be retried. A value of --set takes the place of the one that the run had. The \
            manifests are read again, and it is said when one has changed. What is unfinished is waited for and never \
            sent again. Without RUN it is the newest run. Ends as apply does.

            EXAMPLE
              runner retry --failed
            """
    )

    @Argument(help: "The run's id; the newest unless given.")
    var run: String?

    @Flag(help: "Only jobs that failed, were rejected, cancelled or skipped, or were never sent.")
    var failed = false

    @Option(
        name: .customLong("set"),
        help: ArgumentHelp("A parameter's value; may be given several times.", valueName: "name=value")
    )
    var values: [String] = []

    @OptionGroup var options: ContinuationOptions
    @OptionGroup var sending: SendingOptions
    @OptionGroup var reports: ReportOptions

    func run(in context: CommandContext) async throws -> ExitStatus {
        let found: RunHistory
        do throws(Diagnostic) {
            let reader = try await SQLiteLedgerReader(at: options.ledger.path)
            let selection = try await RunSelection(reader, at: options.ledger.path)
            if let id = self.run { found = try selection.run(id) } else { found = try selection.newest() }
        } catch {
            throw context.failure([error], color: options.output.color)
        }
        let continued = ContinuedRun(
            context: context,
            options: options,
            run: found,
            values: values,
            continuation: .retry(of: found.record.runID, onlyFailed: failed),
            sending: sending
        )
        let journal = continued.journal("retry")
        let reporting = try RunReporting(journal, reports, options.output, in: context)
        return try await reporting.reporting { try await continued.perform(journal, reporting.monitor) }
    }
}
