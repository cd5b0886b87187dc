import Diagnostics
import Execution
import Host
import Ledgers
import Plans
import Transport

/// A run that goes by what the ledger has of an earlier one.
struct ContinuedRun {
    let context: CommandContext
    let options: ContinuationOptions
    /// The earlier run.
    let run: RunHistory
    /// The values of parameters that are given besides, or instead.
    var values: [String] = []
    /// What is done otherwise than `apply` does it.
    let continuation: RunContinuation
    /// Whether the manifests must be what they were.
    var mustBeUnchanged = false
    /// How it sends; as `wait` does, which sends nothing, unless given.
    var sending: SendingOptions?

    /// Runs.
    ///
    /// - Parameters:
    ///   - journal: The new run.
    ///   - monitor: Sees it.
    /// - Returns: How the command ends.
    /// - Throws: ``CommandFailure`` when it stopped before anything was sent.
    func perform(_ journal: RunJournal, _ monitor: RunMonitor) async throws -> ExitStatus {
        let color = options.output.color
        let given = run.record.given
        var set = try context.manifests(
            try paths(),
            options.manifests(values: mergedValues),
            reruns: [],
            color: color
        )
        if let selection = given?.selection, !selection.isEmpty { set.selection = JobSelection(selection) }
        try checkDigests(of: set)
        let rehearsal = try given?.emulator.map { try context.rehearsal($0, color: color) }
        var executing = Executor.Options()
        if let sending {
            executing.parallelism = sending.parallelism
            executing.detaches = sending.detach
        }
        executing.waitTimeout = options.waiting.timeout.map { .seconds($0) }
        if rehearsal != nil { executing.rehearse() }
        let order = RunOrder(
            ledgerPath: options.ledger.path,
            whenMissing: .refused,  // the earlier run was read from it
            options: executing,
            secretFolders: options.secrets.secretDir,
            network: options.network,
            output: options.output,
            onInterrupt: sending?.onInterrupt ?? .detach,
            continuation: continuation
        )
        return try await context.run(order, of: set, on: rehearsal, journal, monitor).perform()
    }

    /// The journal of the new run, with its ancestry and all that a further run needs.
    ///
    /// - Parameter command: The command, such as `resume`.
    /// - Returns: The journal.
    func journal(_ command: String) -> RunJournal {
        var journal = RunJournal(command, in: context)
        journal.parent = run.record.runID
        journal.given = LedgerEvent.GivenRecord(
            values: mergedValues,
            selection: run.record.given?.selection ?? [],
            emulator: run.record.given?.emulator
        )
        return journal
    }

    /// The values of the earlier run, but for those that have another now.
    private var mergedValues: [String] {
        func name(_ value: String) -> Substring { value.prefix { $0 != "=" } }
        let replaced = Set(values.map(name))
        return (run.record.given?.values ?? []).filter { !replaced.contains(name($0)) } + values
    }

    /// The files of the earlier run's manifests.
    private func paths() throws -> [String] {
        var paths: [String] = []
        for manifest in run.record.manifests {
            guard let file = manifest.file, !["-", "<stdin>"].contains(file),
                context.host.files.kind(of: file) != nil
            else {
                let problem = Diagnostic.manifestNotAtHand(manifest, of: run.record.runID)
                throw context.failure([problem], color: options.output.color)
            }
            if !paths.contains(file) { paths.append(file) }
        }
        return paths
    }

    /// Holds the files against what the run read.
    private func checkDigests(of set: ManifestSet) throws {
        for source in set.sources {
            guard let manifest = run.record.manifests.first(where: { $0.file == source.name }),
                let digest = manifest.digest,
                digest != LedgerEvent.ManifestRecord.digest(of: source.bytes)
            else { continue }
            let problem = Diagnostic.manifestChanged(manifest, of: run.record.runID, isFault: mustBeUnchanged)
            guard !mustBeUnchanged else { throw context.failure([problem], color: options.output.color) }
            if case .retry = continuation { context.show([problem], color: options.output.color) }
        }
    }
}

extension Diagnostic {
    fileprivate static func manifestNotAtHand(
        _ manifest: LedgerEvent.ManifestRecord,
        of run: String
    ) -> Diagnostic {
        let file = manifest.file.map { "`\($0)`" } ?? "no file"
        return Diagnostic(
            .manifestNotAtHand,
            "the manifest `\(manifest.name ?? "?")` of run \(run) is not at hand: it was \(file)",
            help:
                "start it in the folder that the run was started in, or run `runner apply` with the manifest"
        )
    }

    fileprivate static func manifestChanged(
        _ manifest: LedgerEvent.ManifestRecord,
        of run: String,
        isFault: Bool
    ) -> Diagnostic {
        Diagnostic(
            .manifestChanged,
            severity: isFault ? .error : .warning,
            "the manifest `\(manifest.name ?? "?")` has changed since run \(run)",
            help: isFault
                ? "run `runner apply \(manifest.file ?? "")`, which takes up what is unfinished and sends what changed"
                : nil
        )
    }
}
