import Diagnostics
import Execution
import Plans
import Transport

/// What a run is told beside the manifests: by the options of `apply`, or of what goes on with an earlier run.
struct RunOrder: Sendable {
    let ledgerPath: String
    let whenMissing: MissingLedger
    let options: Executor.Options
    let secretFolders: [String]
    let network: NetworkOptions
    let output: RunOutputOptions
    var failsWhenNothingRan = false
    var onInterrupt = InterruptAction.detach
    /// What is done otherwise than `apply` does it.
    var continuation: RunContinuation?
}

extension CommandContext {
    /// Prepares a run: what is wrong with the manifests, and what a policy forbids, is found before a ledger is made, a
    /// secret read or anybody asked.
    ///
    /// - Parameters:
    ///   - order: What the run is told.
    ///   - set: The manifests.
    ///   - rehearsal: The emulator that it is on.
    ///   - journal: The run's own record.
    ///   - monitor: Sees it.
    /// - Returns: The run.
    /// - Throws: ``CommandFailure``, shown.
    func run(
        _ order: RunOrder,
        of set: ManifestSet,
        on rehearsal: Rehearsal?,
        _ journal: RunJournal,
        _ monitor: RunMonitor
    ) throws -> ApplyRun {
        let color = order.output.color
        let realm = rehearsal.map { RealmContext.emulator(id: $0.id) } ?? .cloud
        let drafted = try drafted(set, realm: realm, color: color)
        let given = RunJournal.manifests(of: set, drafted.plans)
        monitor.prepare(given, rehearsal: rehearsal?.id, ledger: order.ledgerPath)
        let findings = policyFindings(for: drafted.plans, of: set, followsLinks: true)
        guard findings.isEmpty else { throw failure(findings, sources: set.sources, color: color) }
        let network =
            rehearsal == nil
            ? try network(order.network, allowance: set.allowance, color: color) : .direct
        return ApplyRun(
            context: self,
            order: order,
            set: set,
            drafted: drafted,
            rehearsal: rehearsal,
            realm: realm,
            secretFolders: order.secretFolders + set.addedSecretFolders,
            network: network,
            journal: journal,
            monitor: monitor,
            given: given
        )
    }
}
