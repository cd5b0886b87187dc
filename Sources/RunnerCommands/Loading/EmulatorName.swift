import Host

/// What `--emulator` names: a document, and where its emulator runs already.
struct EmulatorName: Hashable {
    /// The document's file.
    let file: String
    /// The port on 127.0.0.1; `nil` when the emulator is started for the run.
    let port: Int?

    /// Takes `FILE@PORT` apart; a file that has that name whole is meant whole.
    ///
    /// - Parameters:
    ///   - text: What was given.
    ///   - files: The machine's files.
    init(_ text: String, in files: any FileSystem) {
        guard let (file, port) = Self.parts(text), files.kind(of: text) == nil else {
            self.file = text
            self.port = nil
            return
        }
        self.file = file
        self.port = port
    }

    /// Whether a text ends with a port.
    static func hasPort(_ text: String) -> Bool { parts(text) != nil }

    private static func parts(_ text: String) -> (String, Int)? {
        guard let at = text.lastIndex(of: "@"), at != text.startIndex else { return nil }
        let digits = text[text.index(after: at)...]
        guard (1...5).contains(digits.utf8.count), digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }),
            let port = Int(digits), (1...65_535).contains(port)
        else { return nil }
        return (String(text[..<at]), port)
    }
}
