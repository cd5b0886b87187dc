/// `contains`, `minContains` and `maxContains`.
struct WantedItems: Sendable {
    private let rule: Int
    private let least: Int
    private let most: Int?

    init?(_ schema: SchemaWords, _ compiler: inout SchemaCompiler) {
        let least = compiler.size(schema[.minContains])
        let most = compiler.size(schema[.maxContains])
        guard let wanted = schema[.contains] else { return nil }
        rule = compiler.rule(for: wanted)
        self.least = least ?? 1
        self.most = most
    }

    /// Checks an array.
    func check(_ instance: SchemaInstance, _ evaluator: inout SchemaEvaluator) {
        var count = 0
        for (index, item) in instance.node.items.enumerated()
        where evaluator.acceptsInside(.item(index), item, rule) {
            count += 1
            evaluator.noteEvaluated(index)
        }
        if count < least {
            let expected = "at least \(least.of("such item"))"
            evaluator.report(.wrongItems(count, expected, rule: rule), instance, by: .contains)
        } else if let most, count > most {
            let expected = "at most \(most.of("such item"))"
            evaluator.report(.wrongItems(count, expected, rule: rule), instance, by: .maxContains)
        }
    }
}
