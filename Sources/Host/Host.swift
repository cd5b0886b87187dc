/// The machine that a command runs on, as far as a command may touch it.
///
/// The one seam at the edge: the tool makes a real one, a test makes one in memory.
public struct Host: Sendable {
    /// Files and folders.
    public private(set) var files: any FileSystem
    /// Standard input, output and error.
    public private(set) var console: any Console
    /// What says when files change.
    public let watch: any FileWatch
    /// The process's environment.
    public let environment: ProcessEnvironment
    /// The time.
    public let time: any Timekeeper
    /// Eight random bytes at a time, fit for identifiers.
    public let random: @Sendable () -> UInt64
    /// Other programs.
    public let commands: any CommandRunner
    /// Who and where this process is; found out when it is asked for, because that reads the user data base.
    public var process: ProcessIdentity { findProcess() }

    private let findProcess: @Sendable () -> ProcessIdentity
    private let closeProcess: @Sendable () -> Void

    /// Makes a host of its parts.
    ///
    /// - Parameters:
    ///   - files: Files and folders.
    ///   - console: Standard input, output and error.
    ///   - environment: The process's environment.
    ///   - time: The time.
    ///   - random: Eight random bytes at a time.
    ///   - watch: What says when files change.
    ///   - commands: Other programs; none without it.
    ///   - process: Who and where this process is.
    ///   - closeProcess: Keeps others from looking into the process's memory; nothing without it.
    public init(
        files: any FileSystem,
        console: any Console,
        environment: ProcessEnvironment,
        time: any Timekeeper,
        random: @escaping @Sendable () -> UInt64,
        watch: any FileWatch = SystemFileWatch(),
        commands: any CommandRunner = NoCommands(),
        process: @autoclosure @escaping @Sendable () -> ProcessIdentity,
        closeProcess: @escaping @Sendable () -> Void = {}
    ) {
        self.files = files
        self.console = console
        self.environment = environment
        self.time = time
        self.random = random
        self.watch = watch
        self.commands = commands
        self.findProcess = process
        self.closeProcess = closeProcess
    }

    /// Keeps others from looking into this process's memory from now on; to be called before a secret is read.
    public func closeMemory() { closeProcess() }

    /// The same machine with other streams and files.
    ///
    /// - Parameters:
    ///   - console: Standard input, output and error.
    ///   - files: Files and folders.
    /// - Returns: A host that writes there.
    public func with(console: any Console, files: any FileSystem) -> Host {
        var host = self
        host.console = console
        host.files = files
        return host
    }
}

extension Host {
    /// The machine that this process runs on.
    ///
    /// - Returns: The real files, streams, environment, time and randomness.
    public static func system() -> Host {
        Host(
            files: SystemFileSystem(),
            console: SystemConsole(),
            environment: .current,
            time: SystemTimekeeper(),
            random: { UInt64.random(in: .min ... .max) },
            commands: SystemCommandRunner(),
            process: .current,
            closeProcess: { ProcessMemory.close() }
        )
    }
}

/// Who and where a process is; written into the ledger.
public struct ProcessIdentity: Hashable, Sendable {
    /// The process id.
    public let processID: Int32
    /// The user's name, or the numeric id where it has none.
    public let user: String
    /// The machine's name.
    public let machine: String

    /// Makes an identity.
    ///
    /// - Parameters:
    ///   - processID: The process id.
    ///   - user: The user's name.
    ///   - machine: The machine's name.
    public init(processID: Int32, user: String, machine: String) {
        self.processID = processID
        self.user = user
        self.machine = machine
    }
}
