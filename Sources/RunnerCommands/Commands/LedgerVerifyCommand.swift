import ArgumentParser
import Diagnostics
import Host
import Ledgers

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
        VerificationView(console: context.host.console, format: output.output).verified(found, status: status)
        if let diagnostic = found.diagnostic { context.show([diagnostic], color: output.color) }
        return status
    }
}
