import JSONValues

/// Puts subschemas into the words of a ``SchemaShape``.
struct SchemaShaping {
    let source: SchemaSource
    let availability: KeyAvailability

    /// How deep forms may be nested in each other.
    private static let variantDepth = 4

    /// Describes what stands at a place.
    ///
    /// - Parameters:
    ///   - layers: The subschemas that hold there.
    ///   - path: The place.
    /// - Returns: What it is.
    func shape(of layers: SchemaLayers, at path: SchemaPath) -> SchemaShape {
        shape(of: layers, whole: layers, at: path, [], depth: 0)
    }

    /// Describes `layers`; `whole`, which is what holds besides, says which keys must be there.
    private func shape(
        of layers: SchemaLayers,
        whole: SchemaLayers,
        at path: SchemaPath,
        _ conditions: [SchemaCondition],
        depth: Int
    ) -> SchemaShape {
        var shape = SchemaShape()
        shape.title = layers["title"]?.string
        shape.description = layers["description"]?.string
        shape.types = SchemaTypeNames.of(layers, in: source)
        shape.isSecret = layers["writeOnly"]?.bool == true
        shape.values = values(layers).map { value in
            SchemaValue(value: value, missing: value.string.flatMap { availability.missing(path, value: $0) })
        }
        shape.rules = SchemaRuleWords.of(layers)
        shape.defaultValue = layers["default"]
        shape.examples = layers["examples"]?.array ?? []
        shape.keys = SchemaSteps.keys(of: layers).compactMap {
            key(.key($0), layers, whole, path, conditions)
        }
        shape.entry = key(.anyName, layers, whole, path, conditions)
        shape.item = key(.item, layers, whole, path, conditions)
        if let names = layers["propertyNames"].map(source.layers) {
            shape.nameRules = [names["description"]?.string].compactMap { $0 } + SchemaRuleWords.of(names)
        }
        guard depth < Self.variantDepth else { return shape }
        let choices = SchemaChoices(layers, in: source)
        shape.variants = choices.forms.map { form in
            let condition = choices.key.map { SchemaCondition(place: path, key: $0, values: form.tags) }
            let conditions = conditions + [condition].compactMap { $0 }
            return SchemaVariant(
                condition: condition,
                missing: availability.missing(path, conditions),
                shape: self.shape(of: form.own, whole: form.whole, at: path, conditions, depth: depth + 1)
            )
        }
        return shape
    }

    private func values(_ layers: SchemaLayers) -> [JSONValue] {
        layers["const"].map { [$0] } ?? layers["enum"]?.array ?? []
    }

    private func key(
        _ step: SchemaPath.Step,
        _ layers: SchemaLayers,
        _ whole: SchemaLayers,
        _ path: SchemaPath,
        _ conditions: [SchemaCondition]
    ) -> SchemaKey? {
        guard let child = SchemaSteps.child(of: layers, step).map(source.layers) else { return nil }
        return SchemaKey(
            step: step,
            title: child["title"]?.string,
            types: SchemaTypeNames.of(child, in: source),
            description: child["description"]?.string,
            values: values(child),
            requirement: SchemaSteps.requirement(of: step, in: whole),
            missing: availability.missing(path.appending(step), conditions)
        )
    }
}
