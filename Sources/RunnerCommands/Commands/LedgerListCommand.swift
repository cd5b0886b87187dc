import ArgumentParser
import Diagnostics
import Host
import Ledgers
import Plans

/// `runner ledger list`: the attempts, or the runs.
struct LedgerListCommand: ContextualCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "Lists the attempts, oldest first; with --runs the runs, also those that sent nothing.",
        discussion: """
            EXAMPLE
              runner ledger list --status failed --status unknown --since 7d
              runner ledger list --runs --limit 20 --format json
            """
    )

    @Flag(help: "List runs: who, where, of which commit, and how they ended.")
    var runs = false

    @OptionGroup var filter: LedgerFilter

    @Option(help: ArgumentHelp("Only the newest so many.", valueName: "count"))
    var limit: Int?

    @OptionGroup var ledger: LedgerOption

    @Option(name: [.customShort("o"), .long], help: "How the list is written to standard output.")
    var format: ListFormat = .table

    @Option(help: "When to use colour on standard error. NO_COLOR is honoured.")
    var color: ColorChoice = .auto

    func validate() throws {
        if let limit, limit < 1 { throw ValidationError("--limit takes 1 or more") }
        if runs, filter.isAboutAttempts {
            throw ValidationError("--status and --job are about attempts; --runs lists runs")
        }
    }

    func run(in context: CommandContext) async throws -> ExitStatus {
        do throws(Diagnostic) {
            let reader = try await SQLiteLedgerReader(at: ledger.path)
            context.show(reader.warnings, color: color)
            let now = context.host.time.now
            let list = LedgerList(console: context.host.console, format: format, lineage: reader.lineage)
            if runs {
                var query = filter.runs(now: now)
                query.limit = limit
                list.show(try await reader.runs(matching: query))
            } else {
                var query = filter.attempts(now: now)
                query.limit = limit
                list.show(try await reader.attempts(matching: query))
            }
            return .success
        } catch {
            throw context.failure([error], color: color)
        }
    }
}

/// The forms of a list.
enum ListFormat: String, CaseIterable, ExpressibleByArgument, Sendable {
    case table
    /// The same as `table`, by the name that other commands have for it.
    case text
    case json
    case jsonl
}
