public import Diagnostics

/// Where a value is to be found, as a manifest names it; never the value.
public enum SecretReference: Hashable, Sendable, CustomStringConvertible {
    /// An environment variable: `{ env: NAME }`.
    case environment(name: String)
    /// A file, relative to the manifest's folder unless absolute: `{ file: PATH }`.
    case file(path: String)

    /// The reference in the manifest's own flow notation.
    public var description: String {
        switch self {
        case .environment(let name): "{env: \(name)}"
        case .file(let path): "{file: \(path)}"
        }
    }
}

/// A reference with the place that it stands at.
public struct LocatedSecretReference: Hashable, Sendable {
    /// What is referred to.
    public let reference: SecretReference
    /// Where in the manifest.
    public let span: SourceSpan
    /// What the value is for, such as `credentials.scoring.clientSecret`.
    public let path: String
    /// What the value must look like.
    public let content: Content

    /// What values look like.
    public enum Content: Hashable, Sendable {
        /// One line of text.
        case line
        /// A file that is taken as it is: PEM or PKCS#12.
        case certificate
    }

    /// Makes a located reference.
    ///
    /// - Parameters:
    ///   - reference: What is referred to.
    ///   - span: Where in the manifest.
    ///   - path: What the value is for.
    ///   - content: What the value must look like.
    public init(
        _ reference: SecretReference,
        at span: SourceSpan,
        for path: String,
        content: Content = .line
    ) {
        self.reference = reference
        self.span = span
        self.path = path
        self.content = content
    }
}
