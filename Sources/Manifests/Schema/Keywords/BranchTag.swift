import Diagnostics

/// The property that tells branches apart: each requires it, with values of its own.
struct BranchTag: Sendable {
    /// The property.
    let key: String
    /// All its values, in the schema's order.
    let values: [Node]
    private let branches: [(value: Node, branch: Int)]

    /// Looks for such a property.
    ///
    /// - Parameter schemas: The branches, references followed.
    init?(_ schemas: [SchemaWords]) {
        let candidates = schemas.first?[.required]?.items.compactMap(\.string) ?? []
        for key in candidates.prefix(16) {
            var values: [[Node]] = []
            for schema in schemas {
                let own = Self.values(of: key, in: schema)
                guard !own.isEmpty else { break }
                values.append(own)
            }
            guard values.count == schemas.count else { continue }
            let all = values.flatMap { $0 }
            guard Set(all.map { $0.text ?? "" }).count == all.count else { continue }
            self.key = key
            self.values = all
            self.branches = values.enumerated().flatMap { branch, values in values.map { ($0, branch) } }
            return
        }
        return nil
    }

    /// The strings that a branch allows for a property that it requires.
    private static func values(of key: String, in schema: SchemaWords) -> [Node] {
        guard schema[.required]?.items.contains(where: { $0.string == key }) ?? false,
            let property = schema[.properties]?[key]
        else { return [] }
        let values = property["const"].map { [$0] } ?? property["enum"].map { Array($0.items) } ?? []
        return values.allSatisfy { $0.kind == .string } ? values : []
    }

    /// The branch that a value of the property means.
    func branch(of value: Node) -> Int? {
        guard value.kind == .string else { return nil }
        return branches.first { $0.value.hasText(of: value) }?.branch
    }

    /// Whether a name was probably meant to be the property.
    func isMistyped(_ name: String) -> Bool { NearestName.among([key], to: name) != nil }
}
