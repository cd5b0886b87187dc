extension UnsignedInteger {
    /// The number in base 16 with zeros before it.
    ///
    /// - Parameters:
    ///   - count: How many digits there are at least.
    ///   - uppercase: Whether `A` to `F` are used in place of `a` to `f`.
    /// - Returns: The digits.
    public func hexadecimal(atLeast count: Int, uppercase: Bool = false) -> String {
        let digits = String(self, radix: 16, uppercase: uppercase)
        return String(repeating: "0", count: Swift.max(0, count - digits.utf8.count)) + digits
    }
}
