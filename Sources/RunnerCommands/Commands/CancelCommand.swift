import ArgumentParser
import Diagnostics
import Execution
import Host
import JSONValues
import Ledgers
import Plans
import Transport

/// `runner cancel`: asks that unfinished jobs of some manifests be cancelled.
struct CancelCommand: ContextualCommand {
    static let configuration = CommandConfiguration(
        commandName: "cancel",
        abstract: "Cancels the unfinished jobs of manifests, as the ledger knows them.",
        discussion: """
            Azure's resource manager cancels; so the endpoint must be named by workspace and name. The request is \
            written to the ledger before it leaves, beside the job's state; what the job comes to is the endpoint's \
            word. A cancelled job is not run again by apply unless --rerun names it. \
            Ends with 0 when nothing is left running, and with 3 when a job may go on.

            With --emulator it is played: FILE@PORT is the emulator of that document which `runner emulator` runs at that \
            port, and which `runner apply --detach --emulator FILE@PORT` gave the jobs to. An emulator that was started \
            for one run ended with its jobs, so FILE alone is refused.

            EXAMPLE
              runner cancel manifests/by-name.yaml
            """
    )

    @OptionGroup var manifests: ManifestArguments
    @OptionGroup var ledger: LedgerOption

    @Option(
        help: ArgumentHelp(
            "Ask this emulator, which runs already, instead of the cloud.",
            valueName: "file@port"
        )
    )
    var emulator: String?

    @Option(help: ArgumentHelp("Only this job; may be given several times.", valueName: "address"))
    var job: [String] = []

    @Option(help: ArgumentHelp("How long to wait for the jobs to end.", valueName: "seconds"))
    var timeout = 120

    @OptionGroup var secrets: SecretOptions

    @OptionGroup var network: NetworkOptions
    @OptionGroup var output: OutputOptions

    func validate() throws {
        guard (0...86_400).contains(timeout) else {
            throw ValidationError("--timeout takes seconds, 0 to 86400")
        }
        guard emulator.map(EmulatorName.hasPort) ?? true else {
            throw ValidationError(
                "an emulator that is started for this command knows no jobs: give --emulator FILE@PORT, where "
                    + "`runner emulator --config FILE --port PORT` runs"
            )
        }
    }

    func run(in context: CommandContext) async throws -> ExitStatus {
        let set = try context.manifests(manifests, reruns: [], color: output.color)
        let rehearsal = try emulator.map { try context.rehearsal($0, color: output.color) }
        let network =
            rehearsal == nil
            ? try context.network(network, allowance: set.allowance, color: output.color) : .direct
        var journal = RunJournal("cancel", in: context)
        journal.given = emulator.map {
            LedgerEvent.GivenRecord(values: manifests.options.values, selection: [], emulator: $0)
        }
        return try await CancelRun(
            context: context,
            set: set,
            rehearsal: rehearsal,
            ledgerPath: ledger.path(of: rehearsal),
            jobs: job,
            wait: .seconds(timeout),
            secretFolders: secrets.secretDir + set.addedSecretFolders,
            network: network,
            output: output,
            journal: journal
        ).perform()
    }
}
