public import Diagnostics

/// Signatures in URIs: whoever has such a URI has the right that it carries, so it is a secret.
public enum URISignature {
    /// Whether a URI's query carries a signature or an account's key.
    ///
    /// - Parameter uri: The URI, or its template in canonical notation.
    /// - Returns: Whether a parameter of the query is one that storage services sign with.
    public static func isIn(_ uri: String) -> Bool {
        guard let mark = uri.utf8.firstIndex(of: UInt8(ascii: "?")) else { return false }
        return uri[uri.utf8.index(after: mark)...].utf8
            .split { $0 == UInt8(ascii: "&") || $0 == UInt8(ascii: ";") || $0 == UInt8(ascii: "?") }
            .contains { field in
                guard let equals = field.firstIndex(of: UInt8(ascii: "=")) else { return false }
                let name = String(decoding: field[..<equals], as: UTF8.self).lowercased()
                return names.contains(name)
            }
    }

    /// Azure's shared access signatures, Amazon's and Google's signed URLs, and plain keys.
    private static let names: Set<String> = [
        "sig", "signature", "x-amz-signature", "x-amz-security-token", "x-goog-signature", "access_token",
        "accountkey",
    ]
}

extension Diagnostic {
    /// Says that a URI carries a signature; does not show it.
    ///
    /// - Parameter span: The URI.
    /// - Returns: RN0309.
    public static func signatureInURI(at span: SourceSpan) -> Diagnostic {
        Diagnostic(
            .literalSecret,
            "the URI carries a signature",
            at: Label(span, "whoever reads this can use it", showsExcerpt: false),
            notes: ["plans and ledgers keep URIs as they are"],
            help:
                "use a datastore, `azureml://datastores/NAME/paths/…`, or give the workspace's identity access"
        )
    }
}
