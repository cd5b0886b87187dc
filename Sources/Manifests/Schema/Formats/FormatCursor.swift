/// A place in a text, and what the grammars of the formats take from there.
struct FormatCursor {
    private let bytes: ArraySlice<UInt8>
    private(set) var index: Int

    init(_ bytes: ArraySlice<UInt8>) {
        self.bytes = bytes
        self.index = bytes.startIndex
    }

    var isAtEnd: Bool { index == bytes.endIndex }

    /// The byte here, if any.
    var next: UInt8? { index < bytes.endIndex ? bytes[index] : nil }

    /// What is left.
    var rest: ArraySlice<UInt8> { bytes[index...] }

    /// Takes one byte if it is this one.
    mutating func take(_ byte: UInt8) -> Bool {
        guard next == byte else { return false }
        index += 1
        return true
    }

    /// Takes one ASCII letter if it is this one, in upper or lower case.
    mutating func takeLetter(_ lower: UInt8) -> Bool {
        guard let byte = next, byte | 0x20 == lower else { return false }
        index += 1
        return true
    }

    /// Takes one byte if it is one of these.
    mutating func take(_ isWanted: (UInt8) -> Bool) -> Bool {
        guard let byte = next, isWanted(byte) else { return false }
        index += 1
        return true
    }

    /// Takes bytes as long as they are some of these; says how many.
    @discardableResult mutating func takeAll(_ isWanted: (UInt8) -> Bool) -> Int {
        let start = index
        while let byte = next, isWanted(byte) { index += 1 }
        return index - start
    }

    /// Takes a number of exactly so many decimal digits.
    mutating func number(digits: Int) -> Int? {
        var value = 0
        for _ in 0..<digits {
            guard let byte = next, byte.isDigit else { return nil }
            value = value * 10 + Int(byte - 0x30)
            index += 1
        }
        return value
    }

    /// Takes `%` and two hexadecimal digits.
    mutating func takePercentEncoded() -> Bool {
        take(UInt8(ascii: "%")) && take(\.isHexDigit) && take(\.isHexDigit)
    }

    /// Takes one scalar beyond ASCII if it is one of these.
    mutating func takeScalar(_ isWanted: (UInt32) -> Bool) -> Bool {
        guard let lead = next, lead >= 0xC2 else { return false }
        let count = lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4
        guard bytes.endIndex - index >= count else { return false }
        var value = UInt32(lead) & (0x7F >> UInt32(count))
        for byte in bytes[(index + 1)..<(index + count)] {
            guard byte & 0xC0 == 0x80 else { return false }
            value = value << 6 | UInt32(byte & 0x3F)
        }
        guard isWanted(value) else { return false }
        index += count
        return true
    }
}

extension UInt8 {
    var isDigit: Bool { 0x30...0x39 ~= self }

    var isLetter: Bool { 0x61...0x7A ~= self | 0x20 }

    var isHexDigit: Bool { isDigit || 0x61...0x66 ~= self | 0x20 }
}
