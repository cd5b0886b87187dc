/// Keywords that combine schemas for the same value.
final class LogicKeywords: Sendable {
    static let keywords: [SchemaKeyword] = [
        .allOf, .anyOf, .oneOf, .not, .if, .then, .else, .dependentSchemas, .dependencies,
    ]

    /// One or more of several schemas.
    let anyOf: Alternatives?
    /// Exactly one of several schemas.
    let oneOf: Alternatives?
    private let allOf: [Int]
    private let refused: Int?
    private let condition: Int?
    private let consequence: Int?
    private let otherwise: Int?
    private let dependents: [(key: String, rule: Int)]

    init?(_ schema: SchemaWords, _ compiler: inout SchemaCompiler) {
        guard schema.hasAny(of: Self.keywords) else { return nil }
        allOf = compiler.rules(for: schema[.allOf])
        anyOf = schema[.anyOf].map { Alternatives($0, isExclusive: false, &compiler) }
        oneOf = schema[.oneOf].map { Alternatives($0, isExclusive: true, &compiler) }
        refused = schema[.not].map { compiler.rule(for: $0) }
        condition = schema[.if].map { compiler.rule(for: $0) }
        consequence = schema[.then].map { compiler.rule(for: $0) }
        otherwise = schema[.else].map { compiler.rule(for: $0) }
        var dependents: [(key: String, rule: Int)] = []
        for entry in compiler.entries(schema[.dependentSchemas]) {
            dependents.append((entry.name, compiler.rule(for: entry.value)))
        }
        for entry in compiler.entries(schema[.dependencies]) where entry.value.kind != .sequence {
            dependents.append((entry.name, compiler.rule(for: entry.value)))
        }
        self.dependents = dependents
    }

    /// Checks a value.
    func check(_ instance: SchemaInstance, _ evaluator: inout SchemaEvaluator) {
        for rule in allOf { evaluator.check(rule, instance) }
        anyOf?.check(instance, &evaluator)
        oneOf?.check(instance, &evaluator)
        if let refused, evaluator.accepts(refused, instance) {
            evaluator.report(.refused(evaluator.title(of: refused)), instance, by: .not)
        }
        if let condition {
            let next = evaluator.accepts(condition, instance) ? consequence : otherwise
            if let next { evaluator.check(next, instance) }
        }
        guard instance.kind == .mapping, !dependents.isEmpty else { return }
        let keys = PresentKeys(instance.node, questions: dependents.count)
        for (key, rule) in dependents where keys.contains(key) {
            evaluator.check(rule, instance)
        }
    }

    /// The rules that the value is held against whatever it is.
    var immediate: [Int] {
        let first = [anyOf?.branches.first, refused, condition].compactMap { $0 }
        return allOf + first + (oneOf?.branches ?? [])
    }

    /// The rules that can describe the value.
    var all: [Int] {
        allOf + (anyOf?.branches ?? []) + (oneOf?.branches ?? [])
            + [condition, consequence, otherwise].compactMap { $0 } + dependents.map(\.rule)
    }
}
