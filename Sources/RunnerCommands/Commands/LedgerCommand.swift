import ArgumentParser
import Diagnostics
import Host
import JSONValues
import Ledgers
import Plans

/// `runner ledger`: the record of what was intended, sent and seen.
struct LedgerCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ledger",
        abstract: "Makes, lists, shows and verifies the record of attempts.",
        discussion: """
            EXAMPLE
              runner ledger list
            """,
        subcommands: [
            LedgerInitCommand.self, LedgerListCommand.self, LedgerShowCommand.self, LedgerVerifyCommand.self,
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
            made = try SQLiteLedger.create(at: ledger.path, lineage: id, time: host.time, random: host.random)
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

/// `runner ledger list`: the attempts.
struct LedgerListCommand: ContextualCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "Lists the attempts, oldest first.",
        discussion: """
            EXAMPLE
              runner ledger list -o json
            """
    )

    @OptionGroup var ledger: LedgerOption
    @OptionGroup var output: OutputOptions

    func run(in context: CommandContext) async throws -> ExitStatus {
        do throws(Diagnostic) {
            let reader = try await SQLiteLedgerReader(at: ledger.path)
            let attempts = try await reader.attempts(matching: AttemptQuery())
            let view = LedgerView(console: context.host.console, format: output.output)
            view.list(attempts, lineage: reader.lineage)
            return .success
        } catch {
            throw context.failure([error], color: output.color)
        }
    }
}

/// `runner ledger show`: what stands about one job.
struct LedgerShowCommand: ContextualCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Shows everything that stands about a job's attempts, entry by entry.",
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
            var attempts: [AttemptHistory] = []
            for query in [
                AttemptQuery(address: subject), AttemptQuery(key: subject.lowercased()),
                AttemptQuery(runID: subject),
            ] where attempts.isEmpty {
                for record in try await reader.attempts(matching: query) {
                    attempts.append(AttemptHistory(record, try await reader.history(of: record.key)))
                }
            }
            guard !attempts.isEmpty else { throw Diagnostic.nothingRecorded(subject, in: ledger.path) }
            LedgerView(console: context.host.console, format: output.output).show(
                attempts,
                lineage: reader.lineage
            )
            return .success
        } catch {
            throw context.failure([error], color: output.color)
        }
    }
}

/// `runner ledger verify`: whether the record is whole.
struct LedgerVerifyCommand: ContextualCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Checks the chain of entries and names the first that does not fit.",
        discussion: """
            Ends with 0 when all fits, with 1 when something does not. A chain shows careless edits; only a head that \
            was kept elsewhere (it is printed at the end of each run) shows a forger's or a cut end.

            EXAMPLE
              runner ledger verify
            """
    )

    @OptionGroup var ledger: LedgerOption

    @Option(help: ArgumentHelp("The head that the ledger must contain.", valueName: "number:hash"))
    var expectHead: String?

    @OptionGroup var output: OutputOptions

    func validate() throws {
        if let expectHead, LedgerHead(expectHead) == nil {
            throw ValidationError(
                "--expect-head takes what a run printed: a number, a colon and 64 hex digits"
            )
        }
    }

    func run(in context: CommandContext) async throws -> ExitStatus {
        let found: LedgerVerification
        do throws(Diagnostic) {
            found = try await LedgerVerification.verify(
                ledgerAt: ledger.path,
                expecting: expectHead.flatMap { LedgerHead($0) }
            )
        } catch {
            throw context.failure([error], color: output.color)
        }
        let status: ExitStatus = found.fault == nil ? .success : .negative
        LedgerView(console: context.host.console, format: output.output).verified(found, status: status)
        if let diagnostic = found.diagnostic { context.show([diagnostic], color: output.color) }
        return status
    }
}
