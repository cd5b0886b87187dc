import Diagnostics
import HTTPExchange
import Secrets

/// An application that asks Entra for tokens: all that is known of it but what proves it.
struct EntraClient: Sendable {
    /// The credential's name in the manifest.
    let name: String
    /// The tenant's id or domain.
    let tenant: String
    /// The application's client id.
    let client: String
    /// Who is asked.
    let authority: WebAddress
    /// Which token endpoint is asked.
    let endpoint: ServicePrincipalDescription.TokenEndpoint
    /// Where the tenant is declared.
    let tenantSpan: SourceSpan
    /// Where the client id is declared.
    let clientSpan: SourceSpan

    /// Puts the values in.
    ///
    /// - Parameters:
    ///   - declaration: The application as it is declared.
    ///   - secrets: What its references led to; what is missing was reported already.
    ///   - problems: Where faults are added: RN0410.
    init?(_ declaration: Declaration, secrets: ResolvedSecrets, into problems: inout [Diagnostic]) {
        let check = EntraClientCheck(declaration: declaration)
        let tenant = secrets.value(of: declaration.tenantID).flatMap {
            check.identifier($0, declaration.tenantID, .tenant, into: &problems)
        }
        let client = secrets.value(of: declaration.clientID).flatMap {
            check.identifier($0, declaration.clientID, .client, into: &problems)
        }
        guard let authority = check.authority(into: &problems), let tenant, let client else { return nil }
        self.name = declaration.name
        self.tenant = tenant
        self.client = client
        self.authority = authority
        self.endpoint = declaration.endpoint
        self.tenantSpan = declaration.tenantID.span
        self.clientSpan = declaration.clientID.span
    }

    /// A note on who asked where.
    ///
    /// - Parameter id: The request's own id, which is told where the answer has no correlation id: Entra, its front
    ///   and a proxy between log it as `client-request-id`.
    /// - Returns: The note.
    func whereAsked(request id: String? = nil) -> String {
        "asked at `\(authority.authority)` as client `\(client)` of tenant `\(tenant)`"
            + (id.map { ", client-request-id \($0)" } ?? "")
    }

    /// The address that tokens are asked for at; a signed assertion names it as its audience.
    var tokenAddress: WebAddress {
        WebAddress(
            scheme: authority.scheme,
            host: authority.host,
            port: authority.explicitPort,
            path: "/" + tenant + (endpoint == .v2 ? "/oauth2/v2.0/token" : "/oauth2/token")
        )
    }
}

extension EntraClient {
    /// An application as it is declared: nothing looked up yet.
    struct Declaration: Sendable {
        /// The credential's name in the manifest.
        let name: String
        /// The Entra tenant.
        let tenantID: ServicePrincipalDescription.Setting
        /// The application's client id.
        let clientID: ServicePrincipalDescription.Setting
        /// The host that gives tokens, with a port when it is not 443.
        let authorityHost: String
        /// Which token endpoint is asked.
        let endpoint: ServicePrincipalDescription.TokenEndpoint
        /// Where the proof is declared; faults of what is sent to the authority point there.
        let proofSpan: SourceSpan
    }
}

extension ResolvedSecrets {
    /// What a setting says; `nil` when it is referred to and was not found.
    func value(of setting: ServicePrincipalDescription.Setting) -> String? {
        switch setting {
        case .literal(let text, _): text
        case .reference(let reference): self[reference]?.expose { $0 }
        }
    }
}
