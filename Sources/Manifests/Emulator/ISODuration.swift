/// Lengths of time as ISO 8601 and the services write them: `PT1H`, `PT1M30S`, `PT0.2S`, `P1DT2H`.
///
/// Days, hours, minutes and seconds, each once and from large to small; only seconds take a fraction, of up to nine
/// digits. Years, months and weeks are refused: they have no fixed length or nobody sends them.
public enum ISODuration {
    /// The longest that is accepted: 3650 days.
    public static let greatest = Duration.seconds(3650 * 86_400)

    /// Reads a length of time.
    ///
    /// - Parameter text: The text.
    /// - Returns: The length in `zero...greatest`; `nil` when it is something else.
    public static func duration(_ text: String) -> Duration? {
        var bytes = Array(text.utf8)[...]
        guard bytes.count <= 40, bytes.popFirst() == UInt8(ascii: "P"), !bytes.isEmpty else { return nil }
        var total = Duration.zero
        var allowed: [(symbol: UInt8, seconds: Int64)] = [(UInt8(ascii: "D"), 86_400)]
        var isInTime = false
        while let first = bytes.first {
            if first == UInt8(ascii: "T"), !isInTime, bytes.count > 1 {
                isInTime = true
                allowed = [(UInt8(ascii: "H"), 3600), (UInt8(ascii: "M"), 60), (UInt8(ascii: "S"), 1)]
                bytes = bytes.dropFirst()
                continue
            }
            guard let (whole, fraction, rest) = number(bytes), let symbol = rest.first,
                let index = allowed.firstIndex(where: { $0.symbol == symbol }),
                fraction == nil || symbol == UInt8(ascii: "S")
            else { return nil }
            let (seconds, overflow) = whole.multipliedReportingOverflow(by: allowed[index].seconds)
            guard !overflow, seconds <= greatest.components.seconds else { return nil }
            total += .seconds(seconds) + .nanoseconds(fraction ?? 0)
            allowed.removeFirst(index + 1)
            bytes = rest.dropFirst()
        }
        return total <= greatest ? total : nil
    }

    /// Digits, and after a dot up to nine more as nanoseconds.
    private static func number(_ bytes: ArraySlice<UInt8>) -> (Int64, Int64?, ArraySlice<UInt8>)? {
        let digits = bytes.prefix { (0x30...0x39).contains($0) }
        guard let whole = Int64(String(decoding: digits, as: UTF8.self)) else { return nil }
        let rest = bytes.dropFirst(digits.count)
        guard rest.first == UInt8(ascii: ".") || rest.first == UInt8(ascii: ",") else {
            return (whole, nil, rest)
        }
        let decimals = rest.dropFirst().prefix { (0x30...0x39).contains($0) }
        guard (1...9).contains(decimals.count) else { return nil }
        let padded =
            String(decoding: decimals, as: UTF8.self) + String(repeating: "0", count: 9 - decimals.count)
        guard let nanoseconds = Int64(padded) else { return nil }
        return (whole, nanoseconds, rest.dropFirst(1 + decimals.count))
    }
}
