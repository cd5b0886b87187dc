import ArgumentParser
import Diagnostics
import Host
import Ledgers
import Plans

/// `runner wait`: waits for what the ledger has as unfinished.
struct WaitCommand: ContextualCommand {
    static let configuration = CommandConfiguration(
        commandName: "wait",
        abstract: "Waits for unfinished attempts until all have ended, and records how; sends nothing.",
        discussion: """
            What `apply --detach` or an interrupted run left. The manifests are read again, by the files that the ledger \
            names, for their endpoints and credentials. Ends with 0 when every job succeeded, 1 when one failed, was \
            cancelled or was rejected, 3 while one is unfinished or in doubt.

            EXAMPLE
              runner wait heart-disease
            """
    )

    @Argument(
        help: "A manifest's name, a job's address, a run's id or an attempt's key; none means every job."
    )
    var subjects: [String] = []

    @OptionGroup var options: ContinuationOptions

    func run(in context: CommandContext) async throws -> ExitStatus {
        let color = options.output.color
        let path = options.ledger.path
        var groups: [(run: RunHistory, keys: Set<String>)] = []
        var signal: ExitStatus?
        do throws(Diagnostic) {
            let reader = try await SQLiteLedgerReader(at: path)
            let asked = try await AttemptSelection(subjects, realm: nil, in: reader, at: path)
            let waiting = asked.attempts.filter { !$0.state.isSettled }
            guard !waiting.isEmpty else {
                context.host.console.writeError("nothing to wait for: every attempt has ended\n")
                return asked.exitStatus
            }
            groups = try await grouped(waiting, reader)
        } catch {
            throw context.failure([error], color: color)
        }
        let nothing = try ReportOptions.parse([])
        for (run, keys) in groups where signal == nil {
            let continued = ContinuedRun(
                context: context,
                options: options,
                run: run,
                continuation: .wait(for: keys)
            )
            let journal = continued.journal("wait")
            let reporting = try RunReporting(journal, nothing, options.output, in: context)
            let status = try await reporting.reporting {
                try await continued.perform(journal, reporting.monitor)
            }
            if [.interrupted, .terminated].contains(status) { signal = status }
        }
        if let signal { return signal }
        do throws(Diagnostic) {
            // What a manifest no longer has could not be asked about, and stands as it stood.
            let reader = try await SQLiteLedgerReader(at: path)
            return try await AttemptSelection(subjects, realm: nil, in: reader, at: path).exitStatus
        } catch {
            throw context.failure([error], color: color)
        }
    }

    /// Attempts by the manifests and values of their runs: those of several runs with the same are asked about
    /// together.
    private func grouped(
        _ attempts: [AttemptRecord],
        _ reader: SQLiteLedgerReader
    ) async throws(Diagnostic) -> [(run: RunHistory, keys: Set<String>)] {
        struct Inputs: Hashable {
            let files: [String?]
            let given: LedgerEvent.GivenRecord?
        }
        var places: [Inputs: Int] = [:]
        var groups: [(run: RunHistory, keys: Set<String>)] = []
        var runs: [String: RunHistory] = [:]
        for attempt in attempts {
            if runs[attempt.runID] == nil {
                runs[attempt.runID] = try await reader.runs(matching: RunQuery(runID: attempt.runID)).first
            }
            guard let run = runs[attempt.runID] else {
                throw Diagnostic(.noSuchRun, "the ledger does not tell of run \(attempt.runID)")
            }
            let given = run.record.given
            let inputs = Inputs(
                files: run.record.manifests.map(\.file),
                // What was selected does not matter to what is followed.
                given: given.map { .init(values: $0.values, selection: [], emulator: $0.emulator) }
            )
            if let place = places[inputs] {
                groups[place].keys.insert(attempt.key)
                groups[place].run = run
            } else {
                places[inputs] = groups.count
                groups.append((run, [attempt.key]))
            }
        }
        return groups
    }
}
