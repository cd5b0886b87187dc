import ArgumentParser
import Diagnostics
import Execution
import Host
import Ledgers
import Plans
import Transport

/// `runner apply`: submits what is new or changed, waits, records.
struct ApplyCommand: ContextualCommand {
    static let configuration = CommandConfiguration(
        commandName: "apply",
        abstract: "Submits what is new or changed, waits for it, and writes the ledger.",
        discussion: """
            The latest attempt of each job decides: succeeded with the same digest, nothing is sent; unfinished, it is \
            taken up; none, changed, failed or rejected, a new attempt. All secrets are read before anything is sent.

            A file of `plan --out` is a plan that was reviewed: it is made again from its manifests, offline, and exactly \
            it is carried out; whatever has changed since, the command ends with 4 and sends nothing.

            A job is submitted when all that it needs has succeeded; when one of these does not, it is skipped. With \
            --select only some jobs are done: `m/score` means every combination of its matrix, `m/*[region=eu]` those \
            of one region; what they need must be selected too, or be up to date.

            An attempt of which it cannot be known whether it was taken is looked for in its endpoint's list, where the \
            endpoint is named by workspace and name: adopted when it is there, sent once more with the same key when it \
            is not there over the visibility window, and held for `runner resolve` when that cannot be told. \
            `runner explain RN0546` says what that guarantees.

            HTTPS_PROXY, NO_PROXY, SSL_CERT_FILE and SSL_CERT_DIR are honoured. A host whose name leads to this machine or \
            its local link is refused unless --allow-host names it. A cloud of your own describes itself at \
            ARM_CLOUD_METADATA_URL, as azure-cli and azure-ai-ml read it; AZUREML_CURRENT_CLOUD names it there.

            With --emulator the real host names of the manifest lead to an emulator in this process; nothing leaves \
            the machine, and the ledger is .runner/emulator-NAME.sqlite unless --ledger says otherwise. FILE@PORT is the \
            emulator of that document which `runner emulator` runs already; it keeps its jobs when this command ends.

            With --detach it ends as soon as each job is accepted, with 0 when all are; `runner wait` waits for them. A \
            job that needs another is then not sent: `runner resume` sends it.

            The first interrupt (^C, SIGTERM, SIGHUP) stops sending and leaves what runs running; with --on-interrupt \
            cancel it has the jobs of this run cancelled, where their endpoint is named by workspace and name, and waits \
            up to two minutes for their ends. The second leaves at once. `runner resume` goes on.

            EXAMPLE
              runner apply manifests/heart-disease.yaml --emulator manifests/emulator.yaml
            """
    ).parsedByItself

    @OptionGroup var manifests: ManifestArguments
    @OptionGroup var ledger: LedgerOption

    @Option(help: ArgumentHelp("Rehearse on this emulator instead of the cloud.", valueName: "file"))
    var emulator: String?

    @Flag(
        help: ArgumentHelp(
            "End with 78 when the ledger is not there, in place of making one. Always so where CI is set."
        )
    )
    var ledgerMustExist = false

    @Flag(help: "Show the plan against the ledger and send nothing.")
    var dryRun = false

    @Option(help: ArgumentHelp("A job to run once more; may be given several times.", valueName: "address"))
    var rerun: [String] = []

    @Option(
        help: ArgumentHelp(
            "Only jobs whose address matches, with * and ?; may be given several times.",
            valueName: "glob"
        )
    )
    var select: [String] = []

    @Flag(help: "Submit nothing more after a job did not succeed.")
    var failFast = false

    @OptionGroup var sending: SendingOptions
    @OptionGroup var waiting: WaitingOptions
    @OptionGroup var secrets: SecretOptions

    @Flag(
        help:
            "Before a first attempt, adopt a job that the endpoint already runs with the same inputs and outputs."
    )
    var adoptRunning = false

    @Option(
        help: ArgumentHelp(
            "How long a created job may be missing from its endpoint's list.",
            valueName: "seconds"
        )
    )
    var visibilityWindow = 120

    @Flag(help: "End with 1 when every job was up to date.")
    var failIfNothingRan = false

    @OptionGroup var network: NetworkOptions
    @OptionGroup var reports: ReportOptions
    @OptionGroup var output: RunOutputOptions

    func validate() throws {
        if dryRun, output.output == .jsonl {
            throw ValidationError("-o jsonl is for a run, not for --dry-run")
        }
        guard (0...86_400).contains(visibilityWindow) else {
            throw ValidationError("--visibility-window takes seconds, 0 to 86400")
        }
    }

