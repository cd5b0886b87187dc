/// A document that conforms to the schema of its kind.
///
/// Only ``DocumentChecker`` makes one.
public struct CheckedDocument: Sendable {
    /// What the document declares itself to be.
    public let kind: DocumentKind
    /// The document.
    public let document: Document
}
