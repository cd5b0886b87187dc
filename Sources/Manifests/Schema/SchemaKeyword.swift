/// The keywords of JSON Schema 2020-12 that runner understands.
enum SchemaKeyword: String, CaseIterable, Sendable {
    // Identity, places and words for people: they assert nothing.
    case schema = "$schema"
    case id = "$id"
    case comment = "$comment"
    case definitions = "$defs"
    case title, description, `default`, examples, deprecated, readOnly, writeOnly, format
    case contentEncoding, contentMediaType, contentSchema
    // Any value.
    case reference = "$ref"
    case type, `enum`, const
    // Numbers.
    case minimum, maximum, exclusiveMinimum, exclusiveMaximum
    // Strings.
    case minLength, maxLength, pattern
    // Arrays.
    case items, prefixItems, minItems, maxItems, uniqueItems
    // Objects.
    case properties, patternProperties, additionalProperties, propertyNames, required, dependentRequired
    case minProperties, maxProperties
    // Combinations.
    case allOf, anyOf, oneOf, not, `if`, then, `else`

    /// The keywords by their names.
    static let byName: [String: SchemaKeyword] = Dictionary(
        uniqueKeysWithValues: allCases.map { ($0.rawValue, $0) }
    )

    /// Whether it says something about a schema without asserting anything.
    var isAnnotation: Bool {
        switch self {
        case .schema, .id, .comment, .definitions, .title, .description, .default, .examples, .deprecated,
            .readOnly,
            .writeOnly, .format, .contentEncoding, .contentMediaType, .contentSchema:
            true
        default: false
        }
    }
}
