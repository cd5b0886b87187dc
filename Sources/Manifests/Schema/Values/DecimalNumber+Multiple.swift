extension DecimalNumber {
    /// Whether the number is a whole multiple of another, exactly.
    ///
    /// - Parameter other: Above zero.
    /// - Returns: The answer; `nil` when both numbers are so long that it would take too much time.
    func isMultiple(of other: DecimalNumber) -> Bool? {
        guard !digits.isEmpty else { return true }
        guard isDecimal, other.isDecimal, !other.digits.isEmpty else { return false }
        // V·10^a ÷ M·10^b, both V and M without zeros at the end: a power of ten below one divides no V.
        let power = (exponent - digits.count) - (other.exponent - other.digits.count)
        guard power >= 0 else { return false }
        var divisor = Limbs(other.digits)
        // What the power of ten brings along: M has twos or fives, never both.
        for prime: UInt64 in [2, 5] {
            var left = power
            while left > 0, let quotient = divisor.divided(by: prime) {
                divisor = quotient
                left -= 1
            }
        }
        guard digits.count * divisor.words.count < 50_000_000 else { return nil }
        return divisor.divides(digits)
    }

    /// Whether it has decimal digits: neither `.inf` nor a hexadecimal number of more than 64 bits.
    private var isDecimal: Bool {
        !isNaN && exponent < .max && digits.allSatisfy { $0 &- 0x30 < 10 }
    }

    /// The number as a size: 0 or more, what is too large taken for the largest; `nil` when it is none.
    var size: Int? {
        guard isWhole, !isNegative, isDecimal else { return nil }
        guard exponent <= 18 else { return .max }
        var value = digits.reduce(0) { $0 * 10 + Int($1 - 0x30) }
        for _ in 0..<max(0, exponent - digits.count) { value *= 10 }
        return value
    }

    /// Whether it is above zero.
    var isPositive: Bool { !digits.isEmpty && !isNegative && !isNaN }

    /// How many digits it has, zeros at either end left out.
    var digitCount: Int { digits.count }
}

/// A whole number of any size, least significant word first, 18 decimal digits a word.
private struct Limbs {
    private(set) var words: [UInt64] = []
    private static let base: UInt64 = 1_000_000_000_000_000_000

    init(_ digits: [UInt8]) {
        var rest = digits[...]
        while !rest.isEmpty {
            words.append(rest.suffix(18).reduce(0) { $0 * 10 + UInt64($1 - 0x30) })
            rest = rest.dropLast(18)
        }
    }

    /// The quotient when there is no remainder.
    func divided(by prime: UInt64) -> Limbs? {
        var quotient = self
        var remainder: UInt64 = 0
        for index in words.indices.reversed() {
            let value = remainder * Self.base + words[index]
            quotient.words[index] = value / prime
            remainder = value % prime
        }
        while quotient.words.count > 1, quotient.words.last == 0 { quotient.words.removeLast() }
        return remainder == 0 ? quotient : nil
    }

    /// Whether this divides a number, given by its digits.
    func divides(_ digits: [UInt8]) -> Bool {
        if words.count == 1 {
            let divisor = words[0]
            // Below 10^18, so that ten times a remainder and a digit fits.
            return digits.reduce(0 as UInt64) { ($0 * 10 + UInt64($1 - 0x30)) % divisor } == 0
        }
        var remainder = [UInt64](repeating: 0, count: words.count + 1)
        for digit in digits {
            var carry = UInt64(digit - 0x30)
            for index in remainder.indices {
                let value = remainder[index] * 10 + carry
                remainder[index] = value % Self.base
                carry = value / Self.base
            }
            while isAtMost(remainder) { subtract(from: &remainder) }
        }
        return remainder.allSatisfy { $0 == 0 }
    }

    private func isAtMost(_ other: [UInt64]) -> Bool {
        if other[words.count] > 0 { return true }
        for index in words.indices.reversed() where words[index] != other[index] {
            return words[index] < other[index]
        }
        return true
    }

    private func subtract(from other: inout [UInt64]) {
        var borrow: UInt64 = 0
        for index in other.indices {
            let taken = (index < words.count ? words[index] : 0) + borrow
            borrow = other[index] < taken ? 1 : 0
            other[index] = other[index] + borrow * Self.base - taken
        }
    }
}
