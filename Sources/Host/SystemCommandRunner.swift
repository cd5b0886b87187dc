import Subprocess
import SystemPackage

/// Runs programs of this machine.
public struct SystemCommandRunner: CommandRunner {
    private let time: any Timekeeper

    /// Makes it.
    ///
    /// - Parameter time: Measures how long a program takes.
    public init(time: any Timekeeper = SystemTimekeeper()) { self.time = time }

    /// Runs a program in a session of its own, so that whatever it starts is ended with it.
    public func run(_ command: ProgramCommand) async throws(CommandFault) -> ProgramEnd {
        guard !Task.isCancelled else { throw .cancelled }
        let time = time
        let first = await withTaskGroup(of: Result<ProgramEnd, CommandFault>.self) { group in
            group.addTask { await Self.outcome(of: command) }
            group.addTask {
                do throws(CancellationError) {
                    try await time.sleep(for: command.timeout)
                    return .failure(.timedOut)
                } catch {
                    return .failure(.cancelled)
                }
            }
            let first = await group.next() ?? .failure(.cancelled)
            group.cancelAll()
            return first
        }
        if Task.isCancelled { throw .cancelled }
        return try first.get()
    }

    private static func outcome(of command: ProgramCommand) async -> Result<ProgramEnd, CommandFault> {
        var options = PlatformOptions()
        options.createSession = true
        options.teardownSequence = [
            .send(signal: .kill, toProcessGroup: true, allowedDurationToNextStep: .zero)
        ]
        var environment: [Environment.Key: String] = [:]
        for (name, value) in command.environment {
            environment[Environment.Key(stringLiteral: name)] = value
        }
        do {
            let result = try await Subprocess.run(
                .path(FilePath(command.program)),
                arguments: Arguments(command.arguments),
                environment: .custom(environment),
                workingDirectory: "/",
                platformOptions: options,
                input: .none,
                output: .bytes(limit: command.outputLimit),
                error: .bytes(limit: command.outputLimit)
            )
            let status =
                switch result.terminationStatus {
                case .exited(let code): Int(code)
                case .signaled(let signal): 128 + Int(signal)
                }
            return .success(
                ProgramEnd(status: status, output: result.standardOutput, error: result.standardError)
            )
        } catch let error as SubprocessError {
            if error.code == .outputLimitExceeded { return .failure(.saidTooMuch) }
            return .failure(.notStarted("\(error)"))
        } catch {
            return .failure(.cancelled)
        }
    }
}
