/// Items of arrays.
struct ArrayKeywords: Sendable {
    static let keywords: [SchemaKeyword] = [.items, .prefixItems, .minItems, .maxItems, .uniqueItems]

    private let first: [Int]
    private let rest: Int?
    private let least: Int?
    private let most: Int?
    private let isUnique: Bool

    init?(_ schema: SchemaWords, _ compiler: inout SchemaCompiler) {
        guard schema.hasAny(of: Self.keywords) else { return nil }
        first = compiler.rules(for: schema[.prefixItems])
        rest = schema[.items].map { compiler.rule(for: $0) }
        least = compiler.size(schema[.minItems])
        most = compiler.size(schema[.maxItems])
        isUnique = schema[.uniqueItems]?.boolean ?? false
    }

    /// Checks a value; anything but an array passes.
    func check(_ instance: SchemaInstance, _ evaluator: inout SchemaEvaluator) {
        guard instance.kind == .sequence else { return }
        let items = instance.node.items
        if let least, items.count < least {
            evaluator.report(.wrongCount(items.count, "at least \(least.of("item"))", "item"), instance)
        }
        if let most, items.count > most {
            evaluator.report(.wrongCount(items.count, "at most \(most.of("item"))", "item"), instance)
        }
        for (index, item) in items.enumerated() {
            guard let rule = index < first.count ? first[index] : rest else { continue }
            evaluator.descend(.item(index), to: item, rule)
        }
        guard isUnique, items.count > 1 else { return }
        var seen: [ComparableNode: Int] = [:]
        for (index, item) in items.enumerated() {
            guard let earlier = seen.updateValue(index, forKey: ComparableNode(item)) else { continue }
            evaluator.reportRepeated(item, at: index, after: items[earlier])
        }
    }
}
