import Diagnostics
import HTTPExchange
import Secrets

/// A client secret: the same for every request.
struct ClientSecretProof: ClientProof {
    /// Where it came from.
    let reference: LocatedSecretReference
    /// The secret.
    let secret: Secret

    var words: String { "client secret" }

    var span: SourceSpan { reference.span }

    var identity: Secret? { secret }

    func present(at endpoint: WebAddress) async throws(Diagnostic) -> PresentedProof {
        var facts = "the secret came from `\(reference.reference)` and has \(secret.count) bytes"
        if let words = secret.expose({ ValueAppearance(of: $0) })?.words { facts += "; it " + words }
        return PresentedProof(fields: [("client_secret", secret)], facts: [facts])
    }

    func advice(on refusal: EntraRefusal, to client: EntraClient, presented: PresentedProof) -> EntraAdvice? {
        switch refusal.code {
        case 7_000_215:
            EntraAdvice(
                what: "the client secret is wrong",
                subject: .proof,
                help: "give the secret's value, not its id, and the one of this application"
            )
        case 7_000_222:
            EntraAdvice(
                what: "the client secret has expired",
                subject: .proof,
                help: "create a new one: `az ad app credential reset --id \(client.client)`"
            )
        case 7_000_216, 7_000_218:
            EntraAdvice(
                what: "no client secret arrived",
                subject: .proof,
                help: "check that something between here and Entra does not change requests"
            )
        case 700_025:
            EntraAdvice(
                what: "the application is a public client, which has no secret",
                subject: .client,
                help: "turn off “Allow public client flows” of the application, or use another one"
            )
        default: nil
        }
    }
}