    func run(in context: CommandContext) async throws -> ExitStatus {
        guard !dryRun else {
            let (command, pinned) = try await resolved(in: context)
            return try await command.showPlan(pinned, in: context)
        }
        var journal = RunJournal("apply", in: context)
        journal.given = LedgerEvent.GivenRecord(
            values: manifests.options.values,
            selection: select,
            emulator: emulator
        )
        let recorded = journal
        let reporting = try RunReporting(recorded, reports, output, in: context)
        return try await reporting.reporting { try await applied(recorded, reporting.monitor, in: context) }
    }

    private func applied(
        _ journal: RunJournal,
        _ monitor: RunMonitor,
        in context: CommandContext
    ) async throws -> ExitStatus {
        var run: ApplyRun
        do {
            let (command, pinned) = try await resolved(in: context)
            run = try command.prepared(journal, monitor, in: context)
            run.pinned = pinned
            run.set.pins = pinned?.made.pins
        } catch let failure as CommandFailure {
            // An emulator that cannot be read has no name yet, and so no ledger of its own.
            if let path = ledger.ledger ?? (emulator == nil ? LedgerOption.defaultPath : nil) {
                await journal.refuse(
                    failure,
                    paths: manifests.paths,
                    ledger: path,
                    whenMissing: whenMissing(in: context)
                )
            }
            throw failure
        }
        return try await run.perform()
    }

    /// Reads everything that there is to read before a ledger is opened.
    private func prepared(
        _ journal: RunJournal,
        _ monitor: RunMonitor,
        in context: CommandContext
    ) throws -> ApplyRun {
        let set = try selected(in: context)
        let rehearsal = try emulator.map { try context.rehearsal($0, color: output.color) }
        let order = RunOrder(
            ledgerPath: path(of: rehearsal),
            whenMissing: whenMissing(in: context),
            options: options(isRehearsal: rehearsal != nil),
            secretFolders: secrets.secretDir,
            network: network,
            output: output,
            failsWhenNothingRan: failIfNothingRan,
            onInterrupt: sending.onInterrupt
        )
        return try context.run(order, of: set, on: rehearsal, journal, monitor)
    }

    private func selected(in context: CommandContext) throws -> ManifestSet {
        var set = try context.manifests(manifests, reruns: rerun, color: output.color)
        if !select.isEmpty { set.selection = JobSelection(select) }
        return set
    }

    private func showPlan(_ pinned: PinnedPlan?, in context: CommandContext) async throws -> ExitStatus {
        var set = try selected(in: context)
        set.pins = pinned?.made.pins
        let rehearsal = try emulator.map { try context.rehearsal($0, color: output.color) }
        let path = path(of: rehearsal)
        // A ledger that must exist is opened where it is not, and that says so.
        let isThere = ledgerMustExist || context.host.files.kind(of: path) != nil
        let snapshots = isThere ? try await context.snapshots(at: path, for: set, color: output.color) : []
        let current = try context.plans(
            for: set,
            realm: realm(of: rehearsal),
            snapshots: snapshots,
            color: output.color
        )
        let plans = try context.shown(color: output.color) { () throws(Diagnostic) in
            try pinned?.held(current) ?? current
        }
        PlanOutput(
            host: context.host,
            format: output.output.document == .json ? .json : .text,
            color: output.color
        ).write(PlanResult(plans: zip(plans, set.manifests).map { PlanDocument($0, of: $1) }))
        let findings = context.policyFindings(for: plans, of: set, followsLinks: false)
        context.show(findings, sources: set.sources, color: output.color)
        return findings.exitStatus
    }

    func path(of rehearsal: Rehearsal?) -> String { ledger.path(of: rehearsal) }

    private func whenMissing(in context: CommandContext) -> MissingLedger {
        context.missingLedger(mustExist: ledgerMustExist, isRehearsal: emulator != nil)
    }

    private func realm(of rehearsal: Rehearsal?) -> RealmContext {
        rehearsal.map { .emulator(id: $0.id) } ?? .cloud
    }

    private func options(isRehearsal: Bool) -> Executor.Options {
        var options = Executor.Options()
        options.parallelism = sending.parallelism
        options.failsFast = failFast
        options.visibilityWindow = .seconds(visibilityWindow)
        options.adoptsRunning = adoptRunning
        options.detaches = sending.detach
        options.waitTimeout = waiting.timeout.map { .seconds($0) }
        if isRehearsal { options.rehearse() }
        return options
    }
}
