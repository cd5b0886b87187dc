/// Length and pattern of strings; lengths count Unicode scalars.
final class StringKeywords: Sendable {
    static let keywords: [SchemaKeyword] = [.minLength, .maxLength, .pattern]

    private let least: Int?
    private let most: Int?
    private let pattern: PatternExpression?

    init?(_ schema: SchemaWords, _ compiler: inout SchemaCompiler) {
        guard schema.hasAny(of: Self.keywords) else { return nil }
        least = compiler.size(schema[.minLength])
        most = compiler.size(schema[.maxLength])
        pattern = compiler.pattern(schema[.pattern])
    }

    /// Checks a value; anything but a string passes.
    func check(_ instance: SchemaInstance, _ evaluator: inout SchemaEvaluator) {
        guard instance.kind == .string, let text = instance.node.textBytes else { return }
        if least != nil || most != nil {
            let length = text.reduce(into: 0) { if $1 & 0xC0 != 0x80 { $0 += 1 } }
            if let least, length < least {
                let rule = "at least \(least.of("character"))"
                return evaluator.report(.wrongLength(length, rule), instance, by: .minLength)
            }
            if let most, length > most {
                let rule = "at most \(most.of("character"))"
                return evaluator.report(.wrongLength(length, rule), instance, by: .maxLength)
            }
        }
        guard let pattern else { return }
        do throws(PatternExpression.Fault) {
            if try !pattern.matches(text) {
                evaluator.report(.noMatch(pattern.text), instance, by: .pattern)
            }
        } catch {
            evaluator.report(.patternTooCostly(pattern.text), instance, by: .pattern)
        }
    }
}
