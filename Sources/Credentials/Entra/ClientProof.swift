import Diagnostics
import HTTPExchange
import Secrets

/// What proves to Entra that a request is its client's: a secret, a signed assertion, another issuer's token.
///
/// Every conformer: each call of ``present(at:)`` makes what is good for one request, as fresh as it can be had; a
/// failure is a ``Diagnostic`` of `RN04`; neither a fact nor advice shows a secret.
protocol ClientProof: Sendable {
    /// What it is, such as `client secret`.
    var words: String { get }

    /// Where it is declared; messages about it point there.
    var span: SourceSpan { get }

    /// What tells it from another proof of the same client, for the cache; `nil` where it is always got anew.
    var identity: Secret? { get }

    /// Makes the fields of one request.
    ///
    /// - Parameter endpoint: Where the request goes; the audience of a signed assertion.
    /// - Returns: The fields, with what messages may say of them.
    /// - Throws: What hinders it, of `RN04`.
    func present(at endpoint: WebAddress) async throws(Diagnostic) -> PresentedProof

    /// What is known of a refusal that is about the proof.
    ///
    /// - Parameters:
    ///   - refusal: What Entra says.
    ///   - client: Who asked.
    ///   - presented: What was sent.
    /// - Returns: What to say; `nil` when the refusal is about something else.
    func advice(on refusal: EntraRefusal, to client: EntraClient, presented: PresentedProof) -> EntraAdvice?

    /// Whether a fresh proof may be accepted where one was refused; asked once for each token.
    ///
    /// - Parameter refusal: What Entra says.
    /// - Returns: Whether to present anew and ask again.
    func maySucceedAnew(after refusal: EntraRefusal) async -> Bool
}

extension ClientProof {
    /// No: the same proof would be refused again.
    func maySucceedAnew(after refusal: EntraRefusal) async -> Bool { false }
}

/// What proves one request.
struct PresentedProof: Sendable {
    /// The form's fields, in the order that they are sent.
    let fields: [(name: String, value: Secret)]
    /// What may be said of it when it is refused, such as where it came from.
    let facts: [String]
}
