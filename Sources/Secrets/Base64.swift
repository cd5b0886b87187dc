/// Base64 (RFC 4648 §4 and §5), as far as hiding needs it.
enum Base64 {
    private static let standard = Array(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8
    )
    private static let url = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)

    /// Whether a byte is of either alphabet.
    static func isLetter(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "/"), UInt8(ascii: "-"),
            UInt8(ascii: "_"):
            true
        default: false
        }
    }

    /// What a value looks like inside base64 text, wherever in it the value stands.
    ///
    /// A value may begin at the first, second or third byte of a group. Only letters that depend on nothing but the
    /// value are given; the letter before and after may carry some of its bits, as the edges say.
    static func appearances(of value: [UInt8]) -> [(pattern: [UInt8], edges: PatternAutomaton.Edges)] {
        var list: [(pattern: [UInt8], edges: PatternAutomaton.Edges)] = []
        for shift in 0..<3 {
            let bits = 8 * (shift + value.count)
            let first = (8 * shift + 5) / 6
            guard bits / 6 > first else { continue }
            var edges: PatternAutomaton.Edges = []
            if shift > 0 { edges.insert(.before) }
            if bits % 6 != 0 { edges.insert(.after) }
            let padded = [UInt8](repeating: 0, count: shift) + value
            for alphabet in [standard, url] {
                list.append((Array(letters(padded, alphabet)[first..<(bits / 6)]), edges))
            }
        }
        return list
    }

    /// The letters, without padding.
    private static func letters(_ bytes: [UInt8], _ alphabet: [UInt8]) -> [UInt8] {
        var letters: [UInt8] = []
        var bits: UInt32 = 0
        var count = 0
        for byte in bytes {
            bits = (bits << 8 | UInt32(byte)) & 0xFFFF
            count += 8
            while count >= 6 {
                count -= 6
                letters.append(alphabet[Int(bits >> UInt32(count)) & 63])
            }
        }
        if count > 0 { letters.append(alphabet[Int(bits << UInt32(6 - count)) & 63]) }
        return letters
    }
}
