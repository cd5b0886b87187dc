import Diagnostics

/// A schema, compiled once, that any number of documents are held against.
struct SchemaProgram: Sendable {
    /// The schema's file, as people know it.
    let name: String
    /// All subschemas by number.
    let rules: [SchemaRule]
    /// The schema's own number.
    let root: Int

    /// The types that a value can have under a rule, as far as they can be seen without one.
    func types(of number: Int, depth: Int = 8) -> SchemaTypes {
        let rule = rules[number]
        guard depth > 0, !rule.admitsNothing else { return rule.admitsNothing ? [] : .all }
        var types = rule.value?.possibleTypes ?? .all
        if let reference = rule.reference {
            types.formIntersection(self.types(of: reference, depth: depth - 1))
        }
        for alternatives in [rule.logic?.anyOf, rule.logic?.oneOf] {
            guard let alternatives else { continue }
            types.formIntersection(self.types(ofAnyOf: alternatives.branches, depth: depth - 1))
        }
        return types
    }

    /// The types that a value can have under one of several rules.
    func types(ofAnyOf branches: [Int], depth: Int = 8) -> SchemaTypes {
        branches.reduce(into: []) { $0.formUnion(types(of: $1, depth: depth)) }
    }

    /// The rule itself and those that it refers to.
    func chain(of number: Int) -> [SchemaRule] {
        var chain: [SchemaRule] = []
        var next: Int? = number
        while let number = next, chain.count < 16 {
            chain.append(rules[number])
            next = rules[number].reference
        }
        return chain
    }
}
