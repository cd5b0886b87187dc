import Diagnostics

/// The first pass over the bytes: well-formed UTF-8 and no character that the grammar or the limits forbid.
///
/// libyaml would stop at these as well but forgets where (its mark stays at 1:1). The pass also learns what later
/// passes need to know: where the text begins, whether it is ASCII, whether it holds NEL, LS or PS.
struct CharacterCheck {
    /// Whose rules count.
    enum Grammar { case yaml, json }

    let source: SourceText
    let limits: YAMLLimits
    let grammar: Grammar
    /// Where the text begins: after a byte-order mark.
    private(set) var start = 0
    /// Whether every byte is ASCII.
    private(set) var isASCII = true
    /// Whether NEL, LS or PS occur, which libyaml takes for line breaks and YAML 1.2 does not.
    private(set) var hasForeignBreaks = false

    init(source: SourceText, limits: YAMLLimits, grammar: Grammar) {
        self.source = source
        self.limits = limits
        self.grammar = grammar
    }

    /// Runs the pass.
    ///
    /// - Returns: What is wrong: all invisible characters up to the first fault that makes the rest unreadable.
    mutating func faults() -> [Diagnostic] {
        if let name = Self.foreignEncoding(source.bytes) { return [.foreignEncoding(name, in: source)] }
        let bytes = source.bytes
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { start = 3 }
        var faults: [Diagnostic] = []
        var index = start
        while index < bytes.count, faults.count < limits.faults {
            let byte = bytes[index]
            if byte >= 0x20, byte < 0x7F {
                index += 1
                continue
            }
            if byte < 0x80 {
                let isBlank = byte == 0x0A || byte == 0x0D || byte == 0x09
                if !isBlank, grammar == .yaml || byte < 0x20 {
                    faults.append(.forbiddenCharacter(UInt32(byte), in: source, at: index, length: 1))
                    break
                }
                index += 1
                continue
            }
            isASCII = false
            guard let (scalar, length) = Self.scalar(in: bytes, at: index) else {
                faults.append(.invalidUTF8(in: source, at: index))
                break
            }
            if scalar < 0xA0 || scalar == 0x2028 || scalar == 0x2029 {
                if scalar == 0x85 || scalar > 0xA0 {
                    hasForeignBreaks = true
                } else if grammar == .yaml {
                    faults.append(.forbiddenCharacter(scalar, in: source, at: index, length: length))
                    break
                }
            } else if grammar == .yaml, scalar == 0xFFFE || scalar == 0xFFFF {
                faults.append(.forbiddenCharacter(scalar, in: source, at: index, length: length))
                break
            } else if limits.invisibleCharacters == .refused, Self.isInvisible(scalar) {
                faults.append(.invisibleCharacter(scalar, in: source, at: index, length: length))
            }
            index += length
        }
        return faults
    }

    /// The scalar value at a byte that begins one, and its length; `nil` where the bytes are no UTF-8.
    static func scalar(in bytes: [UInt8], at index: Int) -> (UInt32, Int)? {
        let lead = UInt32(bytes[index])
        func tail(_ offset: Int) -> UInt32? {
            guard index + offset < bytes.count, bytes[index + offset] & 0xC0 == 0x80 else { return nil }
            return UInt32(bytes[index + offset] & 0x3F)
        }
        switch lead {
        case ..<0x80: return (lead, 1)
        case 0xC2...0xDF:
            guard let first = tail(1) else { return nil }
            return ((lead & 0x1F) << 6 | first, 2)
        case 0xE0...0xEF:
            guard let first = tail(1), let second = tail(2) else { return nil }
            let value = (lead & 0x0F) << 12 | first << 6 | second
            return value < 0x800 || (0xD800...0xDFFF).contains(value) ? nil : (value, 3)
        case 0xF0...0xF4:
            guard let first = tail(1), let second = tail(2), let third = tail(3) else { return nil }
            let value = (lead & 0x07) << 18 | first << 12 | second << 6 | third
            return value < 0x10000 || value > 0x10FFFF ? nil : (value, 4)
        default: return nil
        }
    }

    /// Whether a scalar changes what reviewers see without being seen.
    ///
    /// Joiners (U+200C, U+200D) are not among them: several scripts and emoji need them.
    static func isInvisible(_ scalar: UInt32) -> Bool {
        switch scalar {
        case 0x061C, 0x200B, 0x200E, 0x200F, 0x202A...0x202E, 0x2060, 0x2066...0x2069, 0xFEFF: true
        default: false
        }
    }

    /// The name of another encoding, when the first bytes give it away.
    static func foreignEncoding(_ bytes: [UInt8]) -> String? {
        if bytes.starts(with: [0xFF, 0xFE, 0, 0]) || bytes.starts(with: [0, 0, 0xFE, 0xFF]) {
            return "UTF-32"
        }
        if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) { return "UTF-16" }
        // Without a mark: the first character is ASCII (YAML 1.2 §5.2), its other bytes are zero.
        guard bytes.count >= 2 else { return nil }
        if bytes.count >= 4, bytes[1] == 0, bytes[2] == 0, (bytes[0] == 0) != (bytes[3] == 0) {
            return "UTF-32"
        }
        return (bytes[0] == 0) != (bytes[1] == 0) ? "UTF-16" : nil
    }
}

extension Diagnostic {
    fileprivate static func foreignEncoding(_ name: String, in source: SourceText) -> Diagnostic {
        Diagnostic(
            .notUTF8,
            "the file is \(name), not UTF-8",
            at: Label(SourceSpan(file: source.name, start: 0, end: 0), "\(name) begins here"),
            help: "save it again as UTF-8"
        )
    }

    fileprivate static func invalidUTF8(in source: SourceText, at index: Int) -> Diagnostic {
        let digits = String(source.bytes[index], radix: 16, uppercase: true)
        return Diagnostic(
            .notUTF8,
            "the file is not valid UTF-8",
            at: Label(
                SourceSpan(file: source.name, start: index, end: index + 1),
                "byte 0x\(digits) does not belong here"
            ),
            help: "save it again as UTF-8"
        )
    }

    fileprivate static func forbiddenCharacter(
        _ scalar: UInt32,
        in source: SourceText,
        at index: Int,
        length: Int
    ) -> Diagnostic {
        Diagnostic(
            .forbiddenCharacter,
            "control character \(codePoint(scalar)) is not allowed",
            at: Label(
                SourceSpan(file: source.name, start: index, end: index + length),
                "a character that cannot be seen"
            ),
            help: "remove it, or write it as an escape in double quotes"
        )
    }

    fileprivate static func invisibleCharacter(
        _ scalar: UInt32,
        in source: SourceText,
        at index: Int,
        length: Int
    ) -> Diagnostic {
        let span = SourceSpan(file: source.name, start: index, end: index + length)
        if scalar == 0xFEFF {
            return Diagnostic(
                .invisibleCharacter,
                "byte-order mark inside the file",
                at: Label(span, "U+FEFF belongs at the very beginning only"),
                notes: ["files that were joined often have one here"],
                help: "remove it"
            )
        }
        let escape = "\\u" + scalar.hexadecimal(atLeast: 4)
        return Diagnostic(
            .invisibleCharacter,
            "invisible character \(codePoint(scalar))",
            at: Label(span, "a character that cannot be seen"),
            notes: ["it can make the text read otherwise than it is"],
            help: "remove it, or write `\(escape)` in double quotes"
        )
    }

    /// The usual notation of a scalar: `U+` and at least four digits.
    static func codePoint(_ scalar: UInt32) -> String {
        "U+" + scalar.hexadecimal(atLeast: 4, uppercase: true)
    }
}
