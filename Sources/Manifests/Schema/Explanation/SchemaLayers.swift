import JSONValues

/// The subschemas that hold for one place together: one, what it refers to, and the branches of its `allOf`.
///
/// The nearest comes first: its words for people win over those of what it refers to.
struct SchemaLayers: Hashable {
    /// The subschemas; none where anything will do.
    let schemas: [JSONValue]

    /// The first value of a keyword.
    subscript(_ keyword: String) -> JSONValue? { schemas.lazy.compactMap { $0[keyword] }.first }

    /// Every value of a keyword.
    func all(_ keyword: String) -> [JSONValue] { schemas.compactMap { $0[keyword] } }

    /// These and others, nearest first.
    func with(_ others: SchemaLayers) -> SchemaLayers { SchemaLayers(schemas: schemas + others.schemas) }

    /// These without the choices that they offer.
    var withoutChoices: SchemaLayers {
        SchemaLayers(
            schemas: schemas.map { schema in
                guard let members = schema.members else { return schema }
                return .object(members.filter { $0.name != "oneOf" && $0.name != "anyOf" })
            }
        )
    }

    /// Whether a list of names that must be there has this one.
    func requires(_ name: String) -> Bool {
        all("required").contains { $0.names.contains { $0.utf8.elementsEqual(name.utf8) } }
    }

    /// The groups of keys one of which must be there: choices that say nothing but `required`.
    var requiredGroups: [(isExclusive: Bool, groups: [[String]])] {
        choices.compactMap { choice in
            let groups = choice.branches.map { $0["required"]?.names ?? [] }
            return choice.isOfKeys ? (choice.isExclusive, groups) : nil
        }
    }

    /// The choices that are more than groups of keys.
    var realChoices: [[JSONValue]] { choices.filter { !$0.isOfKeys }.map(\.branches) }

    private var choices: [Choice] {
        schemas.flatMap { schema in
            ["oneOf", "anyOf"].compactMap { keyword in
                guard let branches = schema[keyword]?.array, !branches.isEmpty else { return nil }
                return Choice(isExclusive: keyword == "oneOf", branches: branches)
            }
        }
    }

    private struct Choice {
        let isExclusive: Bool
        let branches: [JSONValue]

        /// Whether it only says which keys must be there.
        var isOfKeys: Bool {
            branches.allSatisfy { branch in
                branch["required"] != nil
                    && (branch.members ?? []).allSatisfy {
                        ["required", "title", "description", "$comment"].contains($0.name)
                    }
            }
        }
    }
}

extension JSONValue {
    /// The strings of an array.
    var names: [String] { (array ?? []).compactMap(\.string) }
}
