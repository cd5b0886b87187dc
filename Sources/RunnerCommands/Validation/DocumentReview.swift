import Diagnostics
import Manifests

/// Checks one text: by a given schema, or by what this build knows about its kind.
enum DocumentReview: Sendable {
    /// JSON Schema and nothing else.
    case schema(SchemaValidator)
    /// The kinds of `schemas/`, with what their schemas cannot say.
    case kinds(ManifestReview)

    /// Checks a text.
    ///
    /// - Parameter source: The text.
    /// - Returns: What is wrong with it, by place, and what kinds of documents it has.
    func file(_ source: SourceText) -> Findings.File {
        var problems: [Diagnostic] = []
        var kinds: [String] = []
        switch self {
        case .schema(let validator):
            let documents = YAMLParser().documents(in: source, into: &problems)
            if documents.isEmpty, problems.isEmpty { problems.append(.emptySource(source)) }
            for document in documents {
                _ = validator.check(document, into: &problems)
                kinds.append("document")
            }
        case .kinds(let review):
            for document in DocumentLoader.checked(source, into: &problems) {
                kinds.append(document.kind.rawValue)
                review.review(document, into: &problems)
            }
        }
        return Findings.File(
            name: source.name,
            kinds: kinds,
            diagnostics: problems.isEmpty ? [] : problems.sortedByPlace
        )
    }
}
