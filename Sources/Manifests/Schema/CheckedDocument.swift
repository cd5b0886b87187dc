/// A document that conforms to the schema of its kind. Only ``DocumentChecker`` makes one.
public struct CheckedDocument: Sendable {
    /// What the document declares itself to be.
    public let kind: DocumentKind
    /// The document.
    public let document: Document
}

/// The kinds of document that runner reads.
public enum DocumentKind: String, CaseIterable, Sendable {
    /// Jobs to run, `kind: JobManifest`.
    case jobManifest = "JobManifest"
    /// A batch endpoint on this machine, `kind: Emulator`.
    case emulator = "Emulator"
}
