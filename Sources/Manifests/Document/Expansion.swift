/// How far aliases and merge keys make one document expand, counted without expanding it.
struct Expansion {
    /// Values below the root and itself, with aliases written out.
    var total = 0
    /// Entries that merges have looked at.
    var merged = 0
    /// An alias: its name and place.
    private(set) var culprit: (name: String, span: Range<Int>)?
    private var isOver = false
    private var running = 0
    /// Sizes of nodes from the first anchor on; those before cannot be reached through an alias.
    private var sizes: [UInt32] = []
    private var firstNode: Int32 = 0

    /// Keeps the size of a node.
    mutating func record(size: UInt32, of node: Int32) {
        if sizes.isEmpty { firstNode = node }
        let position = Int(node - firstNode)
        // A collection that began before the first anchor: nothing can name it any more.
        guard position >= 0 else { return }
        if position < sizes.count { sizes[position] = size } else { sizes.append(size) }
    }

    /// Values below a node and itself; 1 for nodes before the first anchor.
    func size(of node: Int32) -> UInt32 {
        let position = Int(node - firstNode)
        return sizes.indices.contains(position) ? sizes[position] : 1
    }

    /// Counts an alias and keeps it if it is the one to blame.
    mutating func noteAlias(_ name: String, span: Range<Int>, size: UInt32, nodes: Int, limits: YAMLLimits) {
        running += Int(size)
        if !isOver { culprit = (name, span) }
        if running + nodes > limits.budget(nodes: nodes) { isOver = true }
    }

    /// The alias to blame, when the document expands beyond its budget.
    func excess(nodes: Int, limits: YAMLLimits) -> (name: String, span: Range<Int>, limit: Int)? {
        let limit = limits.budget(nodes: nodes)
        guard total > limit, let culprit else { return nil }
        return (culprit.name, culprit.span, limit)
    }
}
