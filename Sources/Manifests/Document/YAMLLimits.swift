/// What ``YAMLParser`` refuses to read, so that a hostile file costs little.
public struct YAMLLimits: Hashable, Sendable {
    /// The largest file, in bytes; never more than 1 GiB.
    public var bytes: Int
    /// How deep collections may nest, also through aliases.
    public var depth: Int
    /// How many values one document may have.
    public var nodes: Int
    /// How many values a document may have with every alias written out, before ``expansionFactor`` counts.
    public var expandedNodes: Int
    /// How many times more values a document may have with every alias written out.
    public var expansionFactor: Int
    /// How many documents one file may hold.
    public var documents: Int
    /// After how many faults the rest of a file is not read.
    public var faults: Int
    /// What happens to characters that reviewers cannot see: bidirectional controls, zero-width space and its like.
    public var invisibleCharacters: InvisibleCharacters

    /// What to do about characters that cannot be seen.
    public enum InvisibleCharacters: Hashable, Sendable {
        /// A fault; they may still be written as escapes, `"\u200b"`.
        case refused
        /// Part of the text.
        case allowed
    }

    /// The limits for files of all kinds: 64 MiB, depth 256, 10 million values, 10 times or 100,000 with aliases.
    public static let standard = YAMLLimits(
        bytes: 64 << 20,
        depth: 256,
        nodes: 10_000_000,
        expandedNodes: 100_000,
        expansionFactor: 10,
        documents: 10_000,
        faults: 100,
        invisibleCharacters: .refused
    )

    /// How many values a document may have with every alias written out.
    ///
    /// - Parameter nodes: How many are written.
    /// - Returns: The larger of ``expandedNodes`` and ``expansionFactor`` × `nodes`.
    func budget(nodes: Int) -> Int {
        let (product, overflow) = nodes.multipliedReportingOverflow(by: expansionFactor)
        return max(expandedNodes, overflow ? .max : product)
    }
}
