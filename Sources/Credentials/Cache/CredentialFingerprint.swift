import Crypto
public import Secrets

/// Tells credentials apart without holding them: equal for the same proof of the same identity, and only within one
/// process.
///
/// HMAC-SHA-256 under a random key that never leaves the process, so that not even a short secret can be found from
/// it. Prints nothing of it.
public struct CredentialFingerprint: Hashable, Sendable, CustomStringConvertible, CustomReflectable {
    private let digest: [UInt8]

    /// The random key of a process's fingerprints.
    public struct Salt: Sendable, CustomReflectable {
        fileprivate let key: SymmetricKey

        /// Makes a salt.
        ///
        /// - Parameter random: Eight random bytes at a time; called four times.
        public init(random: () -> UInt64) {
            self.key = SymmetricKey(data: (0..<4).flatMap { _ in CredentialFingerprint.bytes(random()) })
        }

        /// Shows nothing.
        public var customMirror: Mirror { Mirror(self, children: [], displayStyle: .struct) }
    }

    /// Takes a fingerprint.
    ///
    /// - Parameters:
    ///   - authority: Who gives the tokens.
    ///   - tenant: The tenant, when there is one.
    ///   - identity: Who asks, such as a client id.
    ///   - proof: What proves it; `nil` where nothing of ours does.
    ///   - salt: The process's salt.
    public init(authority: String, tenant: String, identity: String, proof: Secret?, salt: Salt) {
        var code = HMAC<SHA256>(key: salt.key)
        // Each part with its length, so that no two lists of parts read alike.
        for part in [authority, tenant, identity] + (proof.map { [$0.expose { $0 }] } ?? []) {
            code.update(data: Self.bytes(UInt64(part.utf8.count)))
            code.update(data: Array(part.utf8))
        }
        self.digest = Array(code.finalize())
    }

    private static func bytes(_ value: UInt64) -> [UInt8] {
        (0..<8).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
    }

    /// Says nothing.
    public var description: String { "CredentialFingerprint" }
    /// Shows nothing.
    public var customMirror: Mirror { Mirror(self, children: [], displayStyle: .struct) }
}
