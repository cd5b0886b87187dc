/// A value that is compared as JSON Schema compares: numbers by value, strings by scalars, mappings in any order.
///
/// `1`, `1.0` and `0x1` are equal; `1` and `true` are not; "é" in one scalar and in two are not.
struct ComparableNode: Hashable, Sendable {
    let node: Node

    init(_ node: Node) { self.node = node }

    static func == (left: ComparableNode, right: ComparableNode) -> Bool { equal(left.node, right.node) }

    func hash(into hasher: inout Hasher) { Self.hash(node, into: &hasher) }

    private static func equal(_ left: Node, _ right: Node) -> Bool {
        if left.document === right.document, left.index == right.index { return true }
        switch (left.kind, right.kind) {
        case (.integer, .integer), (.integer, .decimal), (.decimal, .integer), (.decimal, .decimal):
            return DecimalNumber(left) == DecimalNumber(right)
        case (.null, .null): return true
        case (.boolean, .boolean): return left.boolean == right.boolean
        case (.string, .string): return left.hasText(of: right)
        case (.sequence, .sequence):
            return left.count == right.count && zip(left.items, right.items).allSatisfy { equal($0, $1) }
        case (.mapping, .mapping):
            guard left.count == right.count else { return false }
            return zip(sorted(left), sorted(right)).allSatisfy {
                $0.key.hasText(of: $1.key) && equal($0.value, $1.value)
            }
        default: return false
        }
    }

    private static func sorted(_ mapping: Node) -> [Node.Entry] {
        mapping.entries.sorted { ($0.key.textBytes ?? []).lexicographicallyPrecedes($1.key.textBytes ?? []) }
    }

    private static func hash(_ node: Node, into hasher: inout Hasher) {
        switch node.kind {
        case .null: hasher.combine(0)
        case .boolean: hasher.combine(node.boolean)
        case .integer, .decimal: hasher.combine(DecimalNumber(node))
        case .string: hasher.combine(node.textBytes)
        case .sequence:
            hasher.combine(node.count)
            for item in node.items { hash(item, into: &hasher) }
        case .mapping:
            // Order must not matter: each entry is hashed alone, and the hashes are added.
            var sum = 0
            for entry in node.entries {
                var part = Hasher()
                part.combine(entry.key.textBytes)
                hash(entry.value, into: &part)
                sum &+= part.finalize()
            }
            hasher.combine(node.count)
            hasher.combine(sum)
        }
    }
}
