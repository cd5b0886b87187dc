/// The keys of a mapping, for asking whether some are there.
struct PresentKeys {
    private let node: Node
    private let names: Set<ArraySlice<UInt8>>?

    /// Prepares for a number of questions: many about many keys are answered from a set.
    init(_ node: Node, questions: Int) {
        self.node = node
        let isWorthIt = questions > 4 && node.count > 64
        names = isWorthIt ? Set(node.entries.compactMap(\.key.textBytes)) : nil
    }

    /// Whether a key is there.
    func contains(_ name: String) -> Bool {
        guard let names else { return node.entry(name) != nil }
        return names.contains(Array(name.utf8)[...])
    }
}
