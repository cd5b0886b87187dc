/// Bounds of numbers, and what they are multiples of.
final class NumberKeywords: Sendable {
    static let keywords: [SchemaKeyword] = [
        .minimum, .maximum, .exclusiveMinimum, .exclusiveMaximum, .multipleOf,
    ]

    private let minimum: SchemaBound?
    private let maximum: SchemaBound?
    private let above: SchemaBound?
    private let below: SchemaBound?
    private let unit: SchemaBound?

    init?(_ schema: SchemaWords, _ compiler: inout SchemaCompiler) {
        guard schema.hasAny(of: Self.keywords) else { return nil }
        minimum = compiler.number(schema[.minimum])
        maximum = compiler.number(schema[.maximum])
        above = compiler.number(schema[.exclusiveMinimum])
        below = compiler.number(schema[.exclusiveMaximum])
        let step = compiler.number(schema[.multipleOf])
        if let step, let node = schema[.multipleOf], !step.value.isPositive || step.value.digitCount > 1000 {
            compiler.problems.append(.malformedKeyword(node, "a number above 0 of at most 1,000 digits"))
        }
        unit = step
    }

    /// Checks a value; anything but a number passes.
    func check(_ instance: SchemaInstance, _ evaluator: inout SchemaEvaluator) {
        guard instance.kind == .integer || instance.kind == .decimal else { return }
        let value = DecimalNumber(instance.node)
        guard !value.isNaN else {
            let fault = SchemaFault.Problem.outOfRange("not a number that compares", "a number with a value")
            return evaluator.report(fault, instance, by: minimum == nil ? .maximum : .minimum)
        }
        if let minimum, value < minimum.value {
            let fact = "below \(minimum.text)"
            evaluator.report(.outOfRange(fact, "at least \(minimum.text)"), instance, by: .minimum)
        }
        if let maximum, maximum.value < value {
            let fact = "above \(maximum.text)"
            evaluator.report(.outOfRange(fact, "at most \(maximum.text)"), instance, by: .maximum)
        }
        if let above, !(above.value < value) {
            let fact = "not above \(above.text)"
            evaluator.report(.outOfRange(fact, "above \(above.text)"), instance, by: .exclusiveMinimum)
        }
        if let below, !(value < below.value) {
            let fact = "not below \(below.text)"
            evaluator.report(.outOfRange(fact, "below \(below.text)"), instance, by: .exclusiveMaximum)
        }
        guard let unit else { return }
        switch value.isMultiple(of: unit.value) {
        case true?: break
        case false?:
            let fact = "not a multiple of \(unit.text)"
            evaluator.report(.outOfRange(fact, "a multiple of \(unit.text)"), instance, by: .multipleOf)
        case nil: evaluator.report(.tooCostly, instance)
        }
    }
}
