public import Secrets

/// What an emulator plays: tenants, batch endpoints with their deployments, and the storage that they read and write.
///
/// Paths are as they were written: relative ones from the document's folder.
public struct EmulatorConfiguration: Sendable {
    /// The document's name.
    public let name: Located<String>
    /// The Entra tenants.
    public let tenants: [Tenant]
    /// How long an access token is good for.
    public let tokenLifetime: Duration
    /// The managed identities of the machine.
    public let identities: [EmulatedIdentity]
    /// Who is signed in with the Azure CLI, when that is played.
    public let signIn: EmulatedSignIn?
    /// What issuers of tokens about the job say, when they are played.
    public let jobIdentity: JobIdentity?
    /// The batch endpoints.
    public let endpoints: [EmulatedEndpoint]
    /// The storage, as URI prefixes that stand for folders.
    public let storage: [StorageArea]
    /// Variables that references to the environment read, in place of the real ones.
    public let environment: [String: Secret]
    /// The name of the source that it was read from.
    public let file: String

    /// An Entra tenant.
    public struct Tenant: Sendable {
        /// The tenant's id.
        public let id: Located<String>
        /// The applications that it knows.
        public let applications: [Application]
    }

    /// An application with what it may prove itself by.
    public struct Application: Sendable {
        /// The client id.
        public let clientID: Located<String>
        /// Its secret, or where that is to be found, when it has one.
        public let clientSecret: SecretSource?
        /// The files of its certificates.
        public let certificates: [Located<String>]
        /// The tokens of other issuers that it trusts.
        public let federatedCredentials: [FederatedCredential]
    }

    /// What another issuer's token must say, letter for letter.
    public struct FederatedCredential: Hashable, Sendable {
        /// Its `iss`.
        public let issuer: String
        /// Its `sub`.
        public let subject: String
        /// Its `aud`.
        public let audience: String

        /// Says what it must say.
        ///
        /// - Parameters:
        ///   - issuer: Its `iss`.
        ///   - subject: Its `sub`.
        ///   - audience: Its `aud`.
        public init(issuer: String, subject: String, audience: String) {
            self.issuer = issuer
            self.subject = subject
            self.audience = audience
        }
    }

    /// What tokens about the job say.
    public struct JobIdentity: Hashable, Sendable {
        /// Their `iss`.
        public let issuer: String
        /// Their `sub`.
        public let subject: String
        /// Their `aud`, where nobody asks for another.
        public let audience: String

        /// Says what they say.
        ///
        /// - Parameters:
        ///   - issuer: Their `iss`.
        ///   - subject: Their `sub`.
        ///   - audience: Their `aud`.
        public init(issuer: String, subject: String, audience: String) {
            self.issuer = issuer
            self.subject = subject
            self.audience = audience
        }
    }

    /// A secret that may be written out, because it opens nothing but the emulator.
    public enum SecretSource: Sendable {
        /// The value itself.
        case literal(Secret)
        /// Where it is to be found.
        case reference(LocatedSecretReference)
    }

    /// A URI prefix that stands for a folder.
    public struct StorageArea: Sendable {
        /// The prefix, without a slash at its end.
        public let prefix: Located<String>
        /// The folder.
        public let folder: Located<String>
        /// Whether jobs may write there.
        public let isWritable: Bool
    }
}

extension EmulatorConfiguration {
    /// Every place that a secret is taken from, in the document's order.
    public var references: [LocatedSecretReference] {
        tenants.flatMap(\.applications).compactMap { application in
            guard case .reference(let reference)? = application.clientSecret else { return nil }
            return reference
        }
    }
}
