import JSONValues

/// Where a step leads from subschemas without choices.
enum SchemaSteps {
    /// What stands behind a step.
    ///
    /// - Parameters:
    ///   - layers: The subschemas.
    ///   - step: The step.
    /// - Returns: The subschema; `nil` when nothing may stand there.
    static func child(of layers: SchemaLayers, _ step: SchemaPath.Step) -> JSONValue? {
        switch step {
        case .key(let name): layers.all("properties").lazy.compactMap { $0[name] }.first
        case .anyName:
            layers.all("additionalProperties").first { $0 != .bool(false) }
                ?? layers.all("patternProperties").lazy.compactMap { $0.members?.first?.value }.first
        case .item:
            layers.all("items").first { $0 != .bool(false) }
                ?? layers.all("prefixItems").lazy.compactMap { $0.array?.first }.first
        }
    }

    /// Whether what stands behind a step must be there.
    ///
    /// - Parameters:
    ///   - step: The step.
    ///   - layers: The subschemas.
    /// - Returns: The requirement.
    static func requirement(of step: SchemaPath.Step, in layers: SchemaLayers) -> SchemaRequirement {
        guard case .key(let name) = step else { return .none }
        if layers.requires(name) { return .required }
        for (isExclusive, groups) in layers.requiredGroups where groups.contains(where: { $0.contains(name) })
        {
            return isExclusive ? .oneOf(groups) : .anyOf(groups)
        }
        return .optional
    }

    /// The keys that are fixed, in the order of the schema.
    static func keys(of layers: SchemaLayers) -> [String] {
        SchemaTypeNames.unique(layers.all("properties").compactMap(\.members).flatMap { $0 }.map(\.name))
    }
}
