public import Host
import Synchronization

/// Runs no program: answers from a script and keeps every call.
public final class ScriptedCommandRunner: CommandRunner {
    private struct State {
        var line: [Result<ProgramEnd, CommandFault>]
        var commands: [ProgramCommand] = []
    }

    private let state: Mutex<State>

    /// Makes a runner.
    ///
    /// - Parameter line: How the programs end, in order; then none can be started.
    public init(_ line: [Result<ProgramEnd, CommandFault>] = []) { self.state = Mutex(State(line: line)) }

    /// Adds to the line.
    ///
    /// - Parameter end: How the next program ends.
    public func next(_ end: Result<ProgramEnd, CommandFault>) { state.withLock { $0.line.append(end) } }

    /// Every call, in order.
    public var commands: [ProgramCommand] { state.withLock { $0.commands } }

    /// Ends as the script says, after it has kept the call.
    public func run(_ command: ProgramCommand) async throws(CommandFault) -> ProgramEnd {
        if Task.isCancelled { throw .cancelled }
        let end = state.withLock { state -> Result<ProgramEnd, CommandFault> in
            state.commands.append(command)
            return state.line.isEmpty ? .failure(.notStarted("no script is left")) : state.line.removeFirst()
        }
        return try end.get()
    }
}
