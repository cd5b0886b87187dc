import ArgumentParser
import Diagnostics
import Host
import Ledgers
import Secrets

/// A command that works on a given machine.
protocol ContextualCommand: ParsableCommand {
    /// Does it.
    ///
    /// - Parameter context: The machine and what was asked of all commands.
    /// - Returns: How the command ends.
    /// - Throws: ``CommandFailure`` when the reasons have been shown.
    func run(in context: CommandContext) async throws -> ExitStatus
}

/// What every command works with.
struct CommandContext: Sendable {
    /// The machine; its console and the files that are written have ``redactor`` in front.
    let host: Host
    /// What must not be seen of this command.
    let redactor: RunRedactor
    /// The machine without the redactor.
    ///
    /// For texts that are part of the program, such as schemas, help and explanations, whose examples must not be taken
    /// for secrets, and for the data of emulated jobs; never for a text with a value of a run in it. `SinkTests` has the
    /// list of who uses it.
    let bareHost: Host
    /// Takes diagnostics instead of standard error, where they are wanted in another form.
    let collector: FindingCollector?

    /// Begins a command: from here on everything that it writes goes through its redactor.
    ///
    /// - Parameters:
    ///   - host: The machine.
    ///   - collector: What takes diagnostics, where they are wanted in another form.
    init(host: Host, collector: FindingCollector? = nil) {
        self.collector = collector
        let redactor = RunRedactor()
        self.redactor = redactor
        self.bareHost = host
        self.host = host.with(
            console: RedactingConsole(host.console, redactor),
            files: RedactingFileSystem(host.files, redactor)
        )
    }

    /// Shows diagnostics to people.
    ///
    /// - Parameters:
    ///   - diagnostics: What to show, in any order.
    ///   - sources: The texts that they point into.
    ///   - color: Whether colour was asked for.
    func show(_ diagnostics: [Diagnostic], sources: [SourceText] = [], color: ColorChoice) {
        guard !diagnostics.isEmpty else { return }
        if let collector { return collector.take(diagnostics, sources: sources) }
        let renderer = DiagnosticRenderer(
            sources: sources,
            useColor: color.applies(isTerminal: host.console.errorIsTerminal, environment: host.environment),
            width: max(60, host.console.errorTerminalSize?.columns ?? 110)
        )
        // Before words are broken into lines: half a secret is not recognised.
        let shown = diagnostics.sortedByPlace.map { $0.redacted(by: redactor) }
        host.console.writeError(renderer.text(for: shown, limit: nil))
    }

    /// Shows why a command cannot go on.
    ///
    /// - Parameters:
    ///   - diagnostics: What to show.
    ///   - sources: The texts that they point into.
    ///   - color: Whether colour was asked for.
    /// - Returns: The failure to throw.
    func failure(
        _ diagnostics: [Diagnostic],
        sources: [SourceText] = [],
        color: ColorChoice
    ) -> CommandFailure {
        show(diagnostics, sources: sources, color: color)
        return CommandFailure(
            status: diagnostics.exitStatus,
            problems: diagnostics.filter { $0.severity == .error }.sortedByPlace.map {
                LedgerEvent.ProblemRecord($0, sources: sources) { redactor.redact($0) }
            }
        )
    }
}
