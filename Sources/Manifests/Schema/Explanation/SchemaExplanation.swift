/// What the schema of a kind of document says about one path.
public struct SchemaExplanation: Hashable, Sendable {
    /// The kind of document.
    public let kind: DocumentKind
    /// The path, with `*` for names that are free and `[]` for items.
    public let path: SchemaPath
    /// What may stand there: one form, or several where it depends on what stands beside it.
    public let forms: [SchemaForm]
    /// Names that were taken for free names and are also keys one level below: perhaps those were meant.
    public let ambiguousNames: [SchemaPath]

    /// Every step that leads further, each once, in the schema's order.
    public var steps: [SchemaPath.Step] {
        var seen: Set<SchemaPath.Step> = []
        return forms.flatMap(\.shape.steps).filter { seen.insert($0).inserted }
    }
}

/// One thing that may stand at a path, and where.
public struct SchemaForm: Hashable, Sendable {
    /// Where it may stand; one or more.
    public let uses: [SchemaUse]
    /// What it is.
    public let shape: SchemaShape
}

/// Where something may stand, and whether it must.
public struct SchemaUse: Hashable, Sendable {
    /// What must stand beside it; empty when it may always be there.
    public let conditions: [SchemaCondition]
    /// Whether it must stand there.
    public let requirement: SchemaRequirement
    /// What this version would have to have to obey it, such as `certificates`; `nil` when it does.
    public let missing: String?
}

/// What tells apart the forms of a mapping: the value of one of its keys.
public struct SchemaCondition: Hashable, Sendable {
    /// The mapping.
    public let place: SchemaPath
    /// The key.
    public let key: String
    /// The values, one of which it has.
    public let values: [String]
}

/// Whether something must be there.
public enum SchemaRequirement: Hashable, Sendable {
    /// It must.
    case required
    /// It may.
    case optional
    /// One of several groups of keys must, and it is in one of them.
    case oneOf([[String]])
    /// At least one of several groups of keys must, and it is in one of them.
    case anyOf([[String]])
    /// It is the document, an entry of a mapping or an item of a list.
    case none
}
