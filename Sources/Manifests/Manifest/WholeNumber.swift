/// Whole numbers that every JSON reader agrees on.
public enum WholeNumber {
    /// The greatest: 2^53 - 1.
    public static let greatest = 9_007_199_254_740_991

    /// Whether a number lies between -(2^53 - 1) and 2^53 - 1.
    ///
    /// - Parameter value: The number.
    /// - Returns: Whether JSON carries it exactly.
    public static func isExact(_ value: Int) -> Bool { value >= -greatest && value <= greatest }
}
