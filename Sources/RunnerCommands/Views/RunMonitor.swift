import Diagnostics
import Execution
import Host
import Ledgers
import Plans
import Secrets
import Synchronization

/// Sees a run from its beginning to its end, and tells it on: to people while it goes on, to streams of events, and to
/// reports when it is over.
///
/// On a terminal a table is drawn in place, otherwise each change is a line; both on standard error.
final class RunMonitor: Sendable {
    /// How people see a run while it goes on.
    enum Display: Hashable, Sendable {
        /// A table that is drawn over, in colour or without.
        case table(useColor: Bool)
        /// A line for each change.
        case lines
        /// Not at all.
        case nothing
    }

    /// What changes while a run goes on.
    private struct State {
        var chronicle: RunChronicle
        var events: RunEventJSON
        let redact: @Sendable (String) -> String
        var display: Display
        var screen = LiveScreen()
        var size: LiveTable.Size?
        var drawnAt: Duration?
        var isDirty = false
        var manifests: [RunReport.Manifest] = []
        var rehearsal: String?
        var ledger: RunReport.Ledger?
        var problems: [RunProblem] = []
    }

    /// How often a table is drawn at most.
    static let leastInterval = Duration.milliseconds(200)

    /// The run.
    let journal: RunJournal
    private let host: Host
    private let streams: [any EventStream]
    private let state: Mutex<State>

    /// Begins to see.
    ///
    /// - Parameters:
    ///   - journal: The run.
    ///   - host: The machine.
    ///   - display: How people see it.
    ///   - streams: Where events go.
    ///   - redact: Takes secrets out of text.
    init(
        _ journal: RunJournal,
        on host: Host,
        display: Display,
        streams: [any EventStream],
        redact: @escaping @Sendable (String) -> String
    ) {
        self.journal = journal
        self.host = host
        self.streams = streams
        var events = RunEventJSON(runID: journal.runID)
        let now = host.time.now
        if !streams.isEmpty {
            let line = events.version(at: now)
            for stream in streams { stream.write(line) }
        }
        let state = State(
            chronicle: RunChronicle(began: now),
            events: events,
            redact: redact,
            display: display
        )
        self.state = Mutex(state)
    }

    /// What is known so far.
    var chronicle: RunChronicle { state.withLock { $0.chronicle } }

    /// Takes in what the run is about.
    ///
    /// - Parameters:
    ///   - manifests: The manifests.
    ///   - rehearsal: The emulator's name; `nil` for the real cloud.
    ///   - ledger: The ledger's file.
    func prepare(_ manifests: [LedgerEvent.ManifestRecord], rehearsal: String?, ledger: String) {
        state.withLock { state in
            state.manifests = manifests.map {
                RunReport.Manifest(name: $0.name ?? "", file: $0.file ?? "", planDigest: $0.planDigest)
            }
            state.rehearsal = rehearsal
            state.ledger = RunReport.Ledger(file: ledger, head: nil)
        }
    }

    /// Takes in how the run ended.
    ///
    /// - Parameters:
    ///   - problems: What was wrong.
    ///   - head: The ledger's head.
    func conclude(_ problems: [RunProblem], head: String?) {
        state.withLock { state in
            state.problems += problems
            state.ledger = state.ledger.map { RunReport.Ledger(file: $0.file, head: head) }
        }
    }

    /// What the run did.
    ///
    /// - Parameters:
    ///   - status: How the command ends.
    ///   - further: What was wrong besides.
    /// - Returns: A value for reports.
    func report(status: ExitStatus, further: [RunProblem]) -> RunReport {
        state.withLock { state in
            RunReport(
                runID: journal.runID,
                command: journal.command,
                toolVersion: RunnerVersion.number,
                began: state.chronicle.began,
                ended: host.time.now,
                manifests: state.manifests,
                rehearsal: state.rehearsal,
                ledger: state.ledger,
                jobs: RunReport.jobs(of: state.chronicle),
                problems: state.problems + further,
                status: status
            )
        }
    }

    /// Takes in what is to be done.
    ///
    /// - Parameter plans: The plans.
    func begin(_ plans: [Plan]) {
        state.withLock { state in
            state.chronicle.expect(plans)
            guard !streams.isEmpty else { return }
            let now = host.time.now
            let decisions = plans.lazy.flatMap(\.jobs).map(\.decision.name)
            for (job, decision) in zip(state.chronicle.jobs, decisions) {
                tell(state.events.planned(job, decision: decision, at: now))
            }
        }
    }

