/// A text as it reads when escapes are undone, with the way back to the text's own bytes.
///
/// Undoing catches every mixture of escaped and plain characters and both cases of hexadecimal digits, which a list
/// of encoded forms would not.
struct EscapedView {
    /// Kinds of escapes.
    struct Kinds: OptionSet {
        let rawValue: UInt8
        /// `%2F`.
        static let percent = Kinds(rawValue: 1)
        /// `+` for a blank, as in forms.
        static let plus = Kinds(rawValue: 2)
        /// `\u002f`, `\u{2f}`, `\x2f`, `\/`, `\n`.
        static let backslash = Kinds(rawValue: 4)
        /// `&amp;`, `&#47;`, `&#x2f;`.
        static let entity = Kinds(rawValue: 8)
        /// NUL between characters: text of two bytes a character (UTF-16) that was taken for one of one byte.
        static let wide = Kinds(rawValue: 16)
        /// A line break in a long run of base64, as `base64` and mail programs make them.
        static let wrap = Kinds(rawValue: 32)

        /// Each kind that is undone by itself, so that an escape of another kind in the secret itself does not count.
        static let single: [Kinds] = [.percent, .backslash, .entity, .wide, .wrap]
        /// All of those together, for what went through several hands.
        static let all: Kinds = [.percent, .backslash, .entity, .wide, .wrap]

        /// The kind that each byte begins.
        private static let begun: [Kinds] = (0...255).map { Kinds(begunBy: $0) }

        /// The kinds whose first bytes a text has.
        static func marked(in text: [UInt8]) -> Kinds {
            let begun = Self.begun
            var found: UInt8 = 0
            for byte in text { found |= begun[Int(byte)].rawValue }
            return Kinds(rawValue: found)
        }

        /// Whether a byte begins an escape of these kinds.
        func areBegun(by byte: UInt8) -> Bool { !Self.begun[Int(byte)].isDisjoint(with: self) }

        private init(begunBy byte: UInt8) {
            switch byte {
            case UInt8(ascii: "%"): self = .percent
            case UInt8(ascii: "+"): self = .plus
            case UInt8(ascii: "\\"): self = .backslash
            case UInt8(ascii: "&"): self = .entity
            case 0: self = .wide
            case 0x0A, 0x0D: self = .wrap
            default: self = []
            }
        }

        init(rawValue: UInt8) { self.rawValue = rawValue }
    }

    /// The text with the escapes undone.
    private(set) var bytes: [UInt8] = []
    /// Where each escape begins and ends in the text, and its part of `bytes`; in order.
    private var escapes: [(origin: Range<Int>, place: Range<Int>)] = []

    /// As many letters stand in a line of base64 at least before its break is taken for a wrap.
    private static let shortestWrappedLine = 48

    /// Undoes escapes; `nil` when the text has none of them.
    ///
    /// - Parameters:
    ///   - text: The text.
    ///   - kinds: Which escapes.
    init?(_ text: [UInt8], _ kinds: Kinds) {
        guard let first = text.firstIndex(where: kinds.areBegun) else { return nil }
        var index = first
        var copied = 0
        while index < text.count {
            guard kinds.areBegun(by: text[index]) else {
                index += 1
                continue
            }
            let (undone, length) = Self.undo(text, index)
            guard length > 0 else {
                index += 1
                continue
            }
            if escapes.isEmpty { bytes.reserveCapacity(text.count) }
            bytes += text[copied..<index]
            let start = bytes.count
            undone.append(to: &bytes)
            escapes.append((index..<index + length, start..<bytes.count))
            index += length
            copied = index
        }
        guard !escapes.isEmpty else { return nil }
        bytes += text[copied...]
    }

    /// The place in the text that a place in ``bytes`` comes from; an escape counts as a whole.
    func origin(of range: Range<Int>) -> Range<Int> {
        let start = origin(of: range.lowerBound).lowerBound
        return start..<max(start, origin(of: range.upperBound - 1).upperBound)
    }

    private func origin(of index: Int) -> Range<Int> {
        // The last escape that begins at or before the place.
        var (low, high) = (0, escapes.count)
        while low < high {
            let middle = (low + high) / 2
            if escapes[middle].place.lowerBound <= index { low = middle + 1 } else { high = middle }
        }
        guard low > 0 else { return index..<index + 1 }
        let (origin, place) = escapes[low - 1]
        if place.contains(index) { return origin }
        let start = origin.upperBound + index - place.upperBound
        return start..<start + 1
    }

    /// What an escape stands for.
    private enum Undone {
        case nothing
        case byte(UInt8)
        case scalar(Unicode.Scalar)

        func append(to bytes: inout [UInt8]) {
            switch self {
            case .nothing: break
            case .byte(let byte): bytes.append(byte)
            case .scalar(let scalar):
                bytes.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
            }
        }
    }

