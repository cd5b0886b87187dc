import Credentials
import Diagnostics
import Execution
import HTTPExchange
import Host
import JSONValues
import Ledgers
import Plans
import Transport

/// One `cancel`, from the opened ledger to the exit status.
struct CancelRun: Sendable {
    let context: CommandContext
    let set: ManifestSet
    /// The emulator that is asked in the cloud's place.
    let rehearsal: Rehearsal?
    let ledgerPath: String
    /// Only these jobs; all when empty.
    let jobs: [String]
    let wait: Duration
    let secretFolders: [String]
    let network: NetworkSettings
    let output: OutputOptions
    let journal: RunJournal

    /// Cancels.
    ///
    /// - Returns: How the command ends.
    /// - Throws: ``CommandFailure`` when nothing could be asked for.
    func perform() async throws -> ExitStatus {
        do {
            let ledger = try context.ledger(at: ledgerPath)
            do {
                let status = try await perform(on: ledger)
                await ledger.close()
                return status
            } catch {
                await ledger.close()
                throw error
            }
        } catch let error as Diagnostic {
            throw context.failure([error], sources: set.sources, color: output.color)
        }
    }

    private func perform(on ledger: SQLiteLedger) async throws -> ExitStatus {
        let snapshots = try await context.snapshots(of: ledger, for: set)
        let realm = rehearsal.map { RealmContext.emulator(id: $0.id) } ?? .cloud
        let plans = try context.plans(for: set, realm: realm, snapshots: snapshots, color: output.color)
        let findings = context.policyFindings(for: plans, of: set, followsLinks: true)
        guard findings.isEmpty else {
            throw context.failure(findings, sources: set.sources, color: output.color)
        }
        let targets = plans.map { self.targets(of: $0) }
        try check(plans)
        guard targets.contains(where: { !$0.isEmpty }) else {
            show([], status: .success)
            return .success
        }
        let credentials = try context.credentials(
            for: plans,
            of: set,
            rehearsal: rehearsal,
            folders: secretFolders,
            needed: { plan, name in
                plan.jobs.contains { $0.submission.credential == name && $0.unfinished != nil }
            },
            color: output.color
        )
        try await ledger.append([.runStarted(await journal.record(of: RunJournal.manifests(of: set, plans)))])
        let status: ExitStatus
        do {
            status = try await asked(plans, targets, credentials, on: ledger)
        } catch {
            let failure = (error as? Diagnostic).map {
                context.failure([$0], sources: set.sources, color: output.color)
            }
            if let failure { _ = try? await ledger.append([journal.end(failure)]) }
            throw failure ?? error
        }
        try await ledger.append([.runFinished(runID: journal.runID, exitStatus: status.rawValue)])
        return status
    }

    /// Asks, and shows what came of it.
    private func asked(
        _ plans: [Plan],
        _ targets: [[JobAddress: AttemptRecord]],
        _ credentials: LoadedCredentials,
        on ledger: SQLiteLedger
    ) async throws -> ExitStatus {
        let stop = StopSignal()
        let console = context.host.console
        let redactor = context.redactor
        var options = Executor.Options()
        if rehearsal != nil { options.rehearse() }
        let assembly = ExecutorAssembly(
            context: context,
            options: options,
            announce: { console.writeError($0) },
            sent: SentJobs(),
            color: output.color
        )
        let (results, signal) = try await Interruption.watched(stop, console: console) {
            try await context.transported(to: rehearsal, over: network, color: output.color) { transport in
                let tools = RunTools(
                    ledger: ledger,
                    transport: transport,
                    tokens: TokenCache(time: context.host.time),
                    salt: CredentialFingerprint.Salt(random: context.host.random),
                    redactor: redactor,
                    stop: stop
                )
                var results: [CancelResult] = []
                for (index, plan) in plans.enumerated() where !targets[index].isEmpty {
                    guard let target = plan.jobs.first?.submission.target else { continue }
                    let executor = assembly.executor(for: target, credentials.prepared[index], tools)
                    results += try await executor.cancel(plan, targets[index], waitingFor: wait) { result in
                        console.writeError("\(result.address)  \(Self.words(result))\n")
                    }
                }
                return results
            }
        }
        let isOver = results.allSatisfy { $0.state?.isSettled ?? false }
        let status = signal ?? (isOver ? .success : .unfinished)
        show(results, status: status)
        let refused = results.compactMap(problem)
        if output.output == .text { context.show(refused, sources: set.sources, color: output.color) }
        return status
    }

