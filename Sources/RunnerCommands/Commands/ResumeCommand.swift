import ArgumentParser
import Diagnostics
import Host
import Ledgers

/// `runner resume`: goes on with a run that was interrupted.
struct ResumeCommand: ContextualCommand {
    static let configuration = CommandConfiguration(
        commandName: "resume",
        abstract:
            "Goes on with an interrupted run: follows what was sent, sends what was not; nothing twice.",
        discussion: """
            The ledger tells the manifests' files and the --set, --select and --emulator of that run; the files are read \
            again and must be what they were. What the operator allows (--allow-host, --policy, --secret-dir) is given \
            anew. Jobs that failed in that run stay so: `runner retry --failed` runs them again. Without RUN it is the \
            newest run that left something. Ends as apply does.

            EXAMPLE
              runner resume
            """
    )

    @Argument(help: "The run's id; the newest that left something unless given.")
    var run: String?

    @OptionGroup var options: ContinuationOptions
    @OptionGroup var sending: SendingOptions
    @OptionGroup var reports: ReportOptions

    func run(in context: CommandContext) async throws -> ExitStatus {
        let found: (run: RunHistory, family: Set<String>)?
        do throws(Diagnostic) {
            let reader = try await SQLiteLedgerReader(at: options.ledger.path)
            let selection = try await RunSelection(reader, at: options.ledger.path)
            var run = selection.unfinished
            if let id = self.run { run = try selection.run(id) }
            found = run.map { ($0, selection.family(of: $0)) }
        } catch {
            throw context.failure([error], color: options.output.color)
        }
        guard let found else {
            context.host.console.writeError("nothing to resume: every run has ended\n")
            return .success
        }
        let continued = ContinuedRun(
            context: context,
            options: options,
            run: found.run,
            continuation: .resume(of: found.family),
            mustBeUnchanged: true,
            sending: sending
        )
        let journal = continued.journal("resume")
        let reporting = try RunReporting(journal, reports, options.output, in: context)
        return try await reporting.reporting { try await continued.perform(journal, reporting.monitor) }
    }
}
