import Credentials
import Diagnostics
import Execution
import HTTPExchange
import Host
import JSONValues
import Ledgers
import Plans
import Secrets
import Transport

extension ApplyRun {
    /// Executes plans one after the other; every token of all of them is got before the first intent.
    ///
    /// - Parameters:
    ///   - plans: The plans.
    ///   - credentials: Their credentials.
    ///   - tools: Everything else.
    /// - Returns: How the jobs of each plan stand.
    /// - Throws: What stopped the run: RN04 before anything is sent, RN06 from then on.
    func execute(
        _ plans: [Plan],
        _ credentials: LoadedCredentials,
        with tools: RunTools
    ) async throws(Diagnostic) -> [ExecutionSummary] {
        var executors: [(Executor, Plan)] = []
        for (plan, prepared) in zip(plans, credentials.prepared) {
            guard let target = plan.jobs.first?.submission.target else { continue }
            executors.append((assembly.executor(for: target, prepared, tools), plan))
        }
        var identities: [LedgerEvent.IdentityRecord] = []
        for (executor, plan) in executors {
            let tokens = try await executor.obtainTokens(for: plan)
            try checkTenants(of: tokens, in: plan)
            identities += RunJournal.identities(of: tokens, in: plan)
        }
        if !identities.isEmpty {
            try await tools.ledger.append([.authenticated(runID: journal.runID, identities)])
        }
        var summaries: [ExecutionSummary] = []
        for (executor, plan) in executors {
            let isHalted = order.options.failsFast && summaries.contains { $0.exitStatus != .success }
            summaries.append(
                try await executor.execute(plan, as: journal.runID, isHalted: isHalted) { event in
                    sent.observe(event)
                    monitor.show(event)
                }
            )
        }
        return summaries
    }

    /// Bounds of its exchanges: a connection for each submission that may be under way.
    var transportLimits: TransportLimits {
        .sending(
            order.options.parallelism,
            openFiles: OpenFileLimit.current,
            toItself: rehearsal.map { $0.port == nil } ?? false
        )
    }

    private var assembly: ExecutorAssembly {
        var options = order.options
        let limits = transportLimits
        options.parallelism = limits.submissions(options.parallelism)
        options.questions = limits.connectionsPerHost - options.parallelism
        return ExecutorAssembly(
            context: context,
            options: options,
            announce: { monitor.announce($0) },
            sent: sent,
            color: order.output.color
        )
    }

    /// Tells how the run ended.
    ///
    /// - Returns: How the command ends.
    func finish(
        _ summaries: [ExecutionSummary],
        ledger: SQLiteLedger,
        redactor: RunRedactor,
        signal: ExitStatus?
    ) async throws(Diagnostic) -> ExitStatus {
        let results = summaries.flatMap(\.results)
        let whole = ExecutionSummary(
            results: results,
            hasSubmitted: summaries.contains(where: \.hasSubmitted)
        )
        var ofJobs: [(job: String?, diagnostic: Diagnostic)] = results.compactMap { result in
            // What nobody was to wait for is not wrong for going on.
            if order.options.detaches, result.ending == .unfinished { return nil }
            return result.diagnostic { set.place(of: result.address, path: $0) }.map {
                (monitor.chronicle.name(of: result.address), $0)
            }
        }
        var status = signal ?? (order.options.detaches ? whole.detachedExitStatus : whole.exitStatus)
        if order.failsWhenNothingRan, status == .success,
            !results.contains(where: { $0.ending == .succeeded })
        {
            ofJobs.append((nil, .nothingRan()))
            status = .negative
        }
        let problems = ofJobs.map { $0.diagnostic.redacted(by: redactor) }
        try await ledger.append([.runFinished(runID: journal.runID, exitStatus: status.rawValue)])
        if order.output.output == .text {
            context.show(problems, sources: set.sources, color: order.output.color)
        }
        let head = try await ledger.head()
        monitor.conclude(
            ofJobs.map { job, diagnostic in
                RunProblem(diagnostic, job: job, sources: set.sources) { redactor.redact($0) }
            },
            head: head.description
        )
        ApplyView(console: context.host.console, format: order.output.output, redact: { redactor.redact($0) })
            .show(
                results,
                diagnostics: DiagnosticsJSON(sources: set.sources).value(for: problems.sortedByPlace),
                runID: journal.runID,
                ledger: order.ledgerPath,
                head: head,
                status: status
            )
        let ways = waysOn(whole, status: status, signal: signal)
        if !ways.isEmpty { context.host.console.writeError(ways) }
        return status
    }
}

extension Diagnostic {
    fileprivate static func nothingRan() -> Diagnostic {
        Diagnostic(
            .nothingRan,
            "nothing ran: every job was up to date",
            help: "give the job an occurrence, or leave `--fail-if-nothing-ran` out"
        )
    }
}
