/// Keywords that combine schemas for the same value.
struct LogicKeywords: Sendable {
    static let keywords: [SchemaKeyword] = [.allOf, .anyOf, .oneOf, .not, .if, .then, .else]

    /// One or more of several schemas.
    let anyOf: Alternatives?
    /// Exactly one of several schemas.
    let oneOf: Alternatives?
    private let allOf: [Int]
    private let refused: Int?
    private let condition: Int?
    private let consequence: Int?
    private let otherwise: Int?

    init?(_ schema: SchemaWords, _ compiler: inout SchemaCompiler) {
        guard schema.hasAny(of: Self.keywords) else { return nil }
        allOf = compiler.rules(for: schema[.allOf])
        anyOf = schema[.anyOf].map { Alternatives($0, isExclusive: false, &compiler) }
        oneOf = schema[.oneOf].map { Alternatives($0, isExclusive: true, &compiler) }
        refused = schema[.not].map { compiler.rule(for: $0) }
        condition = schema[.if].map { compiler.rule(for: $0) }
        consequence = schema[.then].map { compiler.rule(for: $0) }
        otherwise = schema[.else].map { compiler.rule(for: $0) }
    }

    /// Checks a value.
    func check(_ instance: SchemaInstance, _ evaluator: inout SchemaEvaluator) {
        for rule in allOf { evaluator.check(rule, instance) }
        anyOf?.check(instance, &evaluator)
        oneOf?.check(instance, &evaluator)
        if let refused, evaluator.accepts(refused, instance) {
            evaluator.report(.refused(evaluator.title(of: refused)), instance)
        }
        if let condition {
            let next = evaluator.accepts(condition, instance) ? consequence : otherwise
            if let next { evaluator.check(next, instance) }
        }
    }
}
