/// The simple commands of a shell script, in the order of their text.
///
/// As much of POSIX shell as scripts around a command-line tool use: quotes, continuations, comments, variables,
/// substitutions (whose commands come before the one that they stand in), here-documents (passed over), and control
/// flow, of which only the commands inside are seen. Nothing is run, nothing is looked up.
struct ShellScript {
    /// How deep substitutions are followed.
    static let depthLimit = 16
    /// How many commands are read.
    static let commandLimit = 100_000

    let bytes: [UInt8]
    var index = 0
    private var found: [ShellCommand] = []
    private var hereDocuments: [(mark: [UInt8], isIndented: Bool)] = []

    private init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// Reads a script.
    ///
    /// - Parameter text: The script, at most what a file may have.
    /// - Returns: Its commands. What cannot be understood ends a word and is never a fault.
    /// - Complexity: Linear in the text.
    static func commands(in text: [UInt8]) -> [ShellCommand] {
        var script = ShellScript(text)
        while script.index < script.bytes.count {
            script.commandList(until: nil, depth: 0)
            // A bracket that nothing opened.
            script.index += 1
        }
        return script.found
    }

    var byte: UInt8? { index < bytes.count ? bytes[index] : nil }
    private func byte(after count: Int) -> UInt8? { index + count < bytes.count ? bytes[index + count] : nil }

    /// Commands up to a closing mark, which is left standing, or to the end.
    private mutating func commandList(until mark: UInt8?, depth: Int) {
        var words: [ShellWord] = []
        func isReserved(_ word: ShellWord) -> Bool {
            guard word.pieces.count == 1, case .text(let text, false) = word.pieces[0] else { return false }
            return Self.reserved.contains(text)
        }
        func finish() {
            while let first = words.first, isReserved(first) { words.removeFirst() }
            if !words.isEmpty, found.count < Self.commandLimit { found.append(ShellCommand(words: words)) }
            words = []
        }
        while let byte {
            if byte == mark { break }
            switch byte {
            case UInt8(ascii: "\n"):
                finish()
                index += 1
                skipHereDocuments()
            case UInt8(ascii: ";"), UInt8(ascii: "&"), UInt8(ascii: "|"), UInt8(ascii: "("),
                UInt8(ascii: ")"):
                finish()
                if byte == UInt8(ascii: ")"), mark == UInt8(ascii: ")") { return }
                index += 1
            case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r"): index += 1
            case UInt8(ascii: "\\") where self.byte(after: 1) == UInt8(ascii: "\n"): index += 2
            case UInt8(ascii: "\\") where self.byte(after: 1) == UInt8(ascii: "\r"): index += 3
            case UInt8(ascii: "#"): skipLine()
            case UInt8(ascii: "<"), UInt8(ascii: ">"): redirection(&words, depth: depth)
            default:
                let before = index
                words.append(word(depth: depth, mark: mark))
                if index == before { index += 1 }
            }
        }
        finish()
    }

    private static let reserved: Set<String> = [
        "if", "then", "elif", "else", "fi", "do", "done", "while", "until", "!", "time", "{", "}", "exec",
        "export", "local", "readonly", "declare", "command", "sudo",
    ]

    private mutating func skipLine() {
        while let byte, byte != UInt8(ascii: "\n") { index += 1 }
    }

    /// `>FILE`, `2>&1`, `<<MARK`: none of them a word of the command.
    private mutating func redirection(_ words: inout [ShellWord], depth: Int) {
        // The number of the stream stands before it: `2>`.
        if let last = words.last, last.end == index, last.plainText.map({ Int($0) != nil }) == true {
            words.removeLast()
        }
        let isHere = byte == UInt8(ascii: "<") && byte(after: 1) == UInt8(ascii: "<")
        let isString = isHere && byte(after: 2) == UInt8(ascii: "<")
        let isIndented = isHere && byte(after: 2) == UInt8(ascii: "-")
        while let byte, "<>&|-".utf8.contains(byte) { index += 1 }
        while let byte, byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") { index += 1 }
        guard let byte, byte != UInt8(ascii: "\n") else { return }
        // `>(…)` and `<(…)` are commands of their own, read next.
        if byte == UInt8(ascii: "(") { return }
        let target = word(depth: depth, mark: nil)
        if isHere, !isString, let mark = target.plainText, !mark.isEmpty {
            hereDocuments.append((Array(mark.utf8), isIndented))
        }
    }

