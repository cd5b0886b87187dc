import Diagnostics
import HTTPExchange
import HTTPTypes
import Secrets

/// The one request for a token, at either generation of Entra's endpoint.
struct EntraTokenRequest {
    let principal: ServicePrincipal
    let audience: Audience
    /// Comes back as the correlation id; the same for every try.
    let id: String

    /// The request, with the secret in its body.
    func outgoing() throws(Diagnostic) -> OutgoingRequest {
        let value = audience.value
        let isSound =
            !value.isEmpty
            && value.utf8.allSatisfy { ValueAppearance.isLetterOrDigit($0) || "_.:/-".utf8.contains($0) }
        guard isSound else { throw .malformedAudience(audience, principal) }
        var form = [("grant_type", "client_credentials"), ("client_id", principal.client)]
        principal.secret.expose { form.append(("client_secret", $0)) }
        let path: String
        switch principal.description.endpoint {
        case .v2:
            form.append(("scope", value + "/.default"))
            path = "/oauth2/v2.0/token"
        case .v1:
            form.append(("resource", value))
            path = "/oauth2/token"
        }
        var fields: HTTPFields = [
            .contentType: "application/x-www-form-urlencoded", .accept: "application/json",
        ]
        fields[.clientRequestID] = id
        return OutgoingRequest(
            method: .post,
            address: WebAddress(
                scheme: principal.authority.scheme,
                host: principal.authority.host,
                port: principal.authority.explicitPort,
                path: "/" + principal.tenant + path
            ),
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
    static func malformedAudience(_ audience: Audience, _ principal: ServicePrincipal) -> Diagnostic {
        Diagnostic(
            .malformedCredential,
            "`\(Sanitizer.line(audience.value, limit: 80))` is nothing that a token can be for",
            at: Label(principal.description.clientSecret.span)
        )
    }
}
