import Diagnostics
import HTTPExchange
import Secrets
import Synchronization

/// A client secret: the same for every request, until Entra refuses it and another is found in its place.
final class ClientSecretProof: ClientProof {
    /// Where it came from.
    let reference: LocatedSecretReference
    /// The secret as it was read first.
    let secret: Secret
    private let source: SecretRereader
    private let current: Mutex<Secret>

    /// Makes a proof.
    ///
    /// - Parameters:
    ///   - reference: Where the secret came from.
    ///   - secret: The secret.
    ///   - resolver: Looks for another when this one is refused.
    init(reference: LocatedSecretReference, secret: Secret, resolver: SecretResolver?) {
        self.reference = reference
        self.secret = secret
        self.source = SecretRereader(reference: reference, resolver: resolver)
        self.current = Mutex(secret)
    }

    var words: String { "client secret" }

    var span: SourceSpan { reference.span }

    var identity: Secret? { secret }

    func present(at endpoint: WebAddress) async throws(Diagnostic) -> PresentedProof {
        let secret = current.withLock { $0 }
        var facts = "the secret came from `\(reference.reference)` and has \(secret.count) bytes"
        if let words = secret.expose({ ValueAppearance(of: $0) })?.words { facts += "; it " + words }
        return PresentedProof(fields: [("client_secret", secret)], facts: [facts])
    }

    /// When the secret was replaced where it came from: rotations do not wait for long runs.
    func maySucceedAnew(after refusal: EntraRefusal) async -> Bool {
        guard refusal.error == "invalid_client", case .value(let found) = source.look() else { return false }
        return current.withLock { current in
            guard !found.isSame(as: current) else { return false }
            current = found
            return true
        }
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
