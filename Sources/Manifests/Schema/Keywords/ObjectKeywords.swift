/// Keys and values of objects.
///
/// A class, as its like: looking at one copies a reference, and not each of its arrays.
final class ObjectKeywords: Sendable {
    static let keywords: [SchemaKeyword] = [
        .properties, .patternProperties, .additionalProperties, .propertyNames, .required, .dependentRequired,
        .minProperties, .maxProperties, .dependencies,
    ]

    /// The rules of named keys.
    let properties: KeyedRules
    /// The keys that must be there.
    let required: [String]
    private let patterns: [(pattern: PatternExpression, rule: Int)]
    private let others: Int?
    private let refusesOthers: Bool
    private let names: Int?
    private let dependents: [(key: String, needs: [String])]
    private let least: Int?
    private let most: Int?

    init?(_ schema: SchemaWords, _ compiler: inout SchemaCompiler) {
        guard schema.hasAny(of: Self.keywords) else { return nil }
        properties = KeyedRules(schema[.properties], &compiler)
        required = compiler.names(schema[.required])
        var patterns: [(pattern: PatternExpression, rule: Int)] = []
        for entry in compiler.entries(schema[.patternProperties]) {
            let rule = compiler.rule(for: entry.value)
            do throws(PatternExpression.Fault) {
                patterns.append((try PatternExpression(entry.name), rule))
            } catch {
                compiler.problems.append(.malformedPattern(entry.key, error))
            }
        }
        self.patterns = patterns
        let additional = schema[.additionalProperties]
        refusesOthers = additional?.boolean == false
        others = additional.map { compiler.rule(for: $0) }
        names = schema[.propertyNames].map { compiler.rule(for: $0) }
        var dependents: [(key: String, needs: [String])] = []
        for entry in compiler.entries(schema[.dependentRequired]) {
            dependents.append((entry.name, compiler.names(entry.value)))
        }
        for entry in compiler.entries(schema[.dependencies]) where entry.value.kind == .sequence {
            dependents.append((entry.name, compiler.names(entry.value)))
        }
        self.dependents = dependents
        least = compiler.size(schema[.minProperties])
        most = compiler.size(schema[.maxProperties])
    }

    /// Checks a value; anything but an object passes.
    func check(_ instance: SchemaInstance, _ evaluator: inout SchemaEvaluator) {
        guard instance.kind == .mapping else { return }
        let node = instance.node
        for (index, entry) in node.entries.enumerated() { check(entry, index, in: instance, &evaluator) }
        let keys = PresentKeys(node, questions: required.count + dependents.count)
        let missing = required.filter { !keys.contains($0) }
        if !missing.isEmpty {
            evaluator.report(.missingKeys(missing, because: nil), instance, by: .required)
        }
        for (key, needs) in dependents where keys.contains(key) {
            let missing = needs.filter { !keys.contains($0) }
            if !missing.isEmpty {
                evaluator.report(.missingKeys(missing, because: key), instance, by: .dependentRequired)
            }
        }
        if let least, node.count < least {
            let rule = "at least \(least.of("entry"))"
            evaluator.report(.wrongCount(node.count, rule, "entry"), instance, by: .minProperties)
        }
        if let most, node.count > most {
            let rule = "at most \(most.of("entry"))"
            evaluator.report(.wrongCount(node.count, rule, "entry"), instance, by: .maxProperties)
        }
    }

    private func check(
        _ entry: Node.Entry,
        _ index: Int,
        in instance: SchemaInstance,
        _ evaluator: inout SchemaEvaluator
    ) {
        if let names { evaluator.checkName(entry.key, names) }
        var isKnown = false
        if let rule = properties[entry.key] {
            isKnown = true
            evaluator.descend(.key(entry.key), to: entry.value, rule)
        }
        for (pattern, rule) in patterns {
            do throws(PatternExpression.Fault) {
                guard let name = entry.key.textBytes, try pattern.matches(name) else { continue }
                isKnown = true
                evaluator.descend(.key(entry.key), to: entry.value, rule)
            } catch {
                let key = SchemaInstance(key: entry.key)
                evaluator.report(.patternTooCostly(pattern.text), key, by: .patternProperties)
            }
        }
        if isKnown || others != nil { evaluator.noteEvaluated(index) }
        guard !isKnown, let others else { return }
        if refusesOthers {
            let fault = SchemaFault.Problem.unknownKey(entry, allowed: properties.names)
            evaluator.report(fault, instance, by: .additionalProperties)
        } else {
            evaluator.descend(.key(entry.key), to: entry.value, others)
        }
    }
}
