public import Diagnostics
public import Secrets

extension ServicePrincipalDescription: DeclaredCredential {
    /// The service principal with its values.
    public func prepared(
        in workplace: CredentialWorkplace,
        into problems: inout [Diagnostic]
    ) -> (any PreparedCredential)? {
        ServicePrincipal(self, secrets: workplace.secrets, resolver: workplace.resolver, into: &problems)
    }
}

extension ServicePrincipal: PreparedCredential {
    /// The client secret.
    public var secrets: [Secret] { [proof.secret] }

    /// Entra's token endpoint.
    public func tokenSource(with tools: TokenSourceTools) -> any TokenSource {
        EntraTokenSource(client: client, proof: proof, tools: tools)
    }
}
