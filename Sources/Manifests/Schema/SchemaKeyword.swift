/// The keywords of JSON Schema 2020-12 and draft-07.
enum SchemaKeyword: String, CaseIterable, Sendable {
    // Identity, places and words for people: they assert nothing.
    case schema = "$schema"
    case id = "$id"
    case anchor = "$anchor"
    case dynamicAnchor = "$dynamicAnchor"
    case vocabulary = "$vocabulary"
    case comment = "$comment"
    case definitions = "$defs"
    /// What draft-07 calls `$defs`; 2020-12 still allows it.
    case olderDefinitions = "definitions"
    case title, description, `default`, examples, deprecated, readOnly, writeOnly, format
    case contentEncoding, contentMediaType, contentSchema
    // Any value.
    case reference = "$ref"
    case dynamicReference = "$dynamicRef"
    case type, `enum`, const
    // Numbers.
    case minimum, maximum, exclusiveMinimum, exclusiveMaximum, multipleOf
    // Strings.
    case minLength, maxLength, pattern
    // Arrays.
    case items, prefixItems, additionalItems, minItems, maxItems, uniqueItems
    case contains, minContains, maxContains, unevaluatedItems
    // Objects.
    case properties, patternProperties, additionalProperties, propertyNames, required, dependentRequired
    case minProperties, maxProperties, unevaluatedProperties, dependentSchemas
    /// What draft-07 has for `dependentRequired` and `dependentSchemas`; 2020-12 still allows it.
    case dependencies
    // Combinations.
    case allOf, anyOf, oneOf, not, `if`, then, `else`

    /// The keywords by their names.
    static let byName: [String: SchemaKeyword] = Dictionary(
        uniqueKeysWithValues: allCases.map { ($0.rawValue, $0) }
    )

    /// Whether it says something about a schema without asserting anything.
    var isAnnotation: Bool {
        switch self {
        case .schema, .id, .anchor, .dynamicAnchor, .vocabulary, .comment, .definitions, .olderDefinitions,
            .title, .description, .default, .examples, .deprecated, .readOnly, .writeOnly, .format,
            .contentEncoding, .contentMediaType, .contentSchema:
            true
        default: false
        }
    }
}

// MARK: - Where it belongs

extension SchemaKeyword {
    /// Where subschemas stand in a keyword's value.
    enum Shape {
        case none, schema, schemas, schemaOrSchemas, mapping
    }

    /// Where subschemas stand in its value.
    var shape: Shape {
        switch self {
        case .additionalItems, .additionalProperties, .unevaluatedItems, .unevaluatedProperties,
            .propertyNames,
            .contains, .not, .if, .then, .else, .contentSchema:
            .schema
        case .allOf, .anyOf, .oneOf, .prefixItems: .schemas
        case .items: .schemaOrSchemas
        case .definitions, .olderDefinitions, .properties, .patternProperties, .dependentSchemas,
            .dependencies:
            .mapping
        default: .none
        }
    }

    /// The vocabulary that it belongs to.
    var vocabulary: SchemaVocabularies {
        switch self {
        case .schema, .id, .anchor, .dynamicAnchor, .vocabulary, .comment, .definitions, .olderDefinitions,
            .reference, .dynamicReference, .format:
            .core
        case .title, .description, .default, .examples, .deprecated, .readOnly, .writeOnly: .metaData
        case .contentEncoding, .contentMediaType, .contentSchema: .content
        case .unevaluatedItems, .unevaluatedProperties: .unevaluated
        case .items, .prefixItems, .additionalItems, .contains, .properties, .patternProperties,
            .additionalProperties, .propertyNames, .dependentSchemas, .dependencies, .allOf, .anyOf, .oneOf,
            .not, .if, .then, .else:
            .applicator
        default: .validation
        }
    }

    /// Whether draft-07 has it.
    var isOfDraft7: Bool {
        switch self {
        case .anchor, .dynamicAnchor, .vocabulary, .definitions, .dynamicReference, .deprecated,
            .contentSchema,
            .prefixItems, .minContains, .maxContains, .unevaluatedItems, .unevaluatedProperties,
            .dependentRequired, .dependentSchemas:
            false
        default: true
        }
    }
}
