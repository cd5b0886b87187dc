/// Items of arrays.
final class ArrayKeywords: Sendable {
    static let keywords: [SchemaKeyword] = [
        .items, .prefixItems, .additionalItems, .minItems, .maxItems, .uniqueItems, .contains,
        .minContains, .maxContains,
    ]

    private let first: [Int]
    private let rest: Int?
    private let least: Int?
    private let most: Int?
    private let isUnique: Bool
    private let wanted: WantedItems?

    init?(_ schema: SchemaWords, _ compiler: inout SchemaCompiler) {
        guard schema.hasAny(of: Self.keywords) else { return nil }
        let items = schema[.items]
        if schema.dialect.draft == .draft7, let items, items.kind == .sequence {
            // What 2020-12 calls `prefixItems` and `items`.
            first = items.items.map { compiler.rule(for: $0) }
            rest = schema[.additionalItems].map { compiler.rule(for: $0) }
        } else {
            first = compiler.rules(for: schema[.prefixItems])
            rest = items.map { compiler.rule(for: $0) }
        }
        least = compiler.size(schema[.minItems])
        most = compiler.size(schema[.maxItems])
        isUnique = schema[.uniqueItems]?.boolean ?? false
        wanted = WantedItems(schema, &compiler)
    }

    /// Checks a value; anything but an array passes.
    func check(_ instance: SchemaInstance, _ evaluator: inout SchemaEvaluator) {
        guard instance.kind == .sequence else { return }
        let items = instance.node.items
        if let least, items.count < least {
            let rule = "at least \(least.of("item"))"
            evaluator.report(.wrongCount(items.count, rule, "item"), instance, by: .minItems)
        }
        if let most, items.count > most {
            let rule = "at most \(most.of("item"))"
            evaluator.report(.wrongCount(items.count, rule, "item"), instance, by: .maxItems)
        }
        if rest != nil || !first.isEmpty {
            for (index, item) in items.enumerated() {
                guard let rule = index < first.count ? first[index] : rest else { break }
                evaluator.descend(.item(index), to: item, rule)
                evaluator.noteEvaluated(index)
            }
        }
        wanted?.check(instance, &evaluator)
        if isUnique, items.count > 1 { checkUnique(items, in: instance, &evaluator) }
    }

    /// Reports items that are equal to an earlier one.
    private func checkUnique(
        _ items: Node.Items,
        in instance: SchemaInstance,
        _ evaluator: inout SchemaEvaluator
    ) {
        // Few items are compared pair by pair: that is faster than hashing.
        guard items.count > 8 else {
            for (index, item) in items.enumerated().dropFirst() {
                let value = ComparableNode(item)
                guard let earlier = items[..<index].last(where: { ComparableNode($0) == value }) else {
                    continue
                }
                evaluator.reportRepeated(item, at: index, after: earlier, in: instance.node)
            }
            return
        }
        var seen: [ComparableNode: Int] = [:]
        for (index, item) in items.enumerated() {
            guard let earlier = seen.updateValue(index, forKey: ComparableNode(item)) else { continue }
            evaluator.reportRepeated(item, at: index, after: items[earlier], in: instance.node)
        }
    }
}
