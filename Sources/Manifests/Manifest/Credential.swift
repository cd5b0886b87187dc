public import Secrets

/// A declared credential: who a job is submitted as.
public struct Credential: Sendable {
    /// The name.
    public let name: Located<String>
    /// What it is.
    public let kind: Kind

    /// The types of credential.
    public enum Kind: Sendable {
        /// `azure-service-principal`.
        case azureServicePrincipal(AzureServicePrincipal)
        /// `azure-managed-identity`.
        case azureManagedIdentity(AzureManagedIdentity)
        /// `azure-workload-identity`.
        case azureWorkloadIdentity(AzureWorkloadIdentity)
        /// `azure-environment`.
        case azureEnvironment(AzureEnvironment)
        /// `azure-cli`.
        case azureCLI(AzureCLI)
    }

    /// A service principal that proves itself with a client secret or a certificate.
    public struct AzureServicePrincipal: Sendable {
        /// The Entra tenant: a literal or a reference.
        public let tenantID: ValueSource
        /// The application's client id.
        public let clientID: ValueSource
        /// What it proves itself with.
        public let proof: Proof
        /// Which Azure.
        public let cloud: Cloud
        /// Which token endpoint is asked.
        public let tokenEndpoint: TokenEndpointVersion
        /// The authority's host when it is not the cloud's, such as `login.microsoftonline.us`.
        public let authorityHost: Located<String>?

        /// What a service principal proves itself with; never a literal.
        public enum Proof: Sendable {
            /// A client secret.
            case secret(LocatedSecretReference)
            /// A certificate and its private key.
            case certificate(Certificate)
        }

        /// A certificate and its private key.
        public struct Certificate: Sendable {
            /// PEM or PKCS#12.
            public let content: LocatedSecretReference
            /// What the private key is encrypted with.
            public let password: LocatedSecretReference?
            /// Whether the chain is sent along, as `x5c`.
            public let sendsChain: Bool
            /// How assertions are signed.
            public let algorithm: SignatureAlgorithm
        }

        /// How assertions are signed.
        public enum SignatureAlgorithm: String, Sendable {
            /// RSA-PSS with SHA-256, and the certificate's SHA-256 thumbprint.
            case ps256 = "PS256"
            /// RSA PKCS#1 v1.5 with SHA-256, and the certificate's SHA-1 thumbprint.
            case rs256 = "RS256"
        }
    }

    /// The identity of the machine that runner runs on.
    public struct AzureManagedIdentity: Sendable {
        /// Which of the machine's identities.
        public let selector: Selector
        /// Who is asked.
        public let source: Source
        /// Which Azure.
        public let cloud: Cloud

        /// Which of a machine's identities.
        public enum Selector: Sendable {
            /// The system-assigned one.
            case systemAssigned
            /// A user-assigned one, by its client id.
            case clientID(ValueSource)
            /// A user-assigned one, by its object (principal) id.
            case objectID(ValueSource)
            /// A user-assigned one, by its resource id.
            case resourceID(ValueSource)
        }

        /// The services that hand out tokens of managed identities.
        public enum Source: String, CaseIterable, Sendable {
            /// The first whose variables are set, the metadata service last.
            case auto
            case serviceFabric
            case appService
            case azureArc
            case azureMachineLearning
            case cloudShell
            case imds
        }
    }

    /// An application that trusts the tokens of another issuer.
    public struct AzureWorkloadIdentity: Sendable {
        /// The Entra tenant.
        public let tenantID: ValueSource
        /// The application's client id.
        public let clientID: ValueSource
        /// Where the other issuer's token comes from.
        public let token: FederatedToken
        /// Which Azure.
        public let cloud: Cloud
        /// The authority's host when it is not the cloud's.
        public let authorityHost: Located<String>?

        /// Where the other issuer's token comes from, asked anew for every request.
        public enum FederatedToken: Sendable {
            /// A reference; without one the file that `AZURE_FEDERATED_TOKEN_FILE` names.
            case file(LocatedSecretReference?)
            /// GitHub Actions' issuer; without an audience the cloud's own.
            case gitHubActions(audience: Located<String>?)
            /// Azure Pipelines' issuer; without a reference the variable `SYSTEM_ACCESSTOKEN`.
            case azurePipelines(serviceConnectionID: ValueSource, accessToken: LocatedSecretReference?)
        }
    }

    /// What the variables of Azure's EnvironmentCredential describe.
    public struct AzureEnvironment: Sendable {
        /// Which Azure.
        public let cloud: Cloud
        /// Which token endpoint is asked.
        public let tokenEndpoint: TokenEndpointVersion
        /// The authority's host when it is not the cloud's.
        public let authorityHost: Located<String>?
    }

    /// Whoever is signed in with the Azure CLI.
    public struct AzureCLI: Sendable {
        /// The tenant; that of the sign-in without one.
        public let tenantID: ValueSource?
        /// The subscription whose sign-in is used.
        public let subscriptionID: ValueSource?
        /// Which Azure.
        public let cloud: Cloud
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
            let values = [principal.tenantID, principal.clientID].compactMap(\.reference)
            switch principal.proof {
            case .secret(let secret): return values + [secret]
            case .certificate(let certificate):
                return values + [certificate.content] + (certificate.password.map { [$0] } ?? [])
            }
        case .azureManagedIdentity(let identity):
            switch identity.selector {
            case .systemAssigned: return []
            case .clientID(let id), .objectID(let id), .resourceID(let id):
                return [id].compactMap(\.reference)
            }
        case .azureWorkloadIdentity(let identity):
            let values = [identity.tenantID, identity.clientID].compactMap(\.reference)
            switch identity.token {
            case .file(let token): return values + (token.map { [$0] } ?? [])
            case .gitHubActions: return values
            case .azurePipelines(let connection, let token):
                return values + [connection].compactMap(\.reference) + (token.map { [$0] } ?? [])
            }
        case .azureEnvironment: return []
        case .azureCLI(let sign): return [sign.tenantID, sign.subscriptionID].compactMap { $0?.reference }
        }
    }

    /// Which Azure the credential is of.
    public var cloud: Cloud {
        switch kind {
        case .azureServicePrincipal(let principal): principal.cloud
        case .azureManagedIdentity(let identity): identity.cloud
        case .azureWorkloadIdentity(let identity): identity.cloud
        case .azureEnvironment(let environment): environment.cloud
        case .azureCLI(let sign): sign.cloud
        }
    }

    /// The authority's host where the manifest names one.
    public var authorityHost: Located<String>? {
        switch kind {
        case .azureServicePrincipal(let principal): principal.authorityHost
        case .azureWorkloadIdentity(let identity): identity.authorityHost
        case .azureEnvironment(let environment): environment.authorityHost
        case .azureManagedIdentity, .azureCLI: nil
        }
    }

    /// The type's name in manifests.
    public var typeName: String {
        switch kind {
        case .azureServicePrincipal: "azure-service-principal"
        case .azureManagedIdentity: "azure-managed-identity"
        case .azureWorkloadIdentity: "azure-workload-identity"
        case .azureEnvironment: "azure-environment"
        case .azureCLI: "azure-cli"
        }
    }
}

extension Credential.ValueSource {
    /// Where the value is to be found, when it is referred to.
    public var reference: LocatedSecretReference? {
        switch self {
        case .literal: nil
        case .reference(let reference): reference
        }
    }
}
