import Diagnostics
import Host
import Synchronization

/// The reports and streams of one run: their places are looked at before anything is done, and they are written
/// however it ends.
struct RunReporting: Sendable {
    private let context: CommandContext
    private let destinations: [RunReportDestination]
    private let faults = ReportFaults()
    private let color: ColorChoice
    /// Sees the run.
    let monitor: RunMonitor

    /// Looks at the places of reports and opens the streams of events.
    ///
    /// - Parameters:
    ///   - journal: The run.
    ///   - options: What is wanted.
    ///   - output: What goes to standard output, and how people see the run.
    ///   - context: The machine.
    /// - Throws: ``CommandFailure`` when a report could not be written there.
    init(
        _ journal: RunJournal,
        _ options: ReportOptions,
        _ output: RunOutputOptions,
        in context: CommandContext
    ) throws {
        self.context = context
        destinations = options.destinations
        color = output.color
        let files = context.host.files
        var streams: [any EventStream] = []
        if output.output == .jsonl { streams.append(OutputEventStream(console: context.host.console)) }
        do throws(Diagnostic) {
            for path in options.destinations.map(\.path) + (options.eventsInto.map { [$0] } ?? []) {
                if let end = path.lastIndex(of: "/"), end != path.startIndex {
                    try files.createFolder(String(path[..<end]))
                }
                if files.kind(of: path) == .folder { throw .notWritable(path, "it is a folder") }
            }
            if let path = options.eventsInto {
                let faults = faults
                streams.append(
                    FileEventStream(file: try files.openLines(path), complain: { faults.append($0) })
                )
            }
        } catch {
            throw context.failure([error], color: color)
        }
        monitor = RunMonitor(
            journal,
            on: context.host,
            display: Self.display(output, on: context.host),
            streams: streams,
            redact: { [redactor = context.redactor] in redactor.redact($0) }
        )
    }

    /// How people see a run: a table on a terminal that can draw one, nothing where the events go there already.
    private static func display(_ output: RunOutputOptions, on host: Host) -> RunMonitor.Display {
        let console = host.console
        if output.output == .jsonl, console.outputIsTerminal { return .nothing }
        guard output.output == .text, console.errorIsTerminal, console.errorTerminalSize != nil,
            let terminal = host.environment.nonEmpty("TERM"), terminal != "dumb"
        else { return .lines }
        return .table(useColor: output.color.applies(isTerminal: true, environment: host.environment))
    }

    /// Does a run, and reports it however it ends.
    ///
    /// - Parameter run: The run.
    /// - Returns: How the command ends: as the run did; a run that did well ends with 74 when a report could not be
    ///   written.
    /// - Throws: What `run` throws, after it was reported.
    func reporting(_ run: () async throws -> ExitStatus) async throws -> ExitStatus {
        do {
            let status = try await run()
            let problems = finish(status, [])
            return status == .success ? problems.exitStatus : status
        } catch let failure as CommandFailure {
            _ = finish(failure.status, failure.problems.map { RunProblem($0) })
            throw failure
        } catch {
            _ = finish(error is CancellationError ? .interrupted : .internalFault, [])
            throw error
        }
    }

    private func finish(_ status: ExitStatus, _ problems: [RunProblem]) -> [Diagnostic] {
        monitor.endDisplay()
        let report = monitor.report(status: status, further: problems)
        monitor.end(report)
        for destination in destinations {
            do throws(Diagnostic) {
                let text = destination.format.text(report)
                try context.host.files.write(Array(text.utf8), to: destination.path)
            } catch {
                faults.append(error)
            }
        }
        let found = faults.all
        context.show(found, color: color)
        return found
    }
}

/// What went wrong with reports, kept until the run is over.
private final class ReportFaults: Sendable {
    private let faults = Mutex<[Diagnostic]>([])

    var all: [Diagnostic] { faults.withLock { $0 } }

    func append(_ fault: Diagnostic) { faults.withLock { $0.append(fault) } }
}