    private func targets(of plan: Plan) -> [JobAddress: AttemptRecord] {
        var found: [JobAddress: AttemptRecord] = [:]
        for job in plan.jobs {
            let address = job.submission.address
            guard jobs.isEmpty || jobs.contains(address.description) else { continue }
            found[address] = job.unfinished
        }
        return found
    }

    /// Refuses an address that no manifest has.
    private func check(_ plans: [Plan]) throws(Diagnostic) {
        let known = Set(plans.flatMap { $0.jobs.map(\.submission.address.description) })
        if let unknown = jobs.first(where: { !known.contains($0) }) {
            throw .nothingRecorded(unknown, in: ledgerPath)
        }
    }

    private func show(_ results: [CancelResult], status: ExitStatus) {
        let console = context.host.console
        switch output.output {
        case .text:
            if results.isEmpty { console.writeOutput("nothing to cancel: no job is unfinished\n") }
            for result in results { console.writeOutput("\(result.address)  \(Self.words(result))\n") }
        case .json:
            let jobs = results.map { result in
                JSONValue.object([
                    .init("address", .string(result.address.description)),
                    .init("attempt", .number(JSONNumber(result.number))),
                    .init("remoteID", .string(result.remoteID)),
                    .init("accepted", .bool(result.ending == .accepted)),
                    .init("state", result.state.map { .string($0.rawValue) } ?? .null),
                ])
            }
            let value: JSONValue = [
                "format_version": "1.0", "kind": "Cancellation", "jobs": .array(jobs),
                "exit": ExitJSON.value(status),
            ]
            console.writeOutput(JSONWriter.text(value, .indented) + "\n")
        }
    }

    private static func words(_ result: CancelResult) -> String {
        let job = "attempt \(result.number) as \(result.remoteID)"
        let state = result.state?.rawValue ?? "its state is not known"
        return switch result.ending {
        case .accepted: "\(job): asked to cancel, \(state)"
        case .tooLate: "\(job): nothing left to cancel, \(state)"
        case .unheardOf(let why): "\(job): the resource manager does not know it (\(why)), \(state)"
        case .refused(let why): "\(job): not taken, \(why)"
        case .unanswered(let why): "\(job): no answer to the request to cancel, \(state); \(why)"
        }
    }

    private func problem(_ result: CancelResult) -> Diagnostic? {
        let isOver = result.state?.isSettled ?? false
        switch result.ending {
        case .accepted, .tooLate: return nil
        case .refused(let why): return .notCancelled(result, "was not taken", why)
        case .unanswered(let why): return isOver ? nil : .notCancelled(result, "had no answer", why)
        case .unheardOf(let why):
            guard !isOver else { return nil }
            let whose = rehearsal.map { "the emulator `\($0.id)`" } ?? "the resource manager"
            return Diagnostic(
                .cancelRefused,
                "\(whose) does not know the job of `\(result.address)`",
                notes: [why] + (rehearsal == nil ? [] : ["an emulator forgets its jobs when it ends"]),
                help: "`runner wait \(result.address)` records a job that is no longer there as lost"
            )
        }
    }
}

extension PlannedJob {
    /// The latest attempt, when the engine has it and it is not settled.
    fileprivate var unfinished: AttemptRecord? {
        switch decision {
        case .takeUp(let record): record
        case .changed(let record, _) where !record.state.isSettled: record
        default: nil
        }
    }
}

extension Diagnostic {
    fileprivate static func notCancelled(_ result: CancelResult, _ what: String, _ why: String) -> Diagnostic
    {
        Diagnostic(
            .cancelRefused,
            "the request to cancel `\(result.address)` \(what)",
            notes: [why],
            help: "the job may run on; `runner cancel` again does no harm"
        )
    }
}
