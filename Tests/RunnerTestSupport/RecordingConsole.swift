public import Host
import Synchronization

/// A console that keeps what is written to it.
public final class RecordingConsole: Console {
    private let written = Mutex((output: "", error: ""))
    private let input: [UInt8]
    private let terminalSize: (columns: Int, rows: Int)?

    /// As it was made.
    public let outputIsTerminal: Bool
    /// Whether it was made with a terminal's size.
    public let errorIsTerminal: Bool

    /// Makes a console.
    ///
    /// - Parameters:
    ///   - input: What standard input holds.
    ///   - outputIsTerminal: Whether standard output is a terminal.
    ///   - errorTerminalSize: The size of the terminal that standard error is; `nil` when it is none.
    public init(
        input: String = "",
        outputIsTerminal: Bool = false,
        errorTerminalSize: (columns: Int, rows: Int)? = nil
    ) {
        self.input = Array(input.utf8)
        self.outputIsTerminal = outputIsTerminal
        self.errorIsTerminal = errorTerminalSize != nil
        self.terminalSize = errorTerminalSize
    }

    /// What was written to standard output.
    public var output: String { written.withLock { $0.output } }

    /// What was written to standard error.
    public var error: String { written.withLock { $0.error } }

    /// As it was made.
    public var errorTerminalSize: (columns: Int, rows: Int)? { terminalSize }

    /// Keeps what is written.
    public func writeOutput(_ text: String) { written.withLock { $0.output += text } }

    /// Keeps what is written.
    public func writeError(_ text: String) { written.withLock { $0.error += text } }

    /// What it was made with, when that is within the limit.
    public func readInput(limit: Int) -> [UInt8]? { input.count <= limit ? input : nil }
}
