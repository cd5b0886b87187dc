/// Bounds of numbers.
struct NumberKeywords: Sendable {
    static let keywords: [SchemaKeyword] = [.minimum, .maximum, .exclusiveMinimum, .exclusiveMaximum]

    private let minimum: SchemaBound?
    private let maximum: SchemaBound?
    private let above: SchemaBound?
    private let below: SchemaBound?

    init?(_ schema: SchemaWords, _ compiler: inout SchemaCompiler) {
        guard schema.hasAny(of: Self.keywords) else { return nil }
        minimum = compiler.number(schema[.minimum])
        maximum = compiler.number(schema[.maximum])
        above = compiler.number(schema[.exclusiveMinimum])
        below = compiler.number(schema[.exclusiveMaximum])
    }

    /// Checks a value; anything but a number passes.
    func check(_ instance: SchemaInstance, _ evaluator: inout SchemaEvaluator) {
        guard instance.kind == .integer || instance.kind == .decimal else { return }
        let value = DecimalNumber(instance.node)
        if let minimum, value < minimum.value {
            evaluator.report(.outOfRange("below \(minimum.text)", "at least \(minimum.text)"), instance)
        }
        if let maximum, maximum.value < value {
            evaluator.report(.outOfRange("above \(maximum.text)", "at most \(maximum.text)"), instance)
        }
        if let above, !(above.value < value) {
            evaluator.report(.outOfRange("not above \(above.text)", "above \(above.text)"), instance)
        }
        if let below, !(value < below.value) {
            evaluator.report(.outOfRange("not below \(below.text)", "below \(below.text)"), instance)
        }
    }
}
