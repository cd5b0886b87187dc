import Host

/// Standard output and error with the run's redactor in front: nothing that a command writes goes around it.
///
/// What a command builds of values is redacted before it is put together, so that nothing of its form is touched; this
/// is the last gate, for what a command forgot.
struct RedactingConsole: Console {
    private let console: any Console
    private let redactor: RunRedactor

    /// Puts a redactor in front of a console.
    ///
    /// - Parameters:
    ///   - console: Where the words go.
    ///   - redactor: What takes secrets out of them.
    init(_ console: any Console, _ redactor: RunRedactor) {
        self.console = console
        self.redactor = redactor
    }

    func writeOutput(_ text: String) { console.writeOutput(redactor.redact(text)) }

    /// Takes out what it was told, and leaves what only looks like a secret: `Authorization: Bearer $TOKEN`.
    func writeProgram(_ text: String) {
        let told = redactor.redactTold(Array(text.utf8)).map { String(decoding: $0, as: UTF8.self) }
        console.writeOutput(told ?? text)
    }

    func writeError(_ text: String) { console.writeError(redactor.redact(text)) }

    var outputIsTerminal: Bool { console.outputIsTerminal }

    var errorIsTerminal: Bool { console.errorIsTerminal }

    var errorTerminalSize: (columns: Int, rows: Int)? { console.errorTerminalSize }

    func readInput(limit: Int) -> [UInt8]? { console.readInput(limit: limit) }
}
