/// A set of characters: a class in brackets, or an escape such as `\d`.
struct PatternSet {
    enum Item {
        case range(UInt32, UInt32)
        case digit(isNegated: Bool)
        case space(isNegated: Bool)
        case word(isNegated: Bool)
        /// By PCRE2's name of it.
        case property(String, isNegated: Bool)
    }

    var items: [Item] = []
    var isNegated = false

    static let digits: [ClosedRange<UInt32>] = [0x30...0x39]
    static let wordCharacters: [ClosedRange<UInt32>] = [0x30...0x39, 0x41...0x5A, 0x5F...0x5F, 0x61...0x7A]

    /// The white space and line ends of ECMA-262 §12.2 and §12.3.
    static let blanks: [ClosedRange<UInt32>] = [
        0x9...0xD, 0x20...0x20, 0xA0...0xA0, 0x1680...0x1680, 0x2000...0x200A, 0x2028...0x2029,
        0x202F...0x202F, 0x205F...0x205F, 0x3000...0x3000, 0xFEFF...0xFEFF,
    ]

    /// Everything between the ranges, which ascend and leave gaps.
    static func inverse(of ranges: [ClosedRange<UInt32>]) -> [ClosedRange<UInt32>] {
        zip([0] + ranges.map { $0.upperBound + 1 }, ranges.map { $0.lowerBound - 1 } + [0x10_FFFF])
            .map { $0...$1 }
    }
}
