import Execution

/// A result in words.
enum ResultWording {
    /// One line, without the address.
    ///
    /// - Parameter result: The result.
    /// - Returns: The line; it may hold what the far side said.
    static func headline(_ result: JobResult) -> String { JobOutcome(result) { $0 }.headline }
}
