/// `type`, `enum` and `const`.
final class ValueKeywords: Sendable {
    static let keywords: [SchemaKeyword] = [.type, .enum, .const]

    /// The allowed types.
    let types: SchemaTypes
    /// The allowed values; `nil` when they are not listed.
    let allowed: [Node]?
    /// The types that the allowed values have.
    let possibleTypes: SchemaTypes
    /// Many allowed values, for finding one at once; empty where there are few.
    private let index: Set<ComparableNode>
    private let keyword: SchemaKeyword

    init?(_ schema: SchemaWords, _ compiler: inout SchemaCompiler) {
        let type = schema[.type]
        let list = schema[.enum]
        let constant = schema[.const]
        guard type != nil || list != nil || constant != nil else { return nil }
        types = type.map { Self.types($0, &compiler) } ?? .all
        if let list, list.kind != .sequence {
            compiler.problems.append(.malformedKeyword(list, "a list of values"))
        }
        let values = constant.map { [$0] } ?? list.map { Array($0.items) }
        allowed = values
        keyword = constant == nil ? .enum : .const
        index = values.map { $0.count > 16 ? Set($0.map { ComparableNode($0) }) : [] } ?? []
        let listed = values?.reduce(into: SchemaTypes()) { $0.formUnion(SchemaTypes(SchemaInstance($1))) }
        possibleTypes = types.intersection(listed ?? .all)
    }

    private static func types(_ node: Node, _ compiler: inout SchemaCompiler) -> SchemaTypes {
        let names = node.kind == .sequence ? Array(node.items) : [node]
        return names.reduce(into: []) { types, name in
            guard let named = SchemaTypes.names.first(where: { $0.name == name.string }) else {
                compiler.problems.append(.malformedKeyword(name, "the name of a type"))
                return
            }
            types.formUnion(named.types)
        }
    }

    /// Checks a value.
    ///
    /// - Returns: Whether the other keywords are worth a look: a value of the wrong type has one fault.
    func check(_ instance: SchemaInstance, _ evaluator: inout SchemaEvaluator) -> Bool {
        let type = SchemaTypes(instance)
        guard types.contains(type) else {
            evaluator.report(.wrongType(types), instance, by: .type)
            return false
        }
        guard let allowed, !isAmong(allowed, instance, type) else { return true }
        evaluator.report(.notAllowed(allowed), instance, by: keyword)
        return false
    }

    private func isAmong(_ allowed: [Node], _ instance: SchemaInstance, _ type: SchemaTypes) -> Bool {
        // A key is a string, whatever it looks like; the index goes by what values look like.
        guard index.isEmpty || instance.isKey else { return index.contains(ComparableNode(instance.node)) }
        return allowed.contains { Self.isEqual($0, instance, type) }
    }

    private static func isEqual(_ value: Node, _ instance: SchemaInstance, _ type: SchemaTypes) -> Bool {
        guard type == .string else { return ComparableNode(value) == ComparableNode(instance.node) }
        return value.kind == .string && value.hasText(of: instance.node)
    }
}
