public import Diagnostics

/// One value of a document, with its place.
public struct Node: Sendable {
    /// The document that it stands in.
    public let document: Document
    /// Its number there; equal numbers are the same node, also through an alias.
    let index: Int32

    init(document: Document, index: Int32) {
        self.document = document
        self.index = index
    }

    var record: Document.Record { document.records[Int(index)] }

    /// What it is after the YAML 1.2 core schema.
    public var kind: Document.Kind { record.kind }

    /// Where it stands.
    public var span: SourceSpan {
        SourceSpan(file: document.source.name, start: Int(record.start), end: Int(record.end))
    }

    /// The scalar's text: a string's value, a number's digits as they were written; `nil` for collections.
    public var text: String? {
        guard let utf8 = textBytes else { return nil }
        return String(decoding: utf8, as: UTF8.self)
    }

    /// The scalar's text as UTF-8, without a copy; `nil` for collections.
    public var textBytes: ArraySlice<UInt8>? {
        let record = record
        guard record.kind.rawValue <= Document.Kind.string.rawValue else { return nil }
        let range = Int(record.low)..<Int(record.high)
        return record.isDecoded ? document.decoded[range] : document.source.bytes[range]
    }

    /// The string, when this is one.
    public var string: String? { kind == .string ? text : nil }

    /// The truth value, when this is one.
    public var boolean: Bool? {
        guard kind == .boolean, let first = textBytes?.first else { return nil }
        return first | 0x20 == UInt8(ascii: "t")
    }

    /// The whole number, when this is one written without fraction or exponent that fits (decimal, `0o`, `0x`).
    public var integer: Int? {
        guard kind == .integer, let text else { return nil }
        if text.hasPrefix("0o") { return Int(text.dropFirst(2), radix: 8) }
        if text.hasPrefix("0x") { return Int(text.dropFirst(2), radix: 16) }
        return Int(text)
    }

    /// How many items or entries a collection has; 0 for scalars.
    public var count: Int {
        let record = record
        switch record.kind {
        case .sequence: return Int(record.high - record.low)
        case .mapping: return Int(record.high - record.low) / 2
        default: return 0
        }
    }

    /// The items of a sequence, in order; empty for anything else.
    public var items: Items { Items(node: self) }

    /// The entries of a mapping, in order; empty for anything else.
    public var entries: Entries { Entries(node: self) }

    /// The value under a key of a mapping, compared by Unicode scalars.
    ///
    /// - Parameter key: The key.
    /// - Complexity: O(entries).
    public subscript(_ key: String) -> Node? { entry(key)?.value }

    /// The entry with a key of a mapping, compared by Unicode scalars.
    ///
    /// - Parameter key: The key.
    /// - Returns: The key with its value; `nil` when there is none.
    /// - Complexity: O(entries).
    public func entry(_ key: String) -> Entry? {
        let entries = entries
        return position(of: key.utf8.span).map { entries[$0] }
    }

    /// Which entry has a key.
    private func position(of key: Span<UInt8>) -> Int? {
        guard kind == .mapping else { return nil }
        let record = record
        for position in 0..<count {
            let other = Node(document: document, index: document.children[Int(record.low) + 2 * position])
            if other.hasText(key) { return position }
        }
        return nil
    }

    /// A key with its value.
    public struct Entry: Sendable {
        /// The key; always a scalar.
        public let key: Node
        /// The value.
        public let value: Node
        /// The key's text.
        public var name: String { key.text ?? "" }
    }

    /// The items of a sequence.
    public struct Items: RandomAccessCollection, Sendable {
        let node: Node
        /// Always 0.
        public var startIndex: Int { 0 }
        /// How many items there are.
        public var endIndex: Int { node.kind == .sequence ? node.count : 0 }
        /// The item at a position.
        public subscript(position: Int) -> Node {
            Node(document: node.document, index: node.document.children[Int(node.record.low) + position])
        }
    }

    /// The entries of a mapping.
    public struct Entries: RandomAccessCollection, Sendable {
        let node: Node
        /// Always 0.
        public var startIndex: Int { 0 }
        /// How many entries there are.
        public var endIndex: Int { node.kind == .mapping ? node.count : 0 }
        /// The entry at a position.
        public subscript(position: Int) -> Entry {
            let low = Int(node.record.low) + 2 * position
            let document = node.document
            return Entry(
                key: Node(document: document, index: document.children[low]),
                value: Node(document: document, index: document.children[low + 1])
            )
        }
    }
}
