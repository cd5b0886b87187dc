public import Secrets

/// What references led to, as far as they led to something.
public struct ResolvedSecrets: Sendable {
    private let values: [LocatedSecretReference: Secret]

    init(_ values: [LocatedSecretReference: Secret]) { self.values = values }

    /// The value that a reference leads to; `nil` when there is none.
    ///
    /// - Parameter reference: One of those that were resolved.
    public subscript(_ reference: LocatedSecretReference) -> Secret? { values[reference] }
}
