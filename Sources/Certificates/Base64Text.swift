/// Base64 (RFC 4648), as certificates and signed assertions are written.
public enum Base64Text {
    private static let standard = alphabet("+/")
    private static let url = alphabet("-_")

    private static func alphabet(_ end: String) -> [UInt8] {
        Array(("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789" + end).utf8)
    }

    /// The text of bytes with the usual alphabet, padded (§4).
    ///
    /// - Parameter bytes: The bytes.
    /// - Returns: One line.
    public static func standard(_ bytes: some Sequence<UInt8>) -> String {
        let text = letters(bytes, standard)
        return text + String(repeating: "=", count: (4 - text.utf8.count % 4) % 4)
    }

    /// The text of bytes with the alphabet for URLs, not padded (§5).
    ///
    /// - Parameter bytes: The bytes.
    /// - Returns: One line.
    public static func url(_ bytes: some Sequence<UInt8>) -> String { letters(bytes, url) }

    private static func letters(_ bytes: some Sequence<UInt8>, _ alphabet: [UInt8]) -> String {
        var text: [UInt8] = []
        var held: UInt32 = 0
        var bits = 0
        for byte in bytes {
            held = (held << 8 | UInt32(byte)) & 0xFFFF
            bits += 8
            while bits >= 6 {
                bits -= 6
                text.append(alphabet[Int(held >> UInt32(bits) & 0x3F)])
            }
        }
        if bits > 0 { text.append(alphabet[Int(held << UInt32(6 - bits) & 0x3F)]) }
        return String(decoding: text, as: UTF8.self)
    }

    /// The bytes of a text with either alphabet, padded or not, white space left aside.
    ///
    /// - Parameter text: The text.
    /// - Returns: The bytes; `nil` when it is something else.
    public static func bytes(_ text: some Sequence<UInt8>) -> [UInt8]? {
        var bytes: [UInt8] = []
        var held: UInt32 = 0
        var bits = 0
        var padding = 0
        for character in text {
            if character == 0x20 || 0x09...0x0D ~= character { continue }
            if character == UInt8(ascii: "=") {
                padding += 1
                continue
            }
            guard padding == 0, let value = value(character) else { return nil }
            held = (held << 6 | value) & 0xFFFF
            bits += 6
            if bits >= 8 {
                bits -= 8
                bytes.append(UInt8(truncatingIfNeeded: held >> UInt32(bits)))
            }
        }
        return bits < 6 && padding <= 2 ? bytes : nil
    }

    private static func value(_ character: UInt8) -> UInt32? {
        switch character {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): UInt32(character - UInt8(ascii: "A"))
        case UInt8(ascii: "a")...UInt8(ascii: "z"): UInt32(character - UInt8(ascii: "a")) + 26
        case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(character - UInt8(ascii: "0")) + 52
        case UInt8(ascii: "-"), UInt8(ascii: "+"): 62
        case UInt8(ascii: "_"), UInt8(ascii: "/"): 63
        default: nil
        }
    }
}
