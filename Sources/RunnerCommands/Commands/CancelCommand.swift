import ArgumentParser
import Diagnostics
import Execution
import Host
import JSONValues
import Ledgers
import Plans

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

            EXAMPLE
              runner cancel manifests/by-name.yaml
            """
    )

    @OptionGroup var manifests: ManifestArguments
    @OptionGroup var ledger: LedgerOption

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
    }

    func run(in context: CommandContext) async throws -> ExitStatus {
        let set = try context.manifests(manifests, reruns: [], color: output.color)
        let network = try context.network(network, allowance: set.allowance, color: output.color)
        return try await CancelRun(
            context: context,
            set: set,
            ledgerPath: ledger.path,
            jobs: job,
            wait: .seconds(timeout),
            secretFolders: secrets.secretDir + set.addedSecretFolders,
            network: network,
            output: output,
            journal: RunJournal("cancel", in: context)
        ).perform()
    }
}
