extension PatternParser {
    /// Behind a backslash that stands outside a class.
    mutating func escape() throws(Fault) -> PatternNode {
        if take("b") { return .boundary(isNegated: false) }
        if take("B") { return .boundary(isNegated: true) }
        if take("k") { return try quantified(namedReference()) }
        if let digit = peek(), "1"..."9" ~= digit, let number = number() {
            return try quantified(reference(number))
        }
        if let item = try setEscape() { return try quantified(.set(PatternSet(items: [item]))) }
        return try quantified(.character(characterEscape()))
    }

    /// `\d` and its like; `nil` when the escape is another.
    mutating func setEscape() throws(Fault) -> PatternSet.Item? {
        let start = index
        switch next() {
        case "d": return .digit(isNegated: false)
        case "D": return .digit(isNegated: true)
        case "s": return .space(isNegated: false)
        case "S": return .space(isNegated: true)
        case "w": return .word(isNegated: false)
        case "W": return .word(isNegated: true)
        case "p": return try property(isNegated: false)
        case "P": return try property(isNegated: true)
        default:
            rewind(to: start)
            return nil
        }
    }

    /// An escape that stands for one code point.
    mutating func characterEscape() throws(Fault) -> UInt32 {
        guard let scalar = next() else { throw .malformed("it ends with a backslash") }
        switch scalar {
        case "t": return 0x9
        case "n": return 0xA
        case "v": return 0xB
        case "f": return 0xC
        case "r": return 0xD
        case "0":
            if let digit = peek(), "0"..."9" ~= digit { throw .malformed("`\\0` stands before a digit") }
            return 0
        case "c":
            guard let letter = next(), letter.isASCII, letter.properties.isAlphabetic else {
                throw .malformed("`\\c` needs a letter")
            }
            return letter.value & 0x1F
        case "x":
            guard let value = hexadecimal(digits: 2) else {
                throw .malformed("`\\x` needs two hexadecimal digits")
            }
            return value
        case "u": return try unicodeEscape()
        case "0"..."9", "a"..."z", "A"..."Z":
            throw .malformed("`\\\(scalar)` is not an escape of ECMA-262")
        default: return scalar.value
        }
    }

    /// `XXXX`, a pair of them, or `{…}`, behind `\u`.
    mutating func unicodeEscape() throws(Fault) -> UInt32 {
        if take("{") {
            var value: UInt32 = 0
            var count = 0
            while let digit = hexadecimal(digits: 1) {
                value = min(0x11_0000, value * 16 + digit)
                count += 1
            }
            guard count > 0, take("}") else {
                throw .malformed("`\\u{` needs hexadecimal digits and `}`")
            }
            guard value <= 0x10_FFFF else { throw .malformed("`\\u{…}` names no character") }
            return value
        }
        guard let high = hexadecimal(digits: 4) else {
            throw .malformed("`\\u` needs four hexadecimal digits")
        }
        let start = index
        if 0xD800...0xDBFF ~= high, take("\\"), take("u"), let low = hexadecimal(digits: 4),
            0xDC00...0xDFFF ~= low
        {
            return 0x10000 + (high - 0xD800) << 10 + (low - 0xDC00)
        }
        rewind(to: start)
        return high
    }

    /// So many hexadecimal digits; takes none when there are fewer.
    private mutating func hexadecimal(digits: Int) -> UInt32? {
        let start = index
        var value: UInt32 = 0
        for _ in 0..<digits {
            guard let scalar = next(), scalar.isASCII, let digit = Character(scalar).hexDigitValue else {
                rewind(to: start)
                return nil
            }
            value = value * 16 + UInt32(digit)
        }
        return value
    }

    /// `{…}` behind `\p` or `\P`.
    private mutating func property(isNegated: Bool) throws(Fault) -> PatternSet.Item {
        guard take("{") else { throw .malformed("`\\p` needs a name in braces") }
        var name = ""
        while let scalar = peek(), scalar != "}" {
            name.unicodeScalars.append(scalar)
            _ = next()
        }
        guard take("}"), let property = PatternProperty.resolve(name) else {
            throw .malformed("`\(name.shortened)` is not a property that ECMA-262 knows")
        }
        return .property(property.name, isNegated: property.isNegated != isNegated)
    }
}
