/// A text as it reads when one kind of escape is undone, with the way back to the text's own bytes.
///
/// Undoing catches every mixture of escaped and plain characters and both cases of hexadecimal digits, which a list
/// of encoded forms would not.
struct EscapedView {
    /// The kinds of escapes.
    enum Kind: CaseIterable {
        /// `%2F`.
        case percent
        /// `%2F`, and `+` for a blank.
        case form
        /// `\u002f`, `\/`, `\n`.
        case backslash
        /// `&amp;`, `&#47;`, `&#x2f;`.
        case entity

        /// The byte without which a text has no such escape.
        var mark: UInt8 {
            switch self {
            case .percent: UInt8(ascii: "%")
            case .form: UInt8(ascii: "+")
            case .backslash: UInt8(ascii: "\\")
            case .entity: UInt8(ascii: "&")
            }
        }
    }

    /// The text with the escapes undone.
    private(set) var bytes: [UInt8] = []
    /// Where each of `bytes` begins in the text; one more for the end.
    private var origins: [Int] = []

    /// Undoes escapes; `nil` when the text has none of them.
    init?(_ text: [UInt8], _ kind: Kind) {
        guard text.contains(kind.mark) else { return nil }
        bytes.reserveCapacity(text.count)
        origins.reserveCapacity(text.count + 1)
        var index = 0
        while index < text.count {
            let byte = text[index]
            guard byte == kind.mark || kind == .form && byte == UInt8(ascii: "%") else {
                bytes.append(byte)
                origins.append(index)
                index += 1
                continue
            }
            let (undone, length) = Self.undo(text, index, kind)
            for byte in undone {
                bytes.append(byte)
                origins.append(index)
            }
            index += length
        }
        origins.append(text.count)
    }

    /// The place in the text that a place in ``bytes`` comes from.
    func origin(of range: Range<Int>) -> Range<Int> {
        // Several bytes may come from one escape, such as `\u20ac`: the end is where the next escape begins.
        var end = range.upperBound
        while end < origins.count - 1, end > 0, origins[end] == origins[end - 1] { end += 1 }
        return origins[range.lowerBound]..<max(origins[end], origins[range.lowerBound])
    }

    private static func undo(_ text: [UInt8], _ index: Int, _ kind: Kind) -> ([UInt8], Int) {
        let byte = text[index]
        switch (kind, byte) {
        case (.form, UInt8(ascii: "+")):
            return ([UInt8(ascii: " ")], 1)
        case (.percent, UInt8(ascii: "%")), (.form, UInt8(ascii: "%")):
            guard let value = hexadecimal(text, index + 1, count: 2) else { return ([byte], 1) }
            return ([UInt8(value)], 3)
        case (.backslash, UInt8(ascii: "\\")):
            return undoBackslash(text, index)
        case (.entity, UInt8(ascii: "&")):
            return undoEntity(text, index)
        default:
            return ([byte], 1)
        }
    }

    private static func undoBackslash(_ text: [UInt8], _ index: Int) -> ([UInt8], Int) {
        guard index + 1 < text.count else { return ([text[index]], 1) }
        switch text[index + 1] {
        case UInt8(ascii: "n"): return ([0x0A], 2)
        case UInt8(ascii: "r"): return ([0x0D], 2)
        case UInt8(ascii: "t"): return ([0x09], 2)
        case UInt8(ascii: "b"): return ([0x08], 2)
        case UInt8(ascii: "f"): return ([0x0C], 2)
        case UInt8(ascii: "u"):
            guard let first = hexadecimal(text, index + 2, count: 4) else { return ([text[index]], 1) }
            if let scalar = Unicode.Scalar(first) { return (Array(String(scalar).utf8), 6) }
            guard index + 7 < text.count, text[index + 6] == UInt8(ascii: "\\"),
                text[index + 7] == UInt8(ascii: "u"),
                first < 0xDC00, let second = hexadecimal(text, index + 8, count: 4),
                0xDC00...0xDFFF ~= second,
                let scalar = Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00))
            else { return ([text[index]], 1) }
            return (Array(String(scalar).utf8), 12)
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "'"):
            return ([text[index + 1]], 2)
        default:
            return ([text[index]], 1)
        }
    }

    private static let entities: [(name: [UInt8], value: UInt8)] = [
        (Array("amp;".utf8), UInt8(ascii: "&")), (Array("lt;".utf8), UInt8(ascii: "<")),
        (Array("gt;".utf8), UInt8(ascii: ">")), (Array("quot;".utf8), UInt8(ascii: "\"")),
        (Array("apos;".utf8), UInt8(ascii: "'")),
    ]

    private static func undoEntity(_ text: [UInt8], _ index: Int) -> ([UInt8], Int) {
        let rest = text[(index + 1)...]
        for entity in entities where rest.starts(with: entity.name) {
            return ([entity.value], entity.name.count + 1)
        }
        guard rest.first == UInt8(ascii: "#"),
            let end = rest.prefix(10).firstIndex(of: UInt8(ascii: ";"))
        else { return ([text[index]], 1) }
        let digits = String(decoding: rest[(index + 2)..<end], as: UTF8.self).lowercased()
        let number = digits.hasPrefix("x") ? UInt32(digits.dropFirst(), radix: 16) : UInt32(digits)
        guard let scalar = number.flatMap(Unicode.Scalar.init) else { return ([text[index]], 1) }
        return (Array(String(scalar).utf8), end + 1 - index)
    }

    private static func hexadecimal(_ text: [UInt8], _ index: Int, count: Int) -> UInt32? {
        guard index + count <= text.count else { return nil }
        var value: UInt32 = 0
        for byte in text[index..<(index + count)] {
            switch byte {
            case 0x30...0x39: value = value << 4 | UInt32(byte - 0x30)
            case 0x41...0x46, 0x61...0x66: value = value << 4 | UInt32((byte | 0x20) - 0x57)
            default: return nil
            }
        }
        return value
    }
}
