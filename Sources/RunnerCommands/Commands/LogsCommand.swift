import ArgumentParser
import Diagnostics
import Host
import Ledgers
import Plans

/// `runner logs`: where a job's logs are, and what is known without them.
struct LogsCommand: ContextualCommand {
    static let configuration = CommandConfiguration(
        commandName: "logs",
        abstract: "Says where a job's logs are: its page, and the reason that its document gives.",
        discussion: """
            The logs themselves stand in the run history of the workspace, which this version does not read: the \
            command prints what is known, names what it takes to read them, and ends with 69.

            EXAMPLE
              runner logs heart-disease/score
            """
    )

    @Argument(help: "A job's address, a run's id or an attempt's key.")
    var subject: String

    @Option(help: ArgumentHelp("Only this realm.", valueName: "realm"))
    var realm: String?

    @OptionGroup var ledger: LedgerOption

    @Option(help: "When to use colour on standard error. NO_COLOR is honoured.")
    var color: ColorChoice = .auto

    func run(in context: CommandContext) async throws -> ExitStatus {
        do throws(Diagnostic) {
            let reader = try await SQLiteLedgerReader(at: ledger.path)
            let selection = try await AttemptSelection([subject], realm: realm, in: reader, at: ledger.path)
            context.host.console.writeOutput(selection.attempts.map(text).joined())
            throw Diagnostic.cannotReadLogs(selection.attempts)
        } catch {
            throw context.failure([error], color: color)
        }
    }

    private func text(_ record: AttemptRecord) -> String {
        var lines = ["\(record.displayAddress)  attempt \(record.number)  \(record.state.rawValue)"]
        if let remoteID = record.remoteID { lines.append("  job     \(remoteID)") }
        if let link = record.link { lines.append("  page    \(link)") }
        if let reason = record.reason {
            lines.append("  reason  " + reason.split(separator: "\n").joined(separator: "\n          "))
        }
        return lines.joined(separator: "\n") + "\n"
    }
}

extension Diagnostic {
    fileprivate static func cannotReadLogs(_ attempts: [AttemptRecord]) -> Diagnostic {
        let jobs = attempts.compactMap(\.remoteID)
        return Diagnostic(
            .needsRunHistory,
            "logs cannot be read in this version",
            notes: ["they stand in the workspace's run history, beside the job's page"],
            help: jobs.isEmpty
                ? "nothing was created, so there are none"
                : jobs.map { "`az ml job stream --name \($0)`" }.joined(separator: ", ")
                    + " reads them, with the role AzureML Data Scientist or Reader"
        )
    }
}
