import JSONValues

/// Which types a subschema allows, also where it does not say so outright.
enum SchemaTypeNames {
    /// The names of the types, in JSON Schema's words.
    ///
    /// - Parameters:
    ///   - layers: The subschemas.
    ///   - source: Where references lead.
    ///   - depth: How deep choices are nested already.
    /// - Returns: The names; empty when any type will do or none is known.
    static func of(_ layers: SchemaLayers, in source: SchemaSource, depth: Int = 0) -> [String] {
        if let type = layers["type"] { return type.string.map { [$0] } ?? type.names }
        let values = layers["const"].map { [$0] } ?? layers["enum"]?.array ?? []
        if !values.isEmpty { return unique(values.map(name)) }
        for keyword in ["properties", "additionalProperties", "propertyNames", "required", "minProperties"]
        where layers[keyword] != nil { return ["object"] }
        for keyword in ["items", "prefixItems", "minItems"] where layers[keyword] != nil { return ["array"] }
        for keyword in ["pattern", "format", "minLength"] where layers[keyword] != nil { return ["string"] }
        for keyword in ["minimum", "maximum", "multipleOf"] where layers[keyword] != nil { return ["number"] }
        guard depth < 8 else { return [] }
        let branches = layers.realChoices.flatMap { $0 }.map {
            of(source.layers(of: $0), in: source, depth: depth + 1)
        }
        return branches.contains([]) ? [] : unique(branches.flatMap { $0 })
    }

    /// The names, each once.
    static func unique(_ names: [String]) -> [String] {
        names.reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
    }

    private static func name(_ value: JSONValue) -> String {
        switch value {
        case .null: "null"
        case .bool: "boolean"
        case .number(let number): number.integer == nil ? "number" : "integer"
        case .string: "string"
        case .array: "array"
        case .object: "object"
        }
    }
}
