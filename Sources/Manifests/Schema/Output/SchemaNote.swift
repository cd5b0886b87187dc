import JSONValues

/// Something that a schema says about a value: an annotation.
struct SchemaNote: Sendable {
    /// The keyword, or a word that is none.
    let keyword: String
    /// What it says.
    let value: JSONValue
    /// The way to the value.
    let path: [SchemaEvaluator.Step]
    /// The rules that led to it.
    let trace: [Int]

    /// What a rule says about a value that conforms to it.
    static func notes(
        of rule: Int,
        in program: SchemaProgram,
        about instance: SchemaInstance,
        _ path: [SchemaEvaluator.Step],
        _ trace: [Int]
    ) -> [SchemaNote] {
        let schema = program.places[rule]
        let dialect = program.resources[program.rules[rule].resource].dialect
        if dialect.draft == .draft7, schema["$ref"] != nil { return [] }
        return schema.entries.compactMap { entry in
            if let keyword = SchemaKeyword.byName[entry.name], dialect.knows(keyword) {
                guard dialect.uses(keyword), says(keyword, schema, about: instance) else { return nil }
            }
            return entry.value.jsonValue().map {
                SchemaNote(keyword: entry.name, value: $0, path: path, trace: trace)
            }
        }
    }

    /// Whether a keyword annotates a value.
    private static func says(_ keyword: SchemaKeyword, _ schema: Node, about instance: SchemaInstance) -> Bool
    {
        switch keyword {
        case .title, .description, .default, .deprecated, .readOnly, .writeOnly, .examples, .format: true
        case .contentEncoding, .contentMediaType: instance.kind == .string
        case .contentSchema: instance.kind == .string && schema["contentMediaType"] != nil
        default: false
        }
    }
}
