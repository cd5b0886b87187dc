/// Where a command's words go: data to standard output, everything for people to standard error.
///
/// Every conformer writes a call's bytes whole and in order, also when several tasks write at once.
public protocol Console: Sendable {
    /// Writes data to standard output.
    ///
    /// - Parameter text: The text, with its line breaks.
    func writeOutput(_ text: String)

    /// Writes a program to standard output, whose own words may look as what stands before a secret does.
    ///
    /// - Parameter text: The text, made of values that hold no secret.
    func writeProgram(_ text: String)

    /// Writes words for people to standard error.
    ///
    /// - Parameter text: The text, with its line breaks.
    func writeError(_ text: String)

    /// Whether standard output is a terminal.
    var outputIsTerminal: Bool { get }

    /// Whether standard error is a terminal.
    var errorIsTerminal: Bool { get }

    /// The terminal's size in columns and rows, when standard error is one.
    var errorTerminalSize: (columns: Int, rows: Int)? { get }

    /// Reads standard input to its end.
    ///
    /// - Parameter limit: How many bytes it may have.
    /// - Returns: The bytes; `nil` when there are more.
    func readInput(limit: Int) -> [UInt8]?
}

extension Console {
    /// Writes a program as any data.
    ///
    /// - Parameter text: The text.
    public func writeProgram(_ text: String) { writeOutput(text) }
}
