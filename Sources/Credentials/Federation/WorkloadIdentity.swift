import Diagnostics
import HTTPExchange
import Host
import Secrets

/// An application that trusts another issuer's tokens, with all its values.
struct WorkloadIdentity: PreparedCredential {
    let client: EntraClient
    let issuer: any PreparedTokenIssuer
    let span: SourceSpan
    let audience: String

    var secrets: [Secret] { issuer.secrets }

    func tokenSource(with tools: TokenSourceTools) -> any TokenSource {
        EntraTokenSource(
            client: client,
            proof: FederatedTokenProof(
                issuer: issuer.issuer(with: tools),
                span: span,
                audience: audience,
                time: tools.time,
                register: tools.register
            ),
            tools: tools
        )
    }
}

/// Another issuer's token, asked for anew for each request to Entra.
struct FederatedTokenProof: ClientProof {
    let issuer: any FederatedTokenIssuer
    let span: SourceSpan
    /// What the token should be for.
    let audience: String
    let time: any Timekeeper
    let register: @Sendable (Secret) -> Void

    var words: String { "federated token" }

    /// Not the token, which is another one each time, but where it comes from.
    var identity: Secret? { Secret(issuer.origin) }

    func present(at endpoint: WebAddress) async throws(Diagnostic) -> PresentedProof {
        let token = try await issuer.token()
        register(token.secret)
        return PresentedProof(
            fields: [
                ("client_assertion_type", Secret("urn:ietf:params:oauth:client-assertion-type:jwt-bearer")),
                ("client_assertion", token.secret),
            ],
            facts: [issuer.origin]
        )
    }

    /// A token that is too old, or of a file that was replaced meanwhile.
    func maySucceedAnew(after refusal: EntraRefusal) async -> Bool { refusal.code == 700_024 }

    func advice(on refusal: EntraRefusal, to client: EntraClient, presented: PresentedProof) -> EntraAdvice? {
        let claims = presented.fields.last.flatMap { TokenClaims(of: $0.value) }
        return FederationAdvice(
            claims: claims,
            client: client.client,
            audience: audience,
            adviceOnAge: issuer.adviceOnAge,
            now: time.now
        ).advice(on: refusal)
    }
}
