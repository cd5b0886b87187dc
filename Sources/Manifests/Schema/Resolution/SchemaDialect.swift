/// The language that a schema is written in.
struct SchemaDialect: Equatable, Sendable {
    /// The versions of JSON Schema that are understood.
    enum Draft: Sendable {
        case draft7, draft2020
    }

    /// The version.
    let draft: Draft
    /// The vocabularies in use; all of them in draft-07, which has none.
    let vocabularies: SchemaVocabularies

    static let draft2020 = SchemaDialect(draft: .draft2020, vocabularies: .standard)
    static let draft7 = SchemaDialect(draft: .draft7, vocabularies: .standard)

    /// The dialects that need no meta-schema.
    init?(named address: SchemaAddress) {
        guard (address.fragment ?? []).isEmpty else { return nil }
        switch address.resource.text {
        case "https://json-schema.org/draft/2020-12/schema": self = .draft2020
        case "http://json-schema.org/draft-07/schema", "https://json-schema.org/draft-07/schema":
            self = .draft7
        default: return nil
        }
    }

    init(draft: Draft, vocabularies: SchemaVocabularies) {
        self.draft = draft
        self.vocabularies = vocabularies
    }

    /// Whether a keyword means something here.
    func knows(_ keyword: SchemaKeyword) -> Bool {
        switch draft {
        case .draft7: keyword.isOfDraft7
        case .draft2020: keyword != .additionalItems
        }
    }

    /// Whether a keyword's vocabulary is in use.
    func uses(_ keyword: SchemaKeyword) -> Bool { vocabularies.isSuperset(of: keyword.vocabulary) }
}
