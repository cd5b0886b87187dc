import Credentials
import Diagnostics
import Emulator
import Execution
import HTTPExchange
import Host
import JSONValues
import Ledgers
import Plans
import Secrets
import Transport

/// One `apply`, from the opened ledger to the exit status.
struct ApplyRun: Sendable {
    let context: CommandContext
    /// What the run is told.
    let order: RunOrder
    var set: ManifestSet
    /// The plans of the manifests, before the ledger was looked at.
    let drafted: DraftedPlans
    let rehearsal: Rehearsal?
    let realm: RealmContext
    /// Where secret files may be: the order's folders, and the policy's.
    let secretFolders: [String]
    let network: NetworkSettings
    let journal: RunJournal
    let monitor: RunMonitor
    /// The manifests, with what identifies each.
    let given: [LedgerEvent.ManifestRecord]
    /// The saved plan that is carried out; `nil` where the manifests themselves are.
    var pinned: PinnedPlan?

    /// What has left this machine, for the exit status when the ledger fails.
    let sent = SentJobs()

    private var host: Host { context.host }

    /// Applies.
    ///
    /// - Returns: How the command ends.
    /// - Throws: ``CommandFailure`` when it stopped before anything was sent.
    func perform() async throws -> ExitStatus {
        do {
            let ledger = try context.ledger(at: order.ledgerPath, whenMissing: order.whenMissing)
            context.show(ledger.warnings, color: order.output.color)
            do {
                let status = try await recorded(on: ledger)
                await ledger.close()
                return status
            } catch {
                await ledger.close()
                throw error
            }
        } catch let error as Diagnostic {
            throw context.failure([error], sources: set.sources, color: order.output.color)
        }
    }

    /// Records that the run began, and how it ended when it did not get to its own end.
    private func recorded(on ledger: SQLiteLedger) async throws -> ExitStatus {
        try await ledger.append([.runStarted(await journal.record(of: given))])
        do {
            return try await perform(on: ledger)
        } catch {
            let failure =
                error as? CommandFailure
                ?? (error as? Diagnostic).map {
                    context.failure([$0], sources: set.sources, color: order.output.color)
                }
            guard var failure else { throw error }
            // After a job may have been created, `apply` is not safe to be taken for one that did nothing.
            if sent.mayHaveCreated { failure.status = .unfinished }
            // What was wrong may be the ledger itself.
            _ = try? await ledger.append([journal.end(failure)])
            throw failure
        }
    }

    private func perform(on ledger: SQLiteLedger) async throws -> ExitStatus {
        let snapshots = try await context.snapshots(of: ledger, for: set)
        let current = try context.plans(
            for: set,
            drafted: drafted,
            realm: realm,
            snapshots: snapshots,
            color: order.output.color
        )
        var plans = try pinned?.held(current) ?? current
        order.continuation?.adjust(&plans)
        let credentials = try context.credentials(
            for: plans,
            of: set,
            rehearsal: rehearsal,
            folders: secretFolders,
            needed: { plan, name in plan.jobs.contains { $0.needsToken && $0.submission.credential == name }
            },
            color: order.output.color
        )
        try await offerToAdopt(plans, ledger)
        sayWhatCannotBeCancelled(plans)
        let redactor = context.redactor
        let stop = StopSignal()
        monitor.begin(plans)
        let leases = LeaseKeeper(ledger, owner: journal.owner, time: host.time, stop: stop) {
            monitor.announce($0)
        }
        let planned = plans
        let work: @Sendable (any HTTPTransport) async throws -> [ExecutionSummary] = { transport in
            let tools = RunTools(
                ledger: ledger,
                transport: transport,
                tokens: TokenCache(time: host.time),
                salt: CredentialFingerprint.Salt(random: host.random),
                redactor: redactor,
                stop: stop,
                leases: leases
            )
            return try await leases.keeping { try await execute(planned, credentials, with: tools) }
        }
        let (results, signal) = try await monitor.keepingTime {
            try await Interruption.watched(stop, order.onInterrupt, console: monitor.console) {
                // Nothing to talk about: no client, no emulator, no event loop.
                guard planned.contains(where: { $0.jobs.contains(where: \.needsToken) }) else {
                    return try await work(ClosedTransport())
                }
                return try await context.transported(
                    to: rehearsal,
                    over: network,
                    limits: transportLimits,
                    color: order.output.color,
                    afterwards: { tally in
                        monitor.endDisplay()
                        if let rehearsal {
                            host.console.writeError("emulator \(rehearsal.id): \(tally.text)\n")
                        }
                    },
                    work
                )
            }
        }
        monitor.endDisplay()
        return try await finish(results, ledger: ledger, redactor: redactor, signal: signal)
    }

    /// Says what a ledger without any attempt cannot know, where the endpoints could tell.
    private func offerToAdopt(_ plans: [Plan], _ ledger: SQLiteLedger) async throws {
        guard rehearsal == nil, !order.options.adoptsRunning,
            plans.contains(where: { $0.jobs.contains { $0.isSelected && $0.submission.target.named != nil } }
            ),
            try await ledger.attempts(matching: AttemptQuery(limit: 1)).isEmpty
        else { return }
        monitor.announce(
            "the ledger is new; `--adopt-running` adopts what the endpoints run already, in place of sending it\n"
        )
    }
}