    /// What the escape that stands here is, and how long; 0 when none does.
    private static func undo(_ text: [UInt8], _ index: Int) -> (Undone, Int) {
        switch text[index] {
        case UInt8(ascii: "+"): return (.byte(0x20), 1)
        case UInt8(ascii: "%"):
            guard let value = hexadecimal(text, index + 1, count: 2) else { return (.nothing, 0) }
            return (.byte(UInt8(value)), 3)
        case UInt8(ascii: "\\"): return undoBackslash(text, index)
        case UInt8(ascii: "&"): return undoEntity(text, index)
        case 0: return (.nothing, 1)
        default: return (.nothing, wrapLength(text, index))
        }
    }

    private static func wrapLength(_ text: [UInt8], _ index: Int) -> Int {
        guard index >= shortestWrappedLine,
            text[(index - shortestWrappedLine)..<index].allSatisfy(Base64.isLetter)
        else { return 0 }
        var end = index
        while end < text.count, end < index + 16, text[end] == 0x20 || 0x09...0x0D ~= text[end] { end += 1 }
        return end < text.count && Base64.isLetter(text[end]) ? end - index : 0
    }

    private static func undoBackslash(_ text: [UInt8], _ index: Int) -> (Undone, Int) {
        guard index + 1 < text.count else { return (.nothing, 0) }
        switch text[index + 1] {
        case UInt8(ascii: "n"): return (.byte(0x0A), 2)
        case UInt8(ascii: "r"): return (.byte(0x0D), 2)
        case UInt8(ascii: "t"): return (.byte(0x09), 2)
        case UInt8(ascii: "b"): return (.byte(0x08), 2)
        case UInt8(ascii: "f"): return (.byte(0x0C), 2)
        case UInt8(ascii: "x"):
            guard let value = hexadecimal(text, index + 2, count: 2) else { return (.nothing, 0) }
            return (.byte(UInt8(value)), 4)
        case UInt8(ascii: "u"): return undoUnicode(text, index)
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "'"):
            return (.byte(text[index + 1]), 2)
        default: return (.nothing, 0)
        }
    }

    /// `\u002f`, a pair of surrogates, or `\u{2f}`.
    private static func undoUnicode(_ text: [UInt8], _ index: Int) -> (Undone, Int) {
        if index + 2 < text.count, text[index + 2] == UInt8(ascii: "{") {
            let rest = text[(index + 3)...].prefix(9)
            guard let end = rest.firstIndex(of: UInt8(ascii: "}")),
                let value = UInt32(String(decoding: rest[..<end], as: UTF8.self), radix: 16),
                let scalar = Unicode.Scalar(value)
            else { return (.nothing, 0) }
            return (.scalar(scalar), end + 1 - index)
        }
        guard let first = hexadecimal(text, index + 2, count: 4) else { return (.nothing, 0) }
        if let scalar = Unicode.Scalar(first) { return (.scalar(scalar), 6) }
        guard index + 7 < text.count, text[index + 6] == UInt8(ascii: "\\"),
            text[index + 7] == UInt8(ascii: "u"),
            first < 0xDC00, let second = hexadecimal(text, index + 8, count: 4), 0xDC00...0xDFFF ~= second,
            let scalar = Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00))
        else { return (.nothing, 0) }
        return (.scalar(scalar), 12)
    }

    private static let entities: [(name: [UInt8], value: UInt8)] = [
        (Array("amp;".utf8), UInt8(ascii: "&")), (Array("lt;".utf8), UInt8(ascii: "<")),
        (Array("gt;".utf8), UInt8(ascii: ">")), (Array("quot;".utf8), UInt8(ascii: "\"")),
        (Array("apos;".utf8), UInt8(ascii: "'")), (Array("plus;".utf8), UInt8(ascii: "+")),
        (Array("sol;".utf8), UInt8(ascii: "/")), (Array("equals;".utf8), UInt8(ascii: "=")),
    ]

    private static func undoEntity(_ text: [UInt8], _ index: Int) -> (Undone, Int) {
        let rest = text[(index + 1)...]
        guard rest.first == UInt8(ascii: "#") else {
            for entity in entities where rest.starts(with: entity.name) {
                return (.byte(entity.value), entity.name.count + 1)
            }
            return (.nothing, 0)
        }
        guard let end = rest.prefix(10).firstIndex(of: UInt8(ascii: ";")) else { return (.nothing, 0) }
        let digits = String(decoding: rest[(index + 2)..<end], as: UTF8.self)
        let number =
            digits.utf8.first.map { $0 | 0x20 } == UInt8(ascii: "x")
            ? UInt32(digits.dropFirst(), radix: 16) : UInt32(digits)
        guard let scalar = number.flatMap(Unicode.Scalar.init) else { return (.nothing, 0) }
        return (.scalar(scalar), end + 1 - index)
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