    /// Takes an event in.
    ///
    /// - Parameter event: What happened.
    func show(_ event: ExecutionEvent) {
        state.withLock { state in
            let redact = state.redact
            let event = RunEvent(event, at: host.time.now) { Sanitizer.line(redact($0), limit: 4000) }
            state.chronicle.received(event)
            if !streams.isEmpty,
                let line = state.events.change(event, of: state.chronicle.name(of: event.address))
            {
                tell(line)
            }
            switch state.display {
            case .nothing: break
            case .lines:
                if let words = event.words { host.console.writeError("\(event.address)  \(words)\n") }
            case .table:
                state.isDirty = true
                draw(&state)
            }
        }
    }

    /// Says something to people beside what is drawn.
    ///
    /// - Parameter text: The text, with a line feed at its end.
    func announce(_ text: String) {
        state.withLock { state in
            let cleared = state.screen.clear(columns: state.size?.columns ?? 80)
            host.console.writeError(cleared + text)
            state.drawnAt = nil
            state.isDirty = true
            draw(&state)
        }
    }

    /// Standard error for what says something while a table is drawn.
    var console: any Console { MonitoredConsole(monitor: self, console: host.console) }

    /// Does something while the table keeps the time.
    ///
    /// - Parameter body: What is done.
    /// - Returns: What `body` returns.
    /// - Throws: What `body` throws.
    func keepingTime<Value: Sendable>(
        _ body: @escaping @Sendable () async throws -> Value
    ) async throws -> Value {
        guard case .table = state.withLock({ $0.display }) else { return try await body() }
        return try await withThrowingTaskGroup(of: Value?.self) { group in
            group.addTask { try await body() }
            group.addTask { [self] in
                while true {
                    do { try await host.time.sleep(for: Self.leastInterval) } catch { return nil }
                    state.withLock { draw(&$0) }
                }
            }
            defer { group.cancelAll() }
            while let next = try await group.next() {
                if let value = next { return value }
            }
            throw CancellationError()
        }
    }

    /// Takes away what is drawn, for good: what is said from now on is the summary.
    func endDisplay() {
        state.withLock { state in
            guard case .table = state.display else { return }
            state.display = .nothing
            let cleared = state.screen.clear(columns: state.size?.columns ?? 80)
            if !cleared.isEmpty { host.console.writeError(cleared) }
        }
    }

    /// Ends the streams of events.
    ///
    /// - Parameter report: What the run did.
    func end(_ report: RunReport) {
        guard !streams.isEmpty else { return }
        state.withLock { state in
            for problem in report.problems { tell(state.events.diagnostic(problem, at: report.ended)) }
            tell(state.events.summary(report))
        }
        for stream in streams { stream.close() }
    }

    private func tell(_ line: String) { for stream in streams { stream.write(line) } }

    /// Draws the table when something changed or time has passed, not too often.
    private func draw(_ state: inout State) {
        guard case .table(let useColor) = state.display else { return }
        let moment = host.time.monotonic
        if let drawnAt = state.drawnAt {
            let passed = moment - drawnAt
            // Nothing happened: seconds go on.
            guard passed >= Self.leastInterval, state.isDirty || passed >= .seconds(1) else { return }
        }
        if let size = host.console.errorTerminalSize {
            state.size = LiveTable.Size(columns: size.columns, rows: size.rows)
        }
        let size = state.size ?? LiveTable.Size(columns: 80, rows: 24)
        let table = LiveTable(state.chronicle, now: host.time.now, size: size, useColor: useColor)
        host.console.writeError(state.screen.draw(table.lines, columns: size.columns))
        state.drawnAt = moment
        state.isDirty = false
    }
}

extension RunChronicle {
    /// What people type for a job.
    ///
    /// - Parameter address: Which job.
    /// - Returns: Its name.
    func name(of address: JobAddress) -> String { job(at: address)?.name ?? address.description }
}

extension PlannedJob.Decision {
    /// The decision in a word, for machines.
    fileprivate var name: String {
        switch self {
        case .notCompared, .new: "new"
        case .changed: "changed"
        case .upToDate: "upToDate"
        case .takeUp: "takeUp"
        case .again: "again"
        case .leave: "leave"
        case .unsettled: "unsettled"
        }
    }
}

/// A console on which what is said stands above the table.
private struct MonitoredConsole: Console {
    let monitor: RunMonitor
    let console: any Console

    func writeOutput(_ text: String) { console.writeOutput(text) }
    func writeError(_ text: String) { monitor.announce(text) }
    var outputIsTerminal: Bool { console.outputIsTerminal }
    var errorIsTerminal: Bool { console.errorIsTerminal }
    var errorTerminalSize: (columns: Int, rows: Int)? { console.errorTerminalSize }
    func readInput(limit: Int) -> [UInt8]? { console.readInput(limit: limit) }
}
