/// The vocabularies of JSON Schema 2020-12, as a set.
struct SchemaVocabularies: OptionSet, Sendable {
    let rawValue: UInt8

    static let core = SchemaVocabularies([])
    static let applicator = SchemaVocabularies(rawValue: 1)
    static let unevaluated = SchemaVocabularies(rawValue: 2)
    static let validation = SchemaVocabularies(rawValue: 4)
    static let metaData = SchemaVocabularies(rawValue: 8)
    static let formatAnnotation = SchemaVocabularies(rawValue: 16)
    static let formatAssertion = SchemaVocabularies(rawValue: 32)
    static let content = SchemaVocabularies(rawValue: 64)
    /// Those of the usual meta-schema.
    static let standard: SchemaVocabularies = [
        .applicator, .unevaluated, .validation, .metaData, .formatAnnotation, .content,
    ]

    private static let names: [(name: String, vocabulary: SchemaVocabularies)] = [
        ("core", .core), ("applicator", .applicator), ("unevaluated", .unevaluated),
        ("validation", .validation), ("meta-data", .metaData), ("format-annotation", .formatAnnotation),
        ("format-assertion", .formatAssertion), ("content", .content),
    ]

    init(rawValue: UInt8) { self.rawValue = rawValue }

    /// The vocabulary with an address.
    init?(named address: String) {
        let prefix = "https://json-schema.org/draft/2020-12/vocab/"
        guard address.hasPrefix(prefix),
            let named = Self.names.first(where: { $0.name == address.dropFirst(prefix.count) })
        else { return nil }
        self = named.vocabulary
    }
}
