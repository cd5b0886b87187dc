/// How many jobs a matrix makes: the product of its axes' lengths, which a few short lines can make immense.
struct MatrixSize {
    /// The most combinations that one matrix may have.
    static let limit = 1000

    /// The axes with their numbers of values, in order.
    let axes: [(name: String, count: Int)]
    /// The product; `nil` when it does not fit an `Int`.
    let combinations: Int?

    /// Multiplies.
    ///
    /// - Parameter matrix: A mapping of axes to lists.
    init(_ matrix: Node) {
        axes = matrix.entries.map { ($0.name, $0.value.count) }
        combinations = axes.reduce(1) { product, axis in
            guard let product else { return nil }
            let (result, overflow) = product.multipliedReportingOverflow(by: axis.count)
            return overflow ? nil : result
        }
    }

    /// Whether it has more than ``limit`` combinations.
    var isTooLarge: Bool { combinations.map { $0 > Self.limit } ?? true }
}
