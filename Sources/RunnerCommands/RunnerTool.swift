import ArgumentParser
public import Diagnostics
public import Host
import Ledgers

/// The tool: arguments in, words and an exit status out.
public enum RunnerTool {
    /// Runs a command on the real machine.
    ///
    /// - Parameter arguments: The process's arguments, the program's name first. Swift reads them from `/proc` on
    ///   Linux: where there are none at all, help and a good end would tell a script that all was done.
    /// - Returns: The exit status.
    public static func run(_ arguments: [String]) async -> Int32 {
        guard !arguments.isEmpty else {
            return CommandContext(host: .system()).failure([.unknownArguments], color: .auto).status.rawValue
        }
        return await run(Array(arguments.dropFirst()), host: .system()).rawValue
    }

    /// Runs a command on a given machine.
    ///
    /// - Parameters:
    ///   - arguments: The arguments, without the program's name.
    ///   - host: The machine.
    /// - Returns: The exit status.
    public static func run(_ arguments: [String], host: Host) async -> ExitStatus {
        let arguments = EnvironmentOptions.applied(to: arguments, environment: host.environment)
        let context = CommandContext(host: host)
        if let status = await plainly(arguments, in: context) { return status }
        do {
            var command = try directly(arguments) ?? RunnerCommand.parseAsRoot(arguments)
            guard let contextual = command as? any ContextualCommand else {
                // Help, and commands that only have others below them: the parser's own, which show help by throwing.
                try command.run()
                return .success
            }
            return try await contextual.run(in: context)
        } catch let diagnostics as CommandFailure {
            return diagnostics.status
        } catch is CancellationError {
            return .interrupted
        } catch {
            return explain(error, in: context)
        }
    }

    /// Runs what people and editors run all day without the argument parser, when the command line is plain.
    ///
    /// - Returns: How it ended; `nil` when the parser has to look at the command line.
    private static func plainly(_ arguments: [String], in context: CommandContext) async -> ExitStatus? {
        switch arguments.first {
        case "validate":
            guard let request = ValidationRequest(plain: arguments.dropFirst()) else { return nil }
            return await ValidationRun(request, in: context).once()
        case "version" where arguments.count == 1:
            VersionCommand.show(.text, on: context.host.console)
            return .success
        default: return nil
        }
    }

    /// The command that is meant, parsed without the others: their options need not be looked at to start.
    ///
    /// - Returns: The command; `nil` when the root has to say what is wrong, or is asked for help.
    private static func directly(_ arguments: [String]) -> (any ParsableCommand)? {
        let type = RunnerCommand.configuration.subcommands.first {
            $0.configuration.commandName == arguments.first
        }
        guard let type, type.configuration.subcommands.isEmpty else { return nil }
        return try? type.parse(Array(arguments.dropFirst()))
    }

    /// Shows what the parser has to say: help and versions are data, complaints are for people.
    private static func explain(_ error: any Error, in context: CommandContext) -> ExitStatus {
        let message = RunnerCommand.fullMessage(for: error)
        guard RunnerCommand.exitCode(for: error) != .success else {
            context.bareHost.console.writeOutput(message + "\n")
            return .success
        }
        context.host.console.writeError(message + "\n")
        return .usage
    }
}

/// A command that has already shown its diagnostics.
struct CommandFailure: Error {
    var status: ExitStatus
    /// What was wrong, for the ledger.
    var problems: [LedgerEvent.ProblemRecord] = []
}

extension CommandConfiguration {
    /// The same for a command that starts often and is parsed without the root.
    ///
    /// The parser looks first whether a script for completion is wanted, which is 2 % of a start, unless the
    /// command says that it stands below another; only the root is ever asked for one.
    var parsedByItself: CommandConfiguration {
        var configuration = self
        configuration._superCommandName = RunnerCommand.configuration.commandName
        return configuration
    }
}

extension Diagnostic {
    fileprivate static let unknownArguments = Diagnostic(
        .unknownArguments,
        "what was asked for is not known: the system does not tell this program's arguments",
        notes: ["they are read from `/proc`, which is not mounted here"],
        help: "mount it: `mount -t proc proc /proc`"
    )
}
