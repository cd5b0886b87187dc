import ArgumentParser
import Diagnostics
import Host

/// `runner completions`: what a shell needs to complete runner's command lines.
struct CompletionsCommand: ContextualCommand {
    static let configuration = CommandConfiguration(
        commandName: "completions",
        abstract: "Prints the completion script of a shell.",
        discussion: """
            EXAMPLE
              runner completions bash
            """
    )

    @Argument(help: "The shell.")
    var shell: Shell

    /// The shells that can be completed in.
    enum Shell: String, CaseIterable, ExpressibleByArgument, Sendable {
        case bash
        case zsh
        case fish
    }

    func run(in context: CommandContext) async throws -> ExitStatus {
        let shell: CompletionShell =
            switch shell {
            case .bash: .bash
            case .zsh: .zsh
            case .fish: .fish
            }
        context.bareHost.console.writeOutput(RunnerCommand.completionScript(for: shell) + "\n")
        return .success
    }
}
