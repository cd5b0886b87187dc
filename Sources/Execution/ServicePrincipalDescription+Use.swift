public import Credentials
import Manifests
public import Plans

extension ServicePrincipalDescription {
    /// The service principal that a plan's credential describes.
    ///
    /// - Parameter use: A credential with the authority that it is proved to.
    public init(_ use: CredentialUse) {
        switch use.credential.kind {
        case .azureServicePrincipal(let principal):
            self.init(
                name: use.credential.name.value,
                tenantID: Setting(principal.tenantID),
                clientID: Setting(principal.clientID),
                clientSecret: principal.clientSecret,
                authorityHost: use.authority,
                endpoint: principal.tokenEndpoint == .v1 ? .v1 : .v2
            )
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
