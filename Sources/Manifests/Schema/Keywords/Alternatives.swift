/// The branches of `anyOf` and `oneOf`, told apart so that only the branch that was meant is complained about.
struct Alternatives: Sendable {
    /// The branches' rules.
    let branches: [Int]
    private let isExclusive: Bool
    private let tag: BranchTag?
    private var keyword: SchemaKeyword { isExclusive ? .oneOf : .anyOf }
    /// The keys that each branch requires, when that is all that they do.
    private let choices: [[String]]?

    init(_ list: Node, isExclusive: Bool, _ compiler: inout SchemaCompiler) {
        branches = compiler.rules(for: list)
        self.isExclusive = isExclusive
        let schemas = list.items.map { compiler.dereferenced($0) }
        tag = BranchTag(schemas)
        let required = schemas.compactMap {
            $0.hasOnly(.required) ? $0[.required]?.items.compactMap(\.string) : nil
        }
        choices = required.count == schemas.count ? required : nil
    }

    /// Checks a value.
    func check(_ instance: SchemaInstance, _ evaluator: inout SchemaEvaluator) {
        // Where somebody asks what the branches say, all of them are tried.
        if instance.kind == .mapping, !evaluator.isCollecting {
            if let choices { return checkChoices(choices, instance, &evaluator) }
            if let tag { return checkTagged(tag, instance, &evaluator) }
        }
        var failures: [[SchemaFault]] = []
        var fits = 0
        for branch in branches {
            let faults = evaluator.faults(of: branch, instance)
            if faults.isEmpty {
                fits += 1
                // Every branch that fits says which parts it has looked at.
                if !isExclusive, !evaluator.isTracking, !evaluator.isCollecting { return }
            } else {
                failures.append(faults)
            }
        }
        if fits > 1, isExclusive { evaluator.report(.severalAlternatives(fits), instance, by: keyword) }
        if fits == 0 { reportNearest(failures, instance, &evaluator) }
    }

    /// The tag decides: the other branches cannot fit.
    private func checkTagged(_ tag: BranchTag, _ instance: SchemaInstance, _ evaluator: inout SchemaEvaluator)
    {
        guard let value = instance.node[tag.key] else {
            if let mistyped = instance.node.entries.first(where: { $0.key.text.map(tag.isMistyped) ?? false })
            {
                return evaluator.report(.unknownKey(mistyped, allowed: [tag.key]), instance, by: keyword)
            }
            return evaluator.report(.missingTag(tag.key, tag.values), instance, by: keyword)
        }
        guard let branch = tag.branch(of: value) else {
            return evaluator.reportTag(value, in: instance, tag, by: keyword)
        }
        evaluator.check(branches[branch], instance)
    }

    /// Each branch only requires keys.
    private func checkChoices(
        _ choices: [[String]],
        _ instance: SchemaInstance,
        _ evaluator: inout SchemaEvaluator
    ) {
        let entries = PresentKeys(instance.node, questions: choices.count)
        let present = choices.map { keys in keys.filter { entries.contains($0) } }
        let fitting = choices.indices.filter { present[$0].count == choices[$0].count }
        if fitting.count == 1 || fitting.count > 1 && !isExclusive { return }
        guard fitting.isEmpty else {
            return evaluator.report(.exclusiveKeys(fitting.flatMap { choices[$0] }), instance, by: keyword)
        }
        let begun = choices.indices.filter { !present[$0].isEmpty }
        if let only = begun.first, begun.count == 1 {
            let missing = choices[only].filter { !entries.contains($0) }
            evaluator.report(.missingKeys(missing, because: present[only].first), instance, by: keyword)
        } else {
            evaluator.report(.missingChoice(choices), instance, by: keyword)
        }
    }

    /// No branch fits: complains about the one that was most likely meant.
    private func reportNearest(
        _ failures: [[SchemaFault]],
        _ instance: SchemaInstance,
        _ evaluator: inout SchemaEvaluator
    ) {
        let type = SchemaTypes(instance)
        let program = evaluator.program
        let viable = branches.indices.filter { program.types(of: branches[$0]).contains(type) }
        let isScalar = instance.kind != .mapping && instance.kind != .sequence
        guard let first = viable.first else {
            // Only what is right in quotes, or not a scalar, is a matter of types.
            let string = SchemaInstance(key: instance.node)
            let isName = isScalar && evaluator.placeTitle != nil && instance.kind != .null
            let isMalformed = isName && !branches.contains { evaluator.accepts($0, string) }
            let types = program.types(ofAnyOf: branches)
            return evaluator.report(isMalformed ? .noAlternative : .wrongType(types), instance, by: keyword)
        }
        if isScalar, evaluator.placeTitle != nil, !(viable.count == 1 && speaks(first, failures, evaluator)) {
            return evaluator.report(.noAlternative, instance, by: keyword)
        }
        // Faults further inside mean that the branch fitted further.
        func distance(_ index: Int) -> (Int, Int) {
            (failures[index].filter { $0.path.count == evaluator.path.count }.count, failures[index].count)
        }
        let nearest = viable.dropFirst().reduce(first) { distance($1) < distance($0) ? $1 : $0 }
        evaluator.add(failures[nearest])
    }

    /// Whether a branch can say what is wrong in its own words.
    private func speaks(_ index: Int, _ failures: [[SchemaFault]], _ evaluator: SchemaEvaluator) -> Bool {
        if case .notAllowed = failures[index].first?.problem { return true }
        return evaluator.title(of: branches[index]) != nil
    }
}
