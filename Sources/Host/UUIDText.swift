import Diagnostics

/// UUIDs as text (RFC 9562), lower case with dashes.
public enum UUIDText {
    /// A UUID of 128 given bits, with version and variant put in their place.
    ///
    /// - Parameters:
    ///   - high: The first eight bytes, such as those of a hash.
    ///   - low: The last eight.
    ///   - version: 1 to 8; 5 for a name under SHA-1.
    /// - Returns: The text, 36 characters.
    public static func text(high: UInt64, low: UInt64, version: UInt8) -> String {
        let high = high & ~0xF000 | UInt64(version & 0xF) << 12
        let low = low & (UInt64.max >> 2) | 1 << 63
        let digits = high.hexadecimal(atLeast: 16) + low.hexadecimal(atLeast: 16)
        var text = ""
        for (index, digit) in digits.enumerated() {
            if [8, 12, 16, 20].contains(index) { text.append("-") }
            text.append(digit)
        }
        return text
    }
}
