public import Credentials
import Diagnostics
import Manifests
public import Plans
import Secrets

extension CredentialUse {
    /// The credential that a plan uses, to be prepared.
    public var declared: any DeclaredCredential {
        let name = credential.name.value
        switch credential.kind {
        case .azureServicePrincipal(let principal):
            switch principal.proof {
            case .secret(let secret):
                return ServicePrincipalDescription(
                    name: name,
                    tenantID: .init(principal.tenantID),
                    clientID: .init(principal.clientID),
                    clientSecret: secret,
                    authorityHost: authority,
                    endpoint: principal.tokenEndpoint == .v1 ? .v1 : .v2
                )
            case .certificate(let certificate):
                return CertificatePrincipalDescription(
                    name: name,
                    tenantID: .init(principal.tenantID),
                    clientID: .init(principal.clientID),
                    certificate: .init(
                        content: certificate.content,
                        password: certificate.password,
                        sendsChain: certificate.sendsChain,
                        algorithm: certificate.algorithm == .ps256 ? .ps256 : .rs256
                    ),
                    authorityHost: authority,
                    endpoint: principal.tokenEndpoint == .v1 ? .v1 : .v2
                )
            }
        case .azureWorkloadIdentity(let identity):
            return WorkloadIdentityDescription(
                name: name,
                at: credential.name.span,
                tenantID: .init(identity.tenantID),
                clientID: .init(identity.clientID),
                token: .init(identity.token),
                audience: identity.token.audience ?? CloudEnvironment(identity.cloud).tokenExchange,
                authorityHost: authority
            )
        case .azureManagedIdentity(let identity):
            return ManagedIdentityDescription(
                name: name,
                selector: .init(identity.selector),
                source: .init(identity.source),
                at: credential.name.span
            )
        case .azureEnvironment(let environment):
            return AzureEnvironmentDescription(
                name: name,
                at: credential.name.span,
                authorityHost: authority,
                namesAuthority: environment.authorityHost != nil,
                authorities: AzureCloud(environment.cloud).authorities,
                endpoint: environment.tokenEndpoint == .v1 ? .v1 : .v2
            )
        case .azureCLI(let sign):
            return AzureCLIDescription(
                name: name,
                at: credential.name.span,
                tenantID: sign.tenantID.map { .init($0) },
                subscriptionID: sign.subscriptionID.map { .init($0) }
            )
        }
    }
}

extension Credential.AzureWorkloadIdentity.FederatedToken {
    /// What the token is asked for, where the manifest says it.
    fileprivate var audience: String? {
        guard case .gitHubActions(let audience) = self else { return nil }
        return audience?.value
    }
}

extension WorkloadIdentityDescription.Token {
    fileprivate init(_ token: Credential.AzureWorkloadIdentity.FederatedToken) {
        switch token {
        case .file(let reference): self = .file(reference)
        case .gitHubActions: self = .gitHubActions
        case .azurePipelines(let connection, let token):
            self = .azurePipelines(serviceConnectionID: .init(connection), accessToken: token)
        }
    }
}

extension ManagedIdentityDescription.Selector {
    fileprivate init(_ selector: Credential.AzureManagedIdentity.Selector) {
        switch selector {
        case .systemAssigned: self = .systemAssigned
        case .clientID(let id): self = .clientID(.init(id))
        case .objectID(let id): self = .objectID(.init(id))
        case .resourceID(let id): self = .resourceID(.init(id))
        }
    }
}

extension CloudEnvironment {
    fileprivate init(_ cloud: Credential.Cloud) {
        switch cloud {
        case .publicCloud: self = .publicCloud
        case .usGovernment: self = .usGovernment
        case .china: self = .china
        }
    }
}

extension ManagedIdentitySource? {
    fileprivate init(_ source: Credential.AzureManagedIdentity.Source) {
        self =
            switch source {
            case .auto: nil
            case .serviceFabric: .serviceFabric
            case .appService: .appService
            case .azureArc: .azureArc
            case .azureMachineLearning: .azureMachineLearning
            case .cloudShell: .cloudShell
            case .imds: .imds
            }
    }
}

extension ServicePrincipalDescription.Setting {
    fileprivate init(_ source: Credential.ValueSource) {
        switch source {
        case .literal(let text): self = .literal(text.value, at: text.span)
        case .reference(let reference): self = .reference(reference)
        }
    }
}
