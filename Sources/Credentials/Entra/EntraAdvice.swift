import HTTPExchange

/// What is known of one of Entra's error numbers.
///
/// - SeeAlso: https://learn.microsoft.com/entra/identity-platform/reference-error-codes
struct EntraAdvice: Hashable {
    /// What is wrong, without a subject in front.
    let what: String
    /// What the fault is about.
    let subject: Subject
    /// What to do.
    let help: String
    /// What else is to be known.
    var notes: [String] = []

    /// The part of a credential that a fault is about.
    enum Subject: Hashable {
        case proof
        case client
        case tenant
        case other
    }

    /// What is known of a refusal.
    ///
    /// - Parameters:
    ///   - refusal: The refusal.
    ///   - request: What was refused.
    ///   - proof: What the client proved itself by, such as `client secret`.
    /// - Returns: What is known by the number, or else by OAuth's word.
    static func advice(on refusal: EntraRefusal, to request: EntraTokenRequest, proof: String) -> EntraAdvice
    {
        if let code = refusal.code,
            let advice = aboutIdentity(code, of: request.client) ?? aboutRequest(code, for: request.audience)
        {
            return advice
        }
        switch refusal.error {
        case "invalid_client":
            return EntraAdvice(
                what: "Entra does not accept the \(proof)",
                subject: .proof,
                help: "check that the \(proof) belongs to this client id and tenant, and has not expired"
            )
        case "unauthorized_client":
            return EntraAdvice(
                what: "the application may not do this in this tenant",
                subject: .client,
                help: "check that client id and tenant id belong together"
            )
        case "invalid_tenant":
            return EntraAdvice(
                what: "Entra does not know the tenant",
                subject: .tenant,
                help: unknownTenantHelp
            )
        default:
            return EntraAdvice(
                what: "Entra refuses with " + (refusal.error.map { "`\($0)`" } ?? "HTTP \(refusal.status)"),
                subject: .other,
                help: refusal.code == nil
                    ? "look at what answers there: Entra gives a number (AADSTS…) with every refusal"
                    : "look the number up at https://login.microsoftonline.com/error"
            )
        }
    }

    private static let unknownTenantHelp =
        "check the tenant id, and that it lives in the cloud that is asked (`cloud`, `authorityHost`)"

    private static func aboutIdentity(_ code: Int, of client: EntraClient) -> EntraAdvice? {
        switch code {
        case 700_016 where client.tenant.lowercased() == client.client.lowercased():
            EntraAdvice(
                what: "the client id is the tenant's id",
                subject: .client,
                help: "set the application's client id: App registrations, Overview, Application (client) ID"
            )
        case 700_016:
            EntraAdvice(
                what: "the tenant has no application with this client id",
                subject: .client,
                help:
                    "check for swapped tenant and client ids, and for the object id in place of the application's "
                    + "client id; a new application needs a minute"
            )
        case 90_002:
            EntraAdvice(what: "Entra does not know the tenant", subject: .tenant, help: unknownTenantHelp)
        case 900_023, 900_021:
            EntraAdvice(
                what: "the tenant id is neither a GUID nor a domain",
                subject: .tenant,
                help: "look for blanks, quotes and placeholders that nobody filled in"
            )
        case 7_000_112, 70_001:
            EntraAdvice(
                what: "the application is disabled or unknown in this tenant",
                subject: .client,
                help: "have an administrator of the tenant enable it: Enterprise applications, Properties"
            )
        case 53_003, 530_032:
            EntraAdvice(
                what: "a conditional access policy of the tenant blocks it",
                subject: .other,
                help: "run it from a place that the policy for workload identities allows, or have it changed"
            )
        case 90_038, 900_382, 900_432:
            EntraAdvice(
                what: "the tenant lives in another national cloud",
                subject: .tenant,
                help: "give the credential `cloud: usGovernment` or `cloud: china`"
            )
        case 501_051, 50_105:
            EntraAdvice(
                what: "the application is not assigned to a role of what it asks for",
                subject: .client,
                help: "have an administrator of the tenant assign it"
            )
        default: nil
        }
    }

    private static func aboutRequest(_ code: Int, for audience: Audience) -> EntraAdvice? {
        switch code {
        case 500_011 where !isMachineLearning(audience), 50_001 where !isMachineLearning(audience):
            EntraAdvice(
                what: "the tenant does not know `\(audience.value)`",
                subject: .other,
                help: "check that the credential's `cloud` is the one that its tenant lives in"
            )
        case 500_011, 50_001:
            EntraAdvice(
                what: "the tenant does not know Azure Machine Learning",
                subject: .other,
                help:
                    "check that the credential's `cloud` is the endpoint's; where it was never used in this tenant: "
                    + "`az provider register -n Microsoft.MachineLearningServices`"
            )
        case 70_011, 1_002_012, 700_022, 700_023:
            EntraAdvice(
                what: "Entra does not accept the scope",
                subject: .other,
                help:
                    "try the credential's other `tokenEndpoint`, and report this: the scope is not a setting"
            )
        case 901_002:
            EntraAdvice(
                what: "the token endpoint is not of the version that was asked for",
                subject: .other,
                help: "check `tokenEndpoint` and `authorityHost`: `resource` belongs to v1, `scope` to v2"
            )
        case 900_144, 90_014:
            EntraAdvice(
                what: "a field of the request did not arrive",
                subject: .other,
                help: "check `tokenEndpoint`: v1 and v2 need different fields"
            )
        default: nil
        }
    }

    private static func isMachineLearning(_ audience: Audience) -> Bool {
        audience.value.hasPrefix("https://ml.azure.")
    }
}
