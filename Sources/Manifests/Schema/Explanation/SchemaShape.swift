public import JSONValues

/// What a value is, in a schema's words.
public struct SchemaShape: Hashable, Sendable {
    /// What it is called, such as `scoring URI`.
    public var title: String?
    /// What it is, in sentences.
    public var description: String?
    /// Its types, by the names of JSON Schema; empty when any will do.
    public var types: [String] = []
    /// Whether its value may be a secret, or say where one is.
    public var isSecret = false
    /// The only values that it may have; empty when there are no such.
    public var values: [SchemaValue] = []
    /// What else it must obey, in words.
    public var rules: [String] = []
    /// What it is when it is not written.
    public var defaultValue: JSONValue?
    /// Values that are right.
    public var examples: [JSONValue] = []
    /// The keys that are fixed.
    public var keys: [SchemaKey] = []
    /// What names must obey that are free, in words; empty unless it is a mapping of free names.
    public var nameRules: [String] = []
    /// What stands under a free name.
    public var entry: SchemaKey?
    /// What an item of it is, when it is a list.
    public var item: SchemaKey?
    /// The forms that it may have, when there are several.
    public var variants: [SchemaVariant] = []

    /// Every step that leads further.
    var steps: [SchemaPath.Step] {
        keys.map(\.step) + variants.flatMap(\.shape.steps) + [entry, item].compactMap { $0?.step }
    }
}

/// A value that is allowed.
public struct SchemaValue: Hashable, Sendable {
    /// The value.
    public let value: JSONValue
    /// What it means, where the schema says so of this value alone.
    public var description: String?
    /// What this version would have to have to obey it; `nil` when it does.
    public var missing: String?
}

/// One key of a mapping, or what stands for its free names, in one line.
public struct SchemaKey: Hashable, Sendable {
    /// The step that leads there.
    public let step: SchemaPath.Step
    /// What it is called, such as `scoring URI`.
    public let title: String?
    /// Its types, by the names of JSON Schema; empty when any will do.
    public let types: [String]
    /// What it is, in sentences.
    public let description: String?
    /// The only values that it may have.
    public let values: [JSONValue]
    /// Whether it must be there.
    public let requirement: SchemaRequirement
    /// What this version would have to have to obey it; `nil` when it does.
    public let missing: String?
}

/// One of the forms that a value may have.
public struct SchemaVariant: Hashable, Sendable {
    /// The key whose value tells it from the others, with that value; `nil` when none does.
    public let condition: SchemaCondition?
    /// What this version would have to have to obey it; `nil` when it does.
    public let missing: String?
    /// What it is.
    public let shape: SchemaShape
}
