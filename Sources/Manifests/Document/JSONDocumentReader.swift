import Diagnostics

/// Reads one JSON text (RFC 8259) into a ``Document``: strict, iterative in depth, linear in time.
struct JSONDocumentReader {
    /// What became of the text.
    enum Outcome {
        /// It is a document.
        case document(Document)
        /// It is not acceptable, as JSON or as YAML.
        case faults([Diagnostic])
        /// It is not JSON, and why.
        case notJSON(Diagnostic)
    }

    /// Where the text stops being JSON.
    private struct Mistake: Error {
        let offset: Int
        let label: String
    }

    private let source: SourceText
    private let bytes: [UInt8]
    private var builder: DocumentBuilder
    private(set) var index: Int

    init(source: SourceText, limits: YAMLLimits, start: Int) {
        self.source = source
        self.bytes = source.bytes
        self.index = start
        builder = DocumentBuilder(source: source, limits: limits, expectedNodes: source.bytes.count / 12)
    }

    /// Whether a text begins as a JSON object or array does.
    static func mayBegin(_ text: ArraySlice<UInt8>) -> Bool {
        let first = text.first { $0 != 0x20 && $0 != 0x0A && $0 != 0x0D && $0 != 0x09 }
        return first == UInt8(ascii: "{") || first == UInt8(ascii: "[")
    }

    /// Reads the text to its end.
    mutating func read() -> Outcome {
        switch readValue() {
        case .document(let document):
            skipBlanks()
            guard index < bytes.count else { return .document(document) }
            return .notJSON(.invalidJSON(in: source, at: index, label: "text after the value"))
        case let other: return other
        }
    }

    /// Reads one value; text may follow.
    mutating func readValue() -> Outcome {
        do {
            try value()
            while !builder.frames.isEmpty, !builder.isHalted { try element() }
        } catch {
            return .notJSON(.invalidJSON(in: source, at: error.offset, label: error.label))
        }
        // Depth and number of faults end the reading; the other faults of a text count once it is known to be JSON.
        if let document = builder.finish() { return .document(document) }
        if !builder.isHalted {
            skipBlanks()
            if index < bytes.count {
                return .notJSON(.invalidJSON(in: source, at: index, label: "text after the value"))
            }
        }
        return .faults(builder.problems)
    }

    /// Reads what comes next in the innermost collection: an item, an entry or its end.
    private mutating func element() throws(Mistake) {
        guard let frame = builder.frames.last else { return }
        skipBlanks()
        let closing = frame.isMapping ? UInt8(ascii: "}") : UInt8(ascii: "]")
        let isFirst = builder.pending.count == frame.firstChild
        if peek == closing {
            index += 1
            builder.close(end: index)
            return
        }
        if !isFirst {
            guard peek == UInt8(ascii: ",") else {
                throw Mistake(
                    offset: index,
                    label: frame.isMapping ? "expected `,` or `}`" : "expected `,` or `]`"
                )
            }
            index += 1
            skipBlanks()
        }
        if frame.isMapping {
            guard peek == UInt8(ascii: "\"") else {
                throw Mistake(offset: index, label: "expected a name in double quotes")
            }
            try string()
            skipBlanks()
            guard peek == UInt8(ascii: ":") else { throw Mistake(offset: index, label: "expected `:`") }
            index += 1
        }
        try value()
    }

    private mutating func value() throws(Mistake) {
        skipBlanks()
        switch peek {
        case UInt8(ascii: "{"): open(.mapping)
        case UInt8(ascii: "["): open(.sequence)
        case UInt8(ascii: "\""): try string()
        case UInt8(ascii: "t"): try word("true", .boolean)
        case UInt8(ascii: "f"): try word("false", .boolean)
        case UInt8(ascii: "n"): try word("null", .null)
        case UInt8(ascii: "-"), 0x30...0x39: try number()
        default:
            throw Mistake(
                offset: index,
                label: index < bytes.count ? "expected a value" : "the file ends here"
            )
        }
    }

    private mutating func open(_ kind: Document.Kind) {
        builder.open(kind, isFlow: true, span: index..<index + 1)
        index += 1
    }

    private mutating func word(_ word: String, _ kind: Document.Kind) throws(Mistake) {
        let start = index
        let end = start + word.utf8.count
        guard bytes[start..<min(end, bytes.count)].elementsEqual(word.utf8) else {
            throw Mistake(offset: start, label: "expected a value")
        }
        index = end
        builder.scalar(kind, isPlain: true, isDecoded: false, span: start..<end, text: start..<end)
    }

