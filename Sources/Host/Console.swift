/// Where a command's words go: data to standard output, everything for people to standard error.
///
/// Every conformer writes a call's bytes whole and in order, also when several tasks write at once.
public protocol Console: Sendable {
    /// Writes data to standard output.
    ///
    /// - Parameter text: The text, with its line breaks.
    func writeOutput(_ text: String)

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
