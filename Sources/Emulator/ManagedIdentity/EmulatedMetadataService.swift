import Host
import JSONValues
import Manifests
import Secrets

/// The metadata service of a virtual machine: `/metadata/identity/oauth2/token`, as strict as the real one.
struct EmulatedMetadataService: Sendable {
    /// The service's host, on every machine of Azure.
    static let host = "169.254.169.254"
    private static let path = "/metadata/identity/oauth2/token"
    private static let firstVersion = "2018-02-01"

    /// Who has tokens here.
    let book: IdentityBook
    /// The time.
    let time: any Timekeeper

    /// Answers a request.
    func answer(_ request: EmulatedRequest) -> EmulatorAnswer {
        guard request.path == Self.path else { return refusal(404, "not_found", "no such path here") }
        guard request.method == "GET" else { return refusal(405, "method_not_allowed", "Method not allowed") }
        // Both show that the request was meant for this service and was not passed on.
        guard request.field("Metadata")?.lowercased() == "true" else {
            return refusal(400, "bad_request_102", "Required metadata header not specified")
        }
        guard request.field("X-Forwarded-For") == nil else {
            return refusal(400, "bad_request_102", "X-Forwarded-For header is not allowed")
        }
        guard let query = try? FormFields(Array(request.query.utf8)) else {
            return refusal(400, "invalid_request", "The query is malformed or has a parameter twice")
        }
        guard let version = query["api-version"], Self.isVersion(version) else {
            return refusal(
                400,
                "invalid_request",
                "Required api-version parameter not specified or not supported"
            )
        }
        guard let audience = query["resource"] else {
            return refusal(400, "invalid_request", "Required audience parameter not specified")
        }
        do throws(IdentityBook.Fault) {
            let identity = try book.identity(
                query,
                ["client_id": .client, "object_id": .object, "msi_res_id": .resource, "mi_res_id": .resource]
            )
            guard book.knows(audience) else { return unknown(audience) }
            let now = Int(time.now.milliseconds / 1000)
            // The service writes every number as a string.
            return .json(
                200,
                [
                    "access_token": .string(book.token(of: identity, for: audience)),
                    "client_id": .string(identity.clientID),
                    "expires_in": .string(String(book.lifetime)),
                    "expires_on": .string(String(now + book.lifetime)),
                    "ext_expires_in": .string(String(book.lifetime)),
                    "not_before": .string(String(now)),
                    "resource": .string(audience),
                    "token_type": "Bearer",
                ]
            )
        } catch {
            switch error {
            case .notFound: return refusal(400, "invalid_request", "Identity not found")
            case .chosenTwice:
                return refusal(400, "invalid_request", "More than one of client_id, object_id and msi_res_id")
            case .several:
                return refusal(
                    400,
                    "invalid_request",
                    "Multiple user assigned identities exist, please specify the clientId / resourceId of the identity "
                        + "in the token request"
                )
            }
        }
    }

    private func unknown(_ audience: String) -> EmulatorAnswer {
        let shown = Sanitizer.clean(audience, limit: 200)
        return refusal(
            400,
            "invalid_resource",
            "AADSTS500011: The resource principal named \(shown) was not found in the tenant named \(book.tenantID)."
        )
    }

    private func refusal(_ status: Int, _ error: String, _ text: String) -> EmulatorAnswer {
        .json(status, ["error": .string(error), "error_description": .string(text)])
    }

    /// A day, of the first version that had tokens or later.
    private static func isVersion(_ text: String) -> Bool {
        let bytes = Array(text.utf8)
        guard bytes.count == 10 else { return false }
        let isDay = bytes.enumerated().allSatisfy { index, byte in
            index == 4 || index == 7 ? byte == UInt8(ascii: "-") : 0x30...0x39 ~= byte
        }
        return isDay && text >= firstVersion
    }
}