    private mutating func number() throws(Mistake) {
        let start = index
        var kind = Document.Kind.integer
        if peek == UInt8(ascii: "-") { index += 1 }
        let first = index
        try digits()
        if bytes[first] == 0x30, index > first + 1 {
            throw Mistake(offset: first, label: "a number cannot begin with 0")
        }
        if peek == UInt8(ascii: ".") {
            kind = .decimal
            index += 1
            try digits()
        }
        if peek | 0x20 == UInt8(ascii: "e") {
            kind = .decimal
            index += 1
            if peek == UInt8(ascii: "+") || peek == UInt8(ascii: "-") { index += 1 }
            try digits()
        }
        builder.scalar(kind, isPlain: true, isDecoded: false, span: start..<index, text: start..<index)
    }

    private mutating func digits() throws(Mistake) {
        guard peek &- 0x30 < 10 else { throw Mistake(offset: index, label: "expected a digit") }
        while peek &- 0x30 < 10 { index += 1 }
    }

    private mutating func string() throws(Mistake) {
        let start = index
        index += 1
        while true {
            guard index < bytes.count else {
                throw Mistake(offset: start, label: "this string is not closed")
            }
            switch bytes[index] {
            case UInt8(ascii: "\""):
                index += 1
                let text = start + 1..<index - 1
                builder.scalar(.string, isPlain: false, isDecoded: false, span: start..<index, text: text)
                return
            case UInt8(ascii: "\\"):
                try escapedString(from: start)
                return
            case ..<0x20:
                throw Mistake(offset: index, label: "a control character in a string must be an escape")
            default: index += 1
            }
        }
    }

    /// Reads a string that has escapes, from the first of them on.
    private mutating func escapedString(from start: Int) throws(Mistake) {
        let low = builder.decoded.count
        builder.decoded += bytes[start + 1..<index]
        while true {
            guard index < bytes.count else {
                throw Mistake(offset: start, label: "this string is not closed")
            }
            switch bytes[index] {
            case UInt8(ascii: "\""):
                index += 1
                let text = low..<builder.decoded.count
                builder.scalar(.string, isPlain: false, isDecoded: true, span: start..<index, text: text)
                return
            case UInt8(ascii: "\\"): try escape()
            case ..<0x20:
                throw Mistake(offset: index, label: "a control character in a string must be an escape")
            default:
                builder.decoded.append(bytes[index])
                index += 1
            }
        }
    }

    private mutating func escape() throws(Mistake) {
        let start = index
        index += 1
        let letter = peek
        index += 1
        switch letter {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): builder.decoded.append(letter)
        case UInt8(ascii: "b"): builder.decoded.append(0x08)
        case UInt8(ascii: "f"): builder.decoded.append(0x0C)
        case UInt8(ascii: "n"): builder.decoded.append(0x0A)
        case UInt8(ascii: "r"): builder.decoded.append(0x0D)
        case UInt8(ascii: "t"): builder.decoded.append(0x09)
        case UInt8(ascii: "u"):
            var value = try hexadecimal(start)
            if value & 0xFC00 == 0xD800, peek == UInt8(ascii: "\\") {
                index += 1
                guard peek == UInt8(ascii: "u") else {
                    throw Mistake(offset: start, label: "half of a surrogate pair")
                }
                index += 1
                let low = try hexadecimal(start)
                guard low & 0xFC00 == 0xDC00 else {
                    throw Mistake(offset: start, label: "half of a surrogate pair")
                }
                value = 0x10000 + (value & 0x3FF) << 10 + low & 0x3FF
            }
            guard let scalar = Unicode.Scalar(value) else {
                throw Mistake(offset: start, label: "half of a surrogate pair")
            }
            builder.decoded += UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter
        default: throw Mistake(offset: start, label: "not an escape of JSON")
        }
    }

    private mutating func hexadecimal(_ start: Int) throws(Mistake) -> UInt32 {
        var value: UInt32 = 0
        for _ in 0..<4 {
            let byte = peek
            switch byte {
            case 0x30...0x39: value = value << 4 | UInt32(byte - 0x30)
            case 0x41...0x46, 0x61...0x66: value = value << 4 | UInt32((byte | 0x20) - 0x57)
            default: throw Mistake(offset: start, label: "expected four hexadecimal digits after `\\u`")
            }
            index += 1
        }
        return value
    }

    /// The next byte; 0 at the end, which no rule expects.
    private var peek: UInt8 { index < bytes.count ? bytes[index] : 0 }

    private mutating func skipBlanks() {
        while index < bytes.count {
            let byte = bytes[index]
            guard byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 else { return }
            index += 1
        }
    }
}

extension Diagnostic {
    fileprivate static func invalidJSON(in source: SourceText, at offset: Int, label: String) -> Diagnostic {
        let isAtEnd = offset >= source.bytes.count
        return Diagnostic(
            .invalidJSON,
            "the file is not valid JSON",
            at: Label(
                SourceSpan(file: source.name, start: offset, end: isAtEnd ? offset : offset + 1),
                label
            ),
            help: "mend it; a file with comments or trailing commas is YAML: name it `.yaml`"
        )
    }
}
