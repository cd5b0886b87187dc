extension Job {
    /// How many jobs it comes to: the product of its axes' lengths, 1 without a matrix.
    public var combinationCount: Int { matrix.reduce(1) { $0 * $1.values.count } }

    /// The values that a combination has, one for each axis in the order of the file.
    ///
    /// Combinations are numbered as they are written: the last axis changes first.
    ///
    /// - Parameter position: From 0, below ``combinationCount``.
    /// - Returns: Axes with their values; none without a matrix.
    public func combination(at position: Int) -> [(axis: String, value: String)] {
        var rest = position
        var values: [(axis: String, value: String)] = []
        for axis in matrix.reversed() {
            values.append((axis.name.value, axis.values[rest % axis.values.count].value))
            rest /= axis.values.count
        }
        return values.reversed()
    }
}
