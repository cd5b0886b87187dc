/// What holds for the keys and items that no other keyword has looked at.
struct UnevaluatedKeywords: Sendable {
    private let properties: Int?
    private let items: Int?

    init?(_ schema: SchemaWords, _ compiler: inout SchemaCompiler) {
        guard schema.hasAny(of: [.unevaluatedProperties, .unevaluatedItems]) else { return nil }
        properties = schema[.unevaluatedProperties].map { compiler.rule(for: $0) }
        items = schema[.unevaluatedItems].map { compiler.rule(for: $0) }
    }

    /// Checks what is left of a value.
    func check(_ instance: SchemaInstance, _ evaluator: inout SchemaEvaluator) {
        let known = evaluator.evaluated
        if let properties, instance.kind == .mapping {
            for (index, entry) in instance.node.entries.enumerated() where !known.contains(index) {
                if evaluator.program.rules[properties].admitsNothing {
                    let allowed = evaluator.program.propertyNames(of: evaluator.currentRule)
                    evaluator.report(
                        .unknownKey(entry, allowed: allowed),
                        instance,
                        by: .unevaluatedProperties
                    )
                } else {
                    evaluator.descend(.key(entry.key), to: entry.value, properties)
                }
            }
            evaluator.evaluated.insertAll()
        }
        if let items, instance.kind == .sequence {
            for (index, item) in instance.node.items.enumerated() where !known.contains(index) {
                evaluator.descend(.item(index), to: item, items)
            }
            evaluator.evaluated.insertAll()
        }
    }
}
