/// Durations in ISO 8601, days and smaller: `PT90S`, `PT1H30M`, `P1DT12H`.
enum DurationText {
    /// The longest that is accepted, in seconds: 3650 days.
    static let greatest = 3650 * 86_400

    /// Reads a duration.
    ///
    /// - Parameter text: `P`, days, `T`, hours, minutes, seconds; whole numbers, each unit at most once.
    /// - Returns: Seconds in `1...greatest`; `nil` when it is something else.
    static func seconds(_ text: String) -> Int? {
        var rest = Array(text.utf8)[...]
        guard rest.count <= 32, rest.first == UInt8(ascii: "P") else { return nil }
        rest = rest.dropFirst()
        var units: [(symbol: UInt8, seconds: Int)] = [(UInt8(ascii: "D"), 86_400)]
        var isInTime = false
        var total = 0
        while let first = rest.first {
            if first == UInt8(ascii: "T"), !isInTime, rest.count > 1 {
                isInTime = true
                units = [(UInt8(ascii: "H"), 3600), (UInt8(ascii: "M"), 60), (UInt8(ascii: "S"), 1)]
                rest = rest.dropFirst()
                continue
            }
            let digits = rest.prefix { (0x30...0x39).contains($0) }
            rest = rest.dropFirst(digits.count)
            guard let count = Int(String(decoding: digits, as: UTF8.self)), let symbol = rest.first,
                let index = units.firstIndex(where: { $0.symbol == symbol })
            else { return nil }
            let product = count.multipliedReportingOverflow(by: units[index].seconds)
            guard !product.overflow, product.partialValue <= greatest else { return nil }
            total += product.partialValue
            units.removeFirst(index + 1)
            rest = rest.dropFirst()
        }
        return (1...greatest).contains(total) ? total : nil
    }
}
