import Diagnostics

/// A schema, compiled once, that any number of documents are held against.
struct SchemaProgram: Sendable {
    /// The schema's file, as people know it.
    let name: String
    /// All subschemas by number.
    let rules: [SchemaRule]
    /// The schema's own number.
    let root: Int
    /// Whether more than one rule leads to a rule.
    var isShared: [Bool] = []
    /// Where each rule stands.
    var places: [Node] = []
    /// The resources, by number.
    var resources: [SchemaResource] = []
    /// For each name that a `$dynamicRef` has: the rules that it can mean, by resource.
    var dynamicRules: [[Int: Int]] = []
    /// The resources that have one of these names.
    var dynamicResources: Set<Int> = []

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
        var types: SchemaTypes = []
        for branch in branches where types != .all { types.formUnion(self.types(of: branch, depth: depth)) }
        return types
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

    /// The keys that a rule, or one that applies to the same value, knows; for suggestions.
    func propertyNames(of number: Int) -> [String] {
        var names: [String] = []
        var seen: Set<Int> = []
        var pending = [number]
        while let number = pending.popLast(), seen.count < 200, names.count < 500 {
            guard seen.insert(number).inserted else { continue }
            let rule = rules[number]
            for name in rule.object?.properties.names ?? [] where !names.contains(name) { names.append(name) }
            pending += ([rule.reference].compactMap { $0 } + (rule.logic?.all ?? [])).reversed()
        }
        return names
    }
}
