public import Secrets

/// A declared credential: who a job is submitted as.
public struct Credential: Sendable {
    /// The name.
    public let name: Located<String>
    /// What it is.
    public let kind: Kind

    /// The types of credential that this version can use.
    public enum Kind: Sendable {
        /// `azure-service-principal` with a client secret.
        case azureServicePrincipal(AzureServicePrincipal)
    }

    /// A service principal that proves itself with a client secret.
    public struct AzureServicePrincipal: Sendable {
        /// The Entra tenant: a literal or a reference.
        public let tenantID: ValueSource
        /// The application's client id.
        public let clientID: ValueSource
        /// The client secret; never a literal.
        public let clientSecret: LocatedSecretReference
        /// Which Azure.
        public let cloud: Cloud
        /// Which token endpoint is asked.
        public let tokenEndpoint: TokenEndpointVersion
        /// The authority's host when it is not the cloud's, such as `login.microsoftonline.us`.
        public let authorityHost: Located<String>?
    }

    /// The clouds of Azure: each has its own authorities, audiences and hosts.
    public enum Cloud: String, CaseIterable, Sendable {
        /// The public cloud.
        case publicCloud = "public"
        /// The cloud of the United States' government.
        case usGovernment
        /// The cloud that 21Vianet runs in China.
        case china
    }

    /// The two generations of Entra's token endpoint.
    public enum TokenEndpointVersion: String, Sendable {
        /// `/oauth2/v2.0/token` with `scope=`.
        case v2
        /// `/oauth2/token` with `resource=`.
        case v1
    }

    /// A value that may stand in the manifest or be referred to.
    public enum ValueSource: Hashable, Sendable {
        /// The value itself.
        case literal(Located<String>)
        /// Where it is to be found.
        case reference(LocatedSecretReference)
    }
}

extension Credential {
    /// Every place that this credential takes a value from, in the order that a person reads them.
    public var references: [LocatedSecretReference] {
        switch kind {
        case .azureServicePrincipal(let principal):
            var found: [LocatedSecretReference] = []
            for source in [principal.tenantID, principal.clientID] {
                if case .reference(let reference) = source { found.append(reference) }
            }
            found.append(principal.clientSecret)
            return found
        }
    }

    /// The type's name in manifests.
    public var typeName: String {
        switch kind {
        case .azureServicePrincipal: "azure-service-principal"
        }
    }
}
