/// Turns a pattern of ECMA-262 into one that PCRE2 understands in the same way.
///
/// What only PCRE2 knows (recursion, conditions, verbs, possessive quantifiers, `\A`, `\Q`, POSIX classes …) is refused,
/// so that a pattern means the same in every validator. `\s`, `.`, `\v` and pairs of `\u` escapes are rewritten.
struct PatternTranslation {
    private let source: [UInt8]
    private var index = 0
    private var result: [UInt8] = []
    private var isInClass = false

    /// White space that `\s` of PCRE2 does not know.
    private static let blanks =
        #"\u{a0}\u{1680}\u{2000}-\u{200a}\u{2028}\u{2029}\u{202f}\u{205f}\u{3000}\u{feff}"#

    init(_ pattern: String) { self.source = Array(pattern.utf8) }

    /// Translates the whole pattern.
    ///
    /// - Returns: The pattern in PCRE2's grammar.
    /// - Throws: What ECMA-262 does not know.
    mutating func translate() throws(PatternExpression.Fault) -> [UInt8] {
        guard source.count <= 16 * 1024 else { throw .malformed("it is longer than 16 KiB") }
        result.reserveCapacity(source.count + 16)
        while let byte = peek() {
            index += 1
            switch byte {
            case UInt8(ascii: "\\"): try escape()
            case UInt8(ascii: "["):
                // A bracket in a class is itself; PCRE2 would read `[:alpha:]`.
                emit(isInClass ? "\\[" : "[")
                if !isInClass, peek() == UInt8(ascii: "^") { copy() }
                isInClass = true
            case UInt8(ascii: "]"):
                isInClass = false
                result.append(byte)
            case UInt8(ascii: "(") where !isInClass:
                result.append(byte)
                try group()
            case UInt8(ascii: ".") where !isInClass: emit(#"[^\n\r\u{2028}\u{2029}]"#)
            case UInt8(ascii: "*"), UInt8(ascii: "+"), UInt8(ascii: "?"), UInt8(ascii: "}"):
                result.append(byte)
                if !isInClass, peek() == UInt8(ascii: "+") {
                    throw .malformed("a quantifier follows a quantifier")
                }
            default: result.append(byte)
            }
        }
        return result
    }

    private func peek(_ ahead: Int = 0) -> UInt8? {
        index + ahead < source.count ? source[index + ahead] : nil
    }

    private mutating func emit(_ text: StaticString) {
        text.withUTF8Buffer { unsafe result.append(contentsOf: $0) }
    }

    private mutating func copy() {
        result.append(source[index])
        index += 1
    }

    /// After `(`: only the groups of ECMA-262.
    private mutating func group() throws(PatternExpression.Fault) {
        if peek() == UInt8(ascii: "*") { throw .malformed("nothing before a quantifier") }
        guard peek() == UInt8(ascii: "?") else { return }
        switch (peek(1), peek(2)) {
        case (UInt8(ascii: ":"), _), (UInt8(ascii: "="), _), (UInt8(ascii: "!"), _): copy()
        case (UInt8(ascii: "<"), let next?) where next == UInt8(ascii: "=") || next == UInt8(ascii: "!"):
            copy()
            copy()
        case (UInt8(ascii: "<"), let next?) where Self.isLetter(next) || next == UInt8(ascii: "_"): copy()
        default: throw .malformed("the group `(?` is not one of ECMA-262")
        }
        copy()
    }

    /// After a backslash.
    private mutating func escape() throws(PatternExpression.Fault) {
        guard let byte = peek() else { throw .malformed("it ends with a backslash") }
        switch byte {
        case UInt8(ascii: "v"):
            index += 1
            emit(#"\x0B"#)
        case UInt8(ascii: "s"):
            index += 1
            if !isInClass { emit("[") }
            result.append(contentsOf: (#"\s"# + Self.blanks).utf8)
            if !isInClass { emit("]") }
        case UInt8(ascii: "S") where !isInClass:
            index += 1
            result.append(contentsOf: (#"[^\s"# + Self.blanks + "]").utf8)
        case UInt8(ascii: "u"): try unicodeEscape()
        case UInt8(ascii: "x"):
            guard let high = peek(1), let low = peek(2), Self.digit(high) != nil, Self.digit(low) != nil
            else {
                throw .malformed("`\\x` needs two hexadecimal digits")
            }
            emit("\\")
            for _ in 0..<3 { copy() }
        case UInt8(ascii: "c"):
            guard let letter = peek(1), Self.isLetter(letter) else {
                throw .malformed("`\\c` needs a letter")
            }
            emit("\\")
            for _ in 0..<2 { copy() }
        default:
            guard !Self.isLetter(byte) || "dDwWbBtnfrSkpP".utf8.contains(byte) else {
                throw .malformed("`\\\(Character(Unicode.Scalar(byte)))` is not an escape of ECMA-262")
            }
            emit("\\")
            copy()
        }
    }

    /// `\uXXXX`, a pair of them, or `\u{…}`.
    private mutating func unicodeEscape() throws(PatternExpression.Fault) {
        index += 1
        var value: UInt32 = 0
        if peek() == UInt8(ascii: "{") {
            index += 1
            while let digit = peek().flatMap(Self.digit), value <= 0x10_FFFF {
                value = value * 16 + digit
                index += 1
            }
            guard peek() == UInt8(ascii: "}") else {
                throw .malformed("`\\u{` needs hexadecimal digits and `}`")
            }
            index += 1
        } else {
            value = try fourDigits()
            if 0xD800...0xDBFF ~= value, peek() == UInt8(ascii: "\\"), peek(1) == UInt8(ascii: "u") {
                index += 2
                let low = try fourDigits()
                guard 0xDC00...0xDFFF ~= low else { throw .malformed("half of a surrogate pair") }
                value = 0x10000 + (value - 0xD800) << 10 + (low - 0xDC00)
            }
        }
        guard Unicode.Scalar(value) != nil else { throw .malformed("`\\u` names no character") }
        result.append(contentsOf: "\\u{\(String(value, radix: 16))}".utf8)
    }

    private mutating func fourDigits() throws(PatternExpression.Fault) -> UInt32 {
        var value: UInt32 = 0
        for _ in 0..<4 {
            guard let digit = peek().flatMap(Self.digit) else {
                throw .malformed("`\\u` needs four hexadecimal digits")
            }
            value = value * 16 + digit
            index += 1
        }
        return value
    }

    private static func isLetter(_ byte: UInt8) -> Bool { 0x61...0x7A ~= byte | 0x20 }

    private static func digit(_ byte: UInt8) -> UInt32? {
        switch byte {
        case 0x30...0x39: UInt32(byte - 0x30)
        case 0x41...0x46: UInt32(byte - 0x41 + 10)
        case 0x61...0x66: UInt32(byte - 0x61 + 10)
        default: nil
        }
    }
}
