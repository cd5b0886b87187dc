import Diagnostics
import Secrets

/// Looks one reference up again while a command runs.
struct SecretRereader: Sendable {
    /// What is looked up.
    let reference: LocatedSecretReference
    /// What looks; without it values stay as they were.
    let resolver: SecretResolver?

    /// What a second look came to.
    enum Look {
        /// A value, the same as before or another.
        case value(Secret)
        /// Nothing looks again.
        case unchanged
        /// There is no value any more, in words.
        case gone(String)
    }

    /// Looks; warnings were given at the first look.
    func look() -> Look {
        guard let resolver else { return .unchanged }
        var problems: [Diagnostic] = []
        let found = resolver.resolve([reference], into: &problems)[reference]
        if let found { return .value(found) }
        return .gone(problems.first { $0.severity == .error }?.message ?? "it is not there")
    }
}

extension Secret {
    /// Whether it is the same value, byte by byte.
    func isSame(as other: Secret) -> Bool {
        exposeBytes { mine in other.exposeBytes { $0 == mine } }
    }
}
