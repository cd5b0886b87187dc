/// A value as a schema sees it.
///
/// The keys of mappings are strings, whatever they look like: as a name, the key `1` is the string "1".
struct SchemaInstance: Sendable {
    let node: Node
    let kind: Document.Kind

    /// A value.
    init(_ node: Node) {
        self.node = node
        self.kind = node.kind
    }

    /// A mapping's key.
    init(key: Node) {
        self.node = key
        self.kind = .string
    }
}
