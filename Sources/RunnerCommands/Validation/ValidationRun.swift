import Diagnostics
import Host

/// `validate` from request to exit status.
struct ValidationRun: Sendable {
    private let request: ValidationRequest
    private let context: CommandContext

    /// Makes a run.
    ///
    /// - Parameters:
    ///   - request: What is asked.
    ///   - context: The machine.
    init(_ request: ValidationRequest, in context: CommandContext) {
        self.request = request
        self.context = context
    }

    /// Checks and shows.
    ///
    /// - Returns: How the command ends.
    func once() async -> ExitStatus {
        let findings = await Validation(request, on: context.host).findings()
        show(findings)
        return status(of: findings)
    }

    /// Checks and shows, and again whenever something changes, until the task or the process is ended.
    ///
    /// - Returns: Never.
    /// - Throws: `CancellationError`.
    func repeatedly() async throws -> ExitStatus {
        let host = context.host
        while true {
            let places = watchedPlaces
            // The check runs while changes are watched already: what is saved meanwhile is told afterwards.
            let changed = try await host.watch.withChanges(
                of: places,
                time: host.time,
                where: { path in SourceSelection.endings.contains { path.hasSuffix($0) } },
                { changes in
                    let status = await once()
                    let verdict = status == .success ? "valid" : "not valid"
                    host.console.writeError("\(host.time.now): \(verdict); watching, ^C ends\n")
                    return try await changes.next()
                }
            )
            let names = changed.sorted().prefix(3).joined(separator: ", ")
            let more = changed.count > 3 ? " and \(changed.count - 3) more" : ""
            host.console.writeError("\n\(host.time.now): \(names)\(more) changed\n")
        }
    }

    /// Everything that the outcome depends on: what is checked, where more may appear, and the schemas.
    private var watchedPlaces: [String] {
        let files = context.host.files
        let selection = SourceSelection(request.paths, in: files, isRecursive: request.isRecursive)
        var places = selection.sources.map(\.name) + selection.folders
        if let schema = request.schema {
            let selected = SchemaSelection(
                schema,
                folders: request.schemaFolders,
                assertsFormats: request.assertsFormats,
                host: context.host
            )
            places += selected.paths + selected.folders + [schema]
        }
        return places
    }

    private func show(_ findings: Findings) {
        let console = context.host.console
        let environment = context.host.environment
        let format = request.isWatching ? .text : request.format ?? .automatic(environment: environment)
        let rendering = format.render(
            findings,
            errorLimit: request.errorLimit ?? (format == .text ? Self.usualLimitOfText : nil),
            quiet: request.isQuiet,
            layout: FindingsFormat.Layout(
                useColor: request.color.applies(
                    isTerminal: console.errorIsTerminal,
                    environment: environment
                ),
                width: max(60, console.errorTerminalSize?.columns ?? 110)
            ),
            exitStatus: status(of: findings)
        )
        if !rendering.error.isEmpty { console.writeError(rendering.error) }
        if !rendering.output.isEmpty { console.writeOutput(rendering.output) }
    }

    /// More than anybody reads, and few enough for a terminal.
    private static let usualLimitOfText = 100

    /// Findings leave the status alone where that was asked; what could not be read or done does not.
    private func status(of findings: Findings) -> ExitStatus {
        let status = findings.exitStatus
        guard request.exitsZero else { return status }
        switch status {
        case .invalid, .unavailable: return .success
        default: return status
        }
    }
}
