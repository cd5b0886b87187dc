/// Runs other programs, as far as runner needs them.
///
/// Every conformer: the program is the one at the path that is given, its arguments are no shell's; it has nothing on
/// its standard input, no variables but those that are given, and runs in `/`; when its time is over, or the calling
/// task is cancelled, or it says too much, it is ended with all that it started; nothing it says is shown.
public protocol CommandRunner: Sendable {
    /// Runs a program to its end.
    ///
    /// - Parameter command: What to run.
    /// - Returns: How it ended and what it said.
    /// - Throws: ``CommandFault`` when it did not come to its own end.
    func run(_ command: ProgramCommand) async throws(CommandFault) -> ProgramEnd

    /// Where a program stands that this plays itself; `PATH` does not count for it then.
    ///
    /// - Parameter name: The program's name.
    /// - Returns: An absolute path; `nil` for every program of the machine.
    func path(of name: String) -> String?
}

extension CommandRunner {
    /// Plays none.
    public func path(of name: String) -> String? { nil }
}

/// A program with its arguments.
public struct ProgramCommand: Hashable, Sendable {
    /// The program's file, absolute.
    public let program: String
    /// Its arguments, without its name.
    public let arguments: [String]
    /// All its variables.
    public let environment: [String: String]
    /// How long it may take.
    public let timeout: Duration
    /// How much it may say, in bytes, on standard output and on standard error each.
    public let outputLimit: Int

    /// Describes a call.
    ///
    /// - Parameters:
    ///   - program: The program's file, absolute.
    ///   - arguments: Its arguments, without its name.
    ///   - environment: All its variables.
    ///   - timeout: How long it may take.
    ///   - outputLimit: How much it may say on each stream, in bytes.
    public init(
        program: String,
        arguments: [String],
        environment: [String: String],
        timeout: Duration,
        outputLimit: Int = 256 << 10
    ) {
        self.program = program
        self.arguments = arguments
        self.environment = environment
        self.timeout = timeout
        self.outputLimit = outputLimit
    }
}

/// How a program ended.
public struct ProgramEnd: Hashable, Sendable {
    /// Its exit status; 128 and the signal's number when a signal ended it, as shells say it.
    public let status: Int
    /// What it said on standard output.
    public let output: [UInt8]
    /// What it said on standard error.
    public let error: [UInt8]

    /// Describes an end.
    ///
    /// - Parameters:
    ///   - status: Its exit status.
    ///   - output: What it said on standard output.
    ///   - error: What it said on standard error.
    public init(status: Int, output: [UInt8] = [], error: [UInt8] = []) {
        self.status = status
        self.output = output
        self.error = error
    }
}

/// Why a program did not come to its own end.
public enum CommandFault: Error, Hashable, Sendable {
    /// It could not be started.
    case notStarted(String)
    /// Its time was over.
    case timedOut
    /// It said more than it may.
    case saidTooMuch
    /// The calling task was cancelled.
    case cancelled
    /// No program may be run here.
    case notAllowed
}

/// Runs nothing: for rehearsals, and for whoever did not say otherwise.
public struct NoCommands: CommandRunner {
    /// Makes it.
    public init() {}

    /// Refuses.
    public func run(_ command: ProgramCommand) async throws(CommandFault) -> ProgramEnd { throw .notAllowed }
}
