public import Diagnostics
import Secrets

/// A service principal with all its values, each checked as far as that can be done without asking anybody.
public struct ServicePrincipal: Sendable {
    /// What it was made of: names, places and references for messages.
    public let description: ServicePrincipalDescription
    let client: EntraClient
    let proof: ClientSecretProof

    /// Puts the values in.
    ///
    /// - Parameters:
    ///   - description: The service principal as it is declared.
    ///   - secrets: What its references led to; what is missing was reported already.
    ///   - resolver: Looks for another client secret when Entra refuses this one.
    ///   - problems: Where faults and warnings are added: RN0410, RN0411.
    public init?(
        _ description: ServicePrincipalDescription,
        secrets: ResolvedSecrets,
        resolver: SecretResolver? = nil,
        into problems: inout [Diagnostic]
    ) {
        let before = problems.count { $0.severity == .error }
        let client = EntraClient(description.application, secrets: secrets, into: &problems)
        let secret = secrets[description.clientSecret]
        if let appearance = secret?.expose({ ValueAppearance(of: $0) }), appearance.words != nil {
            problems.append(.suspiciousSecret(appearance, description.clientSecret))
        }
        guard problems.count(where: { $0.severity == .error }) == before, let client, let secret else {
            return nil
        }
        self.description = description
        self.client = client
        self.proof = ClientSecretProof(
            reference: description.clientSecret,
            secret: secret,
            resolver: resolver
        )
    }
}

extension ServicePrincipalDescription {
    /// All of it but the secret.
    var application: EntraClient.Declaration {
        EntraClient.Declaration(
            name: name,
            tenantID: tenantID,
            clientID: clientID,
            authorityHost: authorityHost,
            endpoint: endpoint,
            proofSpan: clientSecret.span
        )
    }
}
