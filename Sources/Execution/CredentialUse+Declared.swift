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
            case .certificate: return UnavailableCredential(name: name)
            }
        case .azureManagedIdentity: return UnavailableCredential(name: name)
        case .azureWorkloadIdentity: return UnavailableCredential(name: name)
        case .azureEnvironment: return UnavailableCredential(name: name)
        case .azureCLI: return UnavailableCredential(name: name)
        }
    }
}

/// Stands where `AvailableKeys` has refused the manifest already.
private struct UnavailableCredential: DeclaredCredential {
    let name: String
    var references: [LocatedSecretReference] { [] }

    func prepared(
        in workplace: CredentialWorkplace,
        into problems: inout [Diagnostic]
    ) -> (any PreparedCredential)? {
        preconditionFailure("`credentials.\(name)` is of a type that reading refuses")
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