    private mutating func skipHereDocuments() {
        for document in hereDocuments {
            while index < bytes.count {
                let end = bytes[index...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
                var line = bytes[index..<end]
                index = min(end + 1, bytes.count)
                if document.isIndented { line = line.drop { $0 == UInt8(ascii: "\t") } }
                if line.last == UInt8(ascii: "\r") { line.removeLast() }
                if line.elementsEqual(document.mark) { break }
            }
        }
        hereDocuments = []
    }

    // MARK: words

    /// One word, up to a blank or an operator.
    private mutating func word(depth: Int, mark: UInt8?) -> ShellWord {
        var word = ShellWord(pieces: [], start: index, end: index)
        var text: [UInt8] = []
        func flush(isQuoted: Bool) {
            guard !text.isEmpty || isQuoted else { return }
            word.pieces.append(.text(String(decoding: text, as: UTF8.self), isQuoted: isQuoted))
            text = []
        }
        loop: while let byte {
            switch byte {
            case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\n"), UInt8(ascii: "\r"),
                UInt8(ascii: ";"),
                UInt8(ascii: "&"), UInt8(ascii: "|"), UInt8(ascii: "("), UInt8(ascii: ")"), UInt8(ascii: "<"),
                UInt8(ascii: ">"):
                break loop
            case UInt8(ascii: "\\"):
                if self.byte(after: 1) == UInt8(ascii: "\n") {
                    index += 2
                } else {
                    text.append(self.byte(after: 1) ?? byte)
                    index = min(index + 2, bytes.count)
                }
            case UInt8(ascii: "'"):
                flush(isQuoted: false)
                index += 1
                while let inner = self.byte, inner != UInt8(ascii: "'") {
                    text.append(inner)
                    index += 1
                }
                index = min(index + 1, bytes.count)
                flush(isQuoted: true)
            case UInt8(ascii: "\""):
                flush(isQuoted: false)
                index += 1
                word.pieces += quoted(depth: depth)
            case UInt8(ascii: "$") where self.byte(after: 1) == UInt8(ascii: "'"):
                flush(isQuoted: false)
                index += 2
                text = escaped()
                flush(isQuoted: true)
            case UInt8(ascii: "$"), UInt8(ascii: "`"):
                if byte == mark { break loop }
                flush(isQuoted: false)
                if let piece = expansion(isQuoted: false, depth: depth) {
                    word.pieces.append(piece)
                } else {
                    text.append(byte)
                    index += 1
                }
            default:
                text.append(byte)
                index += 1
            }
        }
        flush(isQuoted: false)
        word.end = index
        return word
    }

    /// What stands between double quotes, the closing one included.
    private mutating func quoted(depth: Int) -> [ShellWord.Piece] {
        var pieces: [ShellWord.Piece] = []
        var text: [UInt8] = []
        func flush() {
            guard !text.isEmpty else { return }
            pieces.append(.text(String(decoding: text, as: UTF8.self), isQuoted: true))
            text = []
        }
        while let byte, byte != UInt8(ascii: "\"") {
            if byte == UInt8(ascii: "\\"), let next = self.byte(after: 1), "\"\\$`\n".utf8.contains(next) {
                if next != UInt8(ascii: "\n") { text.append(next) }
                index += 2
            } else if byte == UInt8(ascii: "$") || byte == UInt8(ascii: "`") {
                flush()
                if let piece = expansion(isQuoted: true, depth: depth) {
                    pieces.append(piece)
                } else {
                    text.append(byte)
                    index += 1
                }
            } else {
                text.append(byte)
                index += 1
            }
        }
        index = min(index + 1, bytes.count)
        flush()
        return pieces.isEmpty ? [.text("", isQuoted: true)] : pieces
    }

    /// What begins with a dollar or a backtick; `nil` when it stands for itself.
    private mutating func expansion(isQuoted: Bool, depth: Int) -> ShellWord.Piece? {
        if byte == UInt8(ascii: "`") {
            index += 1
            substitution(until: UInt8(ascii: "`"), depth: depth)
            return .computed(isQuoted: isQuoted)
        }
        guard let next = byte(after: 1) else { return nil }
        switch next {
        case UInt8(ascii: "("):
            if byte(after: 2) == UInt8(ascii: "(") {
                skipArithmetic()
            } else {
                index += 2
                substitution(until: UInt8(ascii: ")"), depth: depth)
            }
            return .computed(isQuoted: isQuoted)
        case UInt8(ascii: "{"):
            index += 2
            return braced(isQuoted: isQuoted)
        case _ where Self.isNameByte(next):
            index += 1
            let name = name()
            // `$1`, `$2`: an argument of the script.
            return .variable(name, fallback: nil, isQuoted: isQuoted)
        case UInt8(ascii: "@"), UInt8(ascii: "*"), UInt8(ascii: "?"), UInt8(ascii: "#"), UInt8(ascii: "$"),
            UInt8(ascii: "!"), UInt8(ascii: "-"):
            index += 2
            return .computed(isQuoted: isQuoted)
        default:
            return nil
        }
    }

    /// The commands of a substitution, its closing mark included.
    private mutating func substitution(until mark: UInt8, depth: Int) {
        if depth < Self.depthLimit {
            commandList(until: mark, depth: depth + 1)
        } else {
            while let byte, byte != mark { index += 1 }
        }
        index = min(index + 1, bytes.count)
    }

    /// `$((…))`, its closing brackets included.
    private mutating func skipArithmetic() {
        var open = 0
        while let byte {
            index += 1
            if byte == UInt8(ascii: "(") { open += 1 }
            if byte == UInt8(ascii: ")") { open -= 1 }
            if byte == UInt8(ascii: ")"), open == 0 { return }
        }
    }

    /// `${NAME}` and `${NAME:-text}`, the closing brace included.
    private mutating func braced(isQuoted: Bool) -> ShellWord.Piece {
        let name = name()
        let start = index
        while let byte, byte != UInt8(ascii: "}"), byte != UInt8(ascii: "\n") { index += 1 }
        let rest = bytes[start..<index]
        if byte == UInt8(ascii: "}") { index += 1 }
        guard !name.isEmpty else { return .computed(isQuoted: isQuoted) }
        if rest.isEmpty { return .variable(name, fallback: nil, isQuoted: isQuoted) }
        for mark in [":-", "-", ":="] where rest.starts(with: mark.utf8) {
            let fallback = rest.dropFirst(mark.utf8.count)
            guard !fallback.contains(where: { "$`\\\"'".utf8.contains($0) }) else { break }
            return .variable(name, fallback: String(decoding: fallback, as: UTF8.self), isQuoted: isQuoted)
        }
        return .computed(isQuoted: isQuoted)
    }

    private mutating func name() -> String {
        let start = index
        let isPosition = byte.map { 0x30...0x39 ~= $0 } ?? false
        while let byte, Self.isNameByte(byte) {
            index += 1
            if isPosition { break }
        }
        return String(decoding: bytes[start..<index], as: UTF8.self)
    }

    static func isNameByte(_ byte: UInt8) -> Bool {
        0x30...0x39 ~= byte || 0x61...0x7A ~= byte | 0x20 || byte == UInt8(ascii: "_")
    }
}
