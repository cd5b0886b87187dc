public import Diagnostics
public import Secrets

/// A service principal as it is declared: nothing looked up yet.
public struct ServicePrincipalDescription: Sendable {
    /// The credential's name in the manifest.
    public let name: String
    /// The Entra tenant.
    public let tenantID: Setting
    /// The application's client id.
    public let clientID: Setting
    /// The client secret.
    public let clientSecret: LocatedSecretReference
    /// The host that gives tokens, with a port when it is not 443, such as `login.microsoftonline.com`.
    public let authorityHost: String
    /// Which token endpoint is asked.
    public let endpoint: TokenEndpoint

    /// A value that may be written out or referred to.
    public enum Setting: Hashable, Sendable {
        /// The value itself, and where it stands.
        case literal(String, at: SourceSpan)
        /// Where it is to be found.
        case reference(LocatedSecretReference)

        /// Where the setting stands in the manifest.
        var span: SourceSpan {
            switch self {
            case .literal(_, let span): span
            case .reference(let reference): reference.span
            }
        }
    }

    /// The two generations of Entra's token endpoint.
    public enum TokenEndpoint: Hashable, Sendable {
        /// `/oauth2/v2.0/token` with `scope=`.
        case v2
        /// `/oauth2/token` with `resource=`.
        case v1
    }

    /// Describes a service principal.
    ///
    /// - Parameters:
    ///   - name: The credential's name in the manifest.
    ///   - tenantID: The Entra tenant.
    ///   - clientID: The application's client id.
    ///   - clientSecret: The client secret.
    ///   - authorityHost: The host that gives tokens; that of the public cloud when it is left out.
    ///   - endpoint: Which token endpoint is asked.
    public init(
        name: String,
        tenantID: Setting,
        clientID: Setting,
        clientSecret: LocatedSecretReference,
        authorityHost: String = CloudEnvironment.publicCloud.authorityHost,
        endpoint: TokenEndpoint = .v2
    ) {
        self.name = name
        self.tenantID = tenantID
        self.clientID = clientID
        self.clientSecret = clientSecret
        self.authorityHost = authorityHost
        self.endpoint = endpoint
    }

    /// Every reference in it, in the order that a person reads them.
    public var references: [LocatedSecretReference] {
        [tenantID, clientID].compactMap { setting in
            guard case .reference(let reference) = setting else { return nil }
            return reference
        } + [clientSecret]
    }
}
