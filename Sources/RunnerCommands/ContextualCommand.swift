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
    /// The machine.
    let host: Host
    /// Takes diagnostics instead of standard error, where they are wanted in another form.
    var collector: FindingCollector?

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
        host.console.writeError(renderer.text(for: diagnostics.sortedByPlace, limit: nil))
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
        let redactor = Redactor()
        return CommandFailure(
            status: diagnostics.exitStatus,
            problems: diagnostics.filter { $0.severity == .error }.sortedByPlace.map {
                LedgerEvent.ProblemRecord($0, sources: sources) { redactor.redact($0) }
            }
        )
    }
}
