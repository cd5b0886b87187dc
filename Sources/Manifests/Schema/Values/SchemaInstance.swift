/// A value as a schema sees it.
///
/// The keys of mappings are strings, whatever they look like: as a name, the key `1` is the string "1".
struct SchemaInstance: Sendable {
    let node: Node
    let kind: Document.Kind
    /// Whether it is a key, taken as a string.
    let isKey: Bool

    /// A value.
    init(_ node: Node) {
        self.node = node
        self.kind = node.kind
        isKey = false
    }

    /// A mapping's key.
    init(key: Node) {
        self.node = key
        self.kind = .string
        isKey = true
    }
}
