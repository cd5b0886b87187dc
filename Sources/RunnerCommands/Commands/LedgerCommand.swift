import ArgumentParser
import Diagnostics
import Host
import JSONValues
import Ledgers

/// `runner ledger`: the record of what was intended, sent and seen.
struct LedgerCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ledger",
        abstract: "Makes, lists, shows, exports, verifies and unlocks the record of runs and attempts.",
        discussion: """
            EXAMPLE
              runner ledger list
            """,
        subcommands: [
            LedgerInitCommand.self, LedgerListCommand.self, LedgerShowCommand.self, LedgerExportCommand.self,
            LedgerVerifyCommand.self, LedgerUnlockCommand.self,
        ]
    )
}

/// `runner ledger init`: makes a ledger.
struct LedgerInitCommand: ContextualCommand {
    static let configuration = CommandConfiguration(
        commandName: "init",
        abstract: "Makes a new ledger.",
        discussion: """
            The ledger's id goes into every attempt's key. In CI a missing ledger is an error, not a fresh one: make it \
            once, keep it where every run finds it.

            EXAMPLE
              runner ledger init --id nightly
            """
    )

    @OptionGroup var ledger: LedgerOption

    @Option(help: ArgumentHelp("The ledger's id; random unless given.", valueName: "name"))
    var id: String?

    @OptionGroup var output: OutputOptions

    func run(in context: CommandContext) async throws -> ExitStatus {
        let host = context.host
        let made: SQLiteLedger
        do throws(Diagnostic) {
            made = try context.newLedger(at: ledger.path, lineage: id)
        } catch {
            throw context.failure([error], color: output.color)
        }
        switch output.output {
        case .text: host.console.writeOutput("\(ledger.path): ledger \(made.lineage)\n")
        case .json:
            let value: JSONValue = [
                "format_version": "1.0", "kind": "Ledger", "file": .string(ledger.path),
                "lineage": .string(made.lineage),
            ]
            host.console.writeOutput(JSONWriter.text(value, .indented) + "\n")
        }
        await made.close()
        return .success
    }
}
