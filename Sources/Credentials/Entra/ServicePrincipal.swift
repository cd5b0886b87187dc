public import Diagnostics
import HTTPExchange
import Secrets

/// A service principal with all its values, each checked as far as that can be done without asking anybody.
public struct ServicePrincipal: Sendable {
    /// What it was made of: names, places and references for messages.
    public let description: ServicePrincipalDescription
    let tenant: String
    let client: String
    let secret: Secret
    let authority: WebAddress

    /// Puts the values in.
    ///
    /// - Parameters:
    ///   - description: The service principal as it is declared.
    ///   - secrets: What its references led to; what is missing was reported already.
    ///   - problems: Where faults and warnings are added: RN0410, RN0411.
    public init?(
        _ description: ServicePrincipalDescription,
        secrets: ResolvedSecrets,
        into problems: inout [Diagnostic]
    ) {
        let before = problems.count { $0.severity == .error }
        let check = ServicePrincipalCheck(description: description)
        let tenant = Self.value(of: description.tenantID, in: secrets).flatMap {
            check.identifier($0, description.tenantID, .tenant, into: &problems)
        }
        let client = Self.value(of: description.clientID, in: secrets).flatMap {
            check.identifier($0, description.clientID, .client, into: &problems)
        }
        let authority = check.authority(into: &problems)
        let secret = secrets[description.clientSecret]
        if let secret { check.secret(secret, into: &problems) }
        guard problems.count(where: { $0.severity == .error }) == before, let tenant, let client,
            let authority,
            let secret
        else { return nil }
        self.description = description
        self.tenant = tenant
        self.client = client
        self.secret = secret
        self.authority = authority
    }

    private static func value(of setting: ServicePrincipalDescription.Setting, in secrets: ResolvedSecrets)
        -> String?
    {
        switch setting {
        case .literal(let text, _): text
        case .reference(let reference): secrets[reference]?.expose { $0 }
        }
    }
}
