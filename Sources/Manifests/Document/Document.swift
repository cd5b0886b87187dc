public import Diagnostics

/// The tree of one YAML or JSON document, every key and value with its place.
///
/// One flat, immutable store: nodes by number, no object and no dictionary a node, so that large documents stay
/// small. ``YAMLParser`` fills it through ``DocumentBuilder``; everybody else walks it with ``Node``. Strings compare
/// by Unicode scalars (their UTF-8), never by Swift's canonical equivalence. An alias is the node that it names: the
/// tree is a graph without cycles, and the same node can be met twice.
public final class Document: Sendable {
    /// The text that it was read from.
    public let source: SourceText

    /// The root's number.
    let rootIndex: Int32

    /// All nodes, children after their parents' start.
    let records: [Record]

    /// Children of collections: items of sequences; key, value, key, value … of mappings.
    let children: [Int32]

    /// Strings that differ from the source's own bytes (escapes, folding); a plain one needs no copy.
    let decoded: [UInt8]

    /// What a node is after the YAML 1.2 core schema.
    public enum Kind: UInt8, Sendable {
        /// `null`, `~` or nothing.
        case null
        /// `true` or `false`.
        case boolean
        /// A number written without fraction or exponent, of any size: `12`, `0o17`, `0x1F`.
        case integer
        /// A number with fraction or exponent, `.inf`, `.nan`.
        case decimal
        /// A string.
        case string
        /// A sequence.
        case sequence
        /// A mapping.
        case mapping
    }

    /// One node.
    struct Record: Sendable {
        /// What it is.
        var kind: Kind
        /// Whether `start..<end` of the text is in `decoded` instead of the source.
        var isDecoded: Bool
        /// Whether it was a plain (unquoted) scalar.
        var isPlain: Bool
        /// The first byte in the source.
        var start: UInt32
        /// The byte after the last in the source.
        var end: UInt32
        /// For scalars the text's range in the source or in `decoded`; for collections the children's range.
        var low: UInt32
        var high: UInt32
    }

    /// Makes a document of a finished store.
    init(source: SourceText, rootIndex: Int32, records: [Record], children: [Int32], decoded: [UInt8]) {
        self.source = source
        self.rootIndex = rootIndex
        self.records = records
        self.children = children
        self.decoded = decoded
    }

    /// The topmost value.
    public var root: Node { Node(document: self, index: rootIndex) }
}
