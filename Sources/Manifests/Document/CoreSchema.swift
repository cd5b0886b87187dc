/// What plain scalars mean after the YAML 1.2 core schema (§10.3.2).
enum CoreSchema {
    /// The kind of a plain scalar without a tag.
    static func kind(of text: Span<UInt8>) -> Document.Kind {
        guard text.count > 0 else { return .null }
        switch text[0] {
        case UInt8(ascii: "~"): return text.count == 1 ? .null : .string
        case UInt8(ascii: "n"), UInt8(ascii: "N"):
            return isWord(text, "null") ? .null : .string
        case UInt8(ascii: "t"), UInt8(ascii: "T"):
            return isWord(text, "true") ? .boolean : .string
        case UInt8(ascii: "f"), UInt8(ascii: "F"):
            return isWord(text, "false") ? .boolean : .string
        case 0x30...0x39, UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "."):
            return number(text)
        default: return .string
        }
    }

    /// Whether a text is a word in one of the three spellings of the schema: `true`, `True`, `TRUE`.
    private static func isWord(_ text: Span<UInt8>, _ word: String) -> Bool {
        guard text.count == word.utf8.count else { return false }
        let isSecondUpper = text[1] < 0x60
        // `tRUE` has a capital after a small first letter.
        if isSecondUpper, text[0] > 0x60 { return false }
        var index = 0
        for letter in word.utf8 {
            guard text[index] | 0x20 == letter else { return false }
            if index > 0, (text[index] < 0x60) != isSecondUpper { return false }
            index += 1
        }
        return true
    }

    private static func number(_ text: Span<UInt8>) -> Document.Kind {
        let count = text.count
        if text[0] == 0x30, count > 2, text[1] == UInt8(ascii: "o") || text[1] == UInt8(ascii: "x") {
            let isHexadecimal = text[1] == UInt8(ascii: "x")
            for index in 2..<count where !isDigit(text[index], isHexadecimal: isHexadecimal) {
                return .string
            }
            return .integer
        }
        var index = text[0] == UInt8(ascii: "+") || text[0] == UInt8(ascii: "-") ? 1 : 0
        let whole = skipDigits(text, &index)
        if index == count { return whole > 0 ? .integer : .string }
        var fraction = 0
        if text[index] == UInt8(ascii: ".") {
            index += 1
            fraction = skipDigits(text, &index)
            if whole + fraction == 0 { return isSpecial(text, from: index) ? .decimal : .string }
        }
        guard whole + fraction > 0 else { return .string }
        if index < count, text[index] | 0x20 == UInt8(ascii: "e") {
            index += 1
            if index < count, text[index] == UInt8(ascii: "+") || text[index] == UInt8(ascii: "-") {
                index += 1
            }
            guard skipDigits(text, &index) > 0 else { return .string }
        }
        return index == count ? .decimal : .string
    }

    /// Whether the letters after the dot are those of infinity or not-a-number.
    private static func isSpecial(_ text: Span<UInt8>, from index: Int) -> Bool {
        guard text.count - index == 3 else { return false }
        let letters = (text[index], text[index + 1], text[index + 2])
        switch letters {
        case (0x69, 0x6E, 0x66), (0x49, 0x6E, 0x66), (0x49, 0x4E, 0x46): return true
        // Not-a-number has no sign.
        case (0x6E, 0x61, 0x6E), (0x4E, 0x61, 0x4E), (0x4E, 0x41, 0x4E): return index == 1
        default: return false
        }
    }

    private static func skipDigits(_ text: Span<UInt8>, _ index: inout Int) -> Int {
        let start = index
        while index < text.count, text[index] &- 0x30 < 10 { index += 1 }
        return index - start
    }

    private static func isDigit(_ byte: UInt8, isHexadecimal: Bool) -> Bool {
        guard isHexadecimal else { return byte &- 0x30 < 8 }
        return byte &- 0x30 < 10 || (byte | 0x20) &- 0x61 < 6
    }
}
