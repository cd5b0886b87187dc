extension JSONNumber {
    /// The nearest `Double`; infinite when the number is out of its range.
    public var double: Double { Double(text) ?? .nan }

    /// Whether canonical form (RFC 8785) tells this number from every other.
    ///
    /// True for integers of at most 2^53 in magnitude, however they are written, and for numbers with a fraction that
    /// are finite as a `Double`, where `0.1` stands for the `Double` nearest to it. False for larger integers and for
    /// what is out of range: whoever hashes canonical text must refuse these.
    public var isExactInCanonicalForm: Bool {
        let value = double
        guard value.isFinite else { return false }
        if value == 0 { return !hasNonzeroDigit }
        // More binary places than the exponent takes: a fraction. (`rounded()` would need the C library's `round`,
        // which nothing here links.)
        if value.significandWidth > Int(value.exponent) { return true }
        // The text may have a fraction that the `Double` lost, or be 2^53 + 1 rounded to 2^53.
        if let integer { return integer.magnitude <= 1 << 53 }
        return value.magnitude < 0x1p53
    }

    /// The number as ECMAScript writes it (ECMA-262, `Number::toString`); its own text when it is out of range.
    public var canonicalText: String {
        if isPlainInteger { return text }
        let value = double
        guard value.isFinite else { return text }
        guard value != 0 else { return "0" }
        let (digits, point) = Self.shortest(value.magnitude)
        let count = digits.count
        let number: String
        if count <= point, point <= 21 {
            number = digits + String(repeating: "0", count: point - count)
        } else if 0 < point, point <= 21 {
            number = digits.prefix(point) + "." + digits.dropFirst(point)
        } else if -6 < point, point <= 0 {
            number = "0." + String(repeating: "0", count: -point) + digits
        } else {
            let exponent = point - 1
            number =
                digits.prefix(1) + (count > 1 ? "." : "") + digits.dropFirst()
                + (exponent < 0 ? "e-" : "e+") + String(exponent.magnitude)
        }
        return value < 0 ? "-" + number : number
    }

    /// Whether it is written as a whole number that every `Double` holds, as most are.
    private var isPlainInteger: Bool {
        let digits = text.utf8.first == UInt8(ascii: "-") ? text.utf8.dropFirst() : text.utf8[...]
        guard digits.count <= 15, digits.first != UInt8(ascii: "0") else { return text == "0" }
        return digits.allSatisfy { 0x30...0x39 ~= $0 }
    }

    /// Whether it is written with a digit above zero before its exponent, as is `1e-999`, which a `Double` takes for 0.
    private var hasNonzeroDigit: Bool {
        text.utf8.prefix { $0 | 0x20 != UInt8(ascii: "e") }.contains { 0x31...0x39 ~= $0 }
    }

    /// The fewest digits that name a positive `Double`, and where its decimal point stands among them.
    ///
    /// `Double.description` finds the digits (shortest, then nearest, as ECMAScript wants); only its layout differs.
    private static func shortest(_ value: Double) -> (digits: String, point: Int) {
        let parts = value.description.split(separator: "e")
        let mantissa = Array((parts.first ?? "0").utf8)
        let exponent = parts.count > 1 ? Int(parts[1]) ?? 0 : 0
        var digits = mantissa.filter { $0 != UInt8(ascii: ".") }
        var place = (mantissa.firstIndex(of: UInt8(ascii: ".")) ?? digits.count) + exponent
        let leading = digits.prefix { $0 == UInt8(ascii: "0") }.count
        digits.removeFirst(leading)
        place -= leading
        while digits.last == UInt8(ascii: "0") { digits.removeLast() }
        return (String(decoding: digits, as: UTF8.self), place)
    }
}
