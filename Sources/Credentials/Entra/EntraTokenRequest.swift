import Diagnostics
import HTTPExchange
import HTTPTypes
import Secrets

/// The one request for a token, at either generation of Entra's endpoint.
struct EntraTokenRequest {
    let client: EntraClient
    let audience: Audience
    /// What the token is to say besides.
    let challenge: ClaimsChallenge?
    /// Comes back as the correlation id; the same for every try.
    let id: String

    /// Checks what is to be asked for.
    ///
    /// - Parameters:
    ///   - client: Who asks.
    ///   - audience: What the token is for.
    ///   - challenge: What the token is to say besides.
    ///   - id: The request's id.
    ///   - span: Where a fault of it is shown.
    /// - Throws: RN0410 for an audience that cannot be one.
    init(
        client: EntraClient,
        audience: Audience,
        challenge: ClaimsChallenge?,
        id: String,
        at span: SourceSpan
    ) throws(Diagnostic) {
        guard Self.isSound(audience) else { throw .malformedAudience(audience, at: span) }
        self.client = client
        self.audience = audience
        self.challenge = challenge
        self.id = id
    }

    /// Whether a token can be for it.
    static func isSound(_ audience: Audience) -> Bool {
        let bytes = audience.value.utf8
        return !bytes.isEmpty
            && bytes.allSatisfy { ValueAppearance.isLetterOrDigit($0) || "_.:/-".utf8.contains($0) }
    }

    /// The request, with the proof in its body.
    ///
    /// - Parameter proof: What proves it.
    /// - Returns: The request.
    func outgoing(with proof: PresentedProof) -> OutgoingRequest {
        var form = [("grant_type", "client_credentials"), ("client_id", client.client)]
        for field in proof.fields { field.value.expose { form.append((field.name, $0)) } }
        switch client.endpoint {
        case .v2:
            form.append(("scope", audience.value + "/.default"))
            if let challenge { form.append(("claims", challenge.formValue)) }
        case .v1: form.append(("resource", audience.value))
        }
        var fields: HTTPFields = [
            .contentType: "application/x-www-form-urlencoded", .accept: "application/json",
        ]
        fields[.clientRequestID] = id
        return OutgoingRequest(
            method: .post,
            address: client.tokenAddress,
            fields: fields,
            body: FormText.encode(form)
        )
    }
}

extension HTTPField.Name {
    /// Comes back as Entra's correlation id.
    static let clientRequestID = known("client-request-id")

    private static func known(_ name: String) -> HTTPField.Name {
        guard let name = HTTPField.Name(name) else { preconditionFailure("`\(name)` is not a field name") }
        return name
    }
}

extension Diagnostic {
    static func malformedAudience(_ audience: Audience, at span: SourceSpan) -> Diagnostic {
        Diagnostic(
            .malformedCredential,
            "`\(Sanitizer.line(audience.value, limit: 80))` is nothing that a token can be for",
            at: Label(span)
        )
    }
}
