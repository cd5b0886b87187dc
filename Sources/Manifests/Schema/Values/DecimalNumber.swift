/// The exact value of a number of any size, for comparing.
///
/// The value is `0.d₁d₂d₃… × 10^exponent`. Exponents beyond a thousand million are taken for that; hexadecimal and
/// octal numbers of more than 64 bits are larger than every decimal bound and equal only to the same digits.
struct DecimalNumber: Hashable, Comparable, Sendable {
    private(set) var isNegative = false
    /// Without zeros at either end; empty for zero.
    private(set) var digits: [UInt8] = []
    private(set) var exponent = 0
    /// `.nan`: equal to itself, ordered nowhere.
    private(set) var isNaN = false

    private static let farthest = 1_000_000_000

    /// Reads the text of a number; anything else is zero.
    init(_ node: Node) { self.init(node.textBytes ?? []) }

    /// Reads a number's text after the core schema or JSON.
    init(_ text: ArraySlice<UInt8>) {
        var rest = text
        if rest.first == UInt8(ascii: "-") || rest.first == UInt8(ascii: "+") {
            isNegative = rest.first == UInt8(ascii: "-")
            rest = rest.dropFirst()
        }
        let second = rest.dropFirst().first
        if rest.first == UInt8(ascii: "0"), second == UInt8(ascii: "x") || second == UInt8(ascii: "o") {
            readRadix(rest.dropFirst(2), second == UInt8(ascii: "x") ? 16 : 8)
        } else if rest.first == UInt8(ascii: "."), let second, second | 0x20 >= 0x61 {
            isNaN = second | 0x20 == UInt8(ascii: "n")
            digits = [1]
            exponent = .max
        } else {
            readDecimal(rest)
        }
        if digits.isEmpty || isNaN { isNegative = false }
    }

    private mutating func readRadix(_ text: ArraySlice<UInt8>, _ radix: Int) {
        if let value = UInt64(String(decoding: text, as: UTF8.self), radix: radix) {
            return readDecimal(Array(String(value).utf8)[...])
        }
        digits = Array(text.drop { $0 == UInt8(ascii: "0") })
        exponent = Self.farthest + digits.count
    }

    private mutating func readDecimal(_ text: ArraySlice<UInt8>) {
        var rest = text
        let whole = rest.prefix { $0 &- 0x30 < 10 }.drop { $0 == 0x30 }
        rest = rest.drop { $0 &- 0x30 < 10 }
        exponent = whole.count
        digits = Array(whole)
        if rest.first == UInt8(ascii: ".") {
            let fraction = rest.dropFirst().prefix { $0 &- 0x30 < 10 }
            rest = rest.dropFirst(1 + fraction.count)
            if digits.isEmpty {
                let significant = fraction.drop { $0 == 0x30 }
                exponent = significant.count - fraction.count
                digits = Array(significant)
            } else {
                digits.append(contentsOf: fraction)
            }
        }
        while digits.last == 0x30 { digits.removeLast() }
        if digits.isEmpty {
            exponent = 0
        } else if !rest.isEmpty {
            exponent += Self.power(rest.dropFirst())
        }
    }

    /// The number after `e`, clamped.
    private static func power(_ text: ArraySlice<UInt8>) -> Int {
        let isNegative = text.first == UInt8(ascii: "-")
        var value = 0
        for byte in text where byte &- 0x30 < 10 { value = min(value * 10 + Int(byte - 0x30), farthest) }
        return isNegative ? -value : value
    }

    /// Whether there is nothing after the decimal point.
    var isWhole: Bool { digits.count <= exponent && exponent != .max || digits.isEmpty }

    static func < (left: DecimalNumber, right: DecimalNumber) -> Bool {
        if left.isNaN || right.isNaN { return false }
        if left.isNegative != right.isNegative { return left.isNegative }
        return left.isNegative ? right.isBelow(left) : left.isBelow(right)
    }

    /// Whether the magnitude is less.
    private func isBelow(_ other: DecimalNumber) -> Bool {
        if digits.isEmpty || other.digits.isEmpty { return digits.isEmpty && !other.digits.isEmpty }
        if exponent != other.exponent { return exponent < other.exponent }
        return digits.lexicographicallyPrecedes(other.digits)
    }
}
