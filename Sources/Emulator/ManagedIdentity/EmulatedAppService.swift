import Host
import JSONValues
import Manifests
import Secrets

/// The endpoint that App Service runs beside an app, where the document's `IDENTITY_ENDPOINT` says that it is.
struct EmulatedAppService: Sendable {
    /// The endpoint's host, lower case.
    let host: String
    /// The endpoint's path.
    let path: String
    /// What a request must show in `X-IDENTITY-HEADER`.
    let header: Secret
    /// Who has tokens here.
    let book: IdentityBook
    /// The time.
    let time: any Timekeeper

    /// The version of the protocol that is played.
    private static let version = "2019-08-01"

    /// Answers a request to the endpoint's path.
    func answer(_ request: EmulatedRequest) -> EmulatorAnswer {
        guard request.method == "GET" else { return refusal(405, "Method not allowed.") }
        let given = request.field("X-IDENTITY-HEADER") ?? ""
        guard header.expose({ book.tokens.isSame(given, $0) }) else {
            return refusal(401, "X-IDENTITY-HEADER header is missing or incorrect.")
        }
        guard let query = try? FormFields(Array(request.query.utf8)) else {
            return refusal(400, "The query is malformed or has a parameter twice.")
        }
        guard query["api-version"] == Self.version else {
            return refusal(400, "The api-version is missing or not supported.")
        }
        guard let audience = query["resource"] else { return refusal(400, "The resource is missing.") }
        guard book.knows(audience) else {
            return refusal(500, "An unexpected error occured while fetching the AAD Token.")
        }
        let identity = try? book.identity(
            query,
            [
                "client_id": .client, "object_id": .object, "principal_id": .object, "mi_res_id": .resource,
            ]
        )
        guard let identity else {
            return refusal(400, "No Managed Identity found for specified ClientId/ResourceId/PrincipalId.")
        }
        let now = Int(time.now.milliseconds / 1000)
        // When it ends is all that it says of the token's life.
        return .json(
            200,
            [
                "access_token": .string(book.token(of: identity, for: audience)),
                "client_id": .string(identity.clientID),
                "expires_on": .string(String(now + book.lifetime)),
                "resource": .string(audience),
                "token_type": "Bearer",
            ]
        )
    }

    private func refusal(_ status: Int, _ message: String) -> EmulatorAnswer {
        .json(status, ["statusCode": .number(JSONNumber(status)), "message": .string(message)])
    }
}
