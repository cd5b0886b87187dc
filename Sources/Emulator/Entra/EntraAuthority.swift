import HTTPTypes
import Host
import JSONValues
import Secrets

/// Entra's token endpoints, both generations: `/TENANT/oauth2/v2.0/token` and `/TENANT/oauth2/token`.
///
/// The grant of client credentials with a secret, a certificate or another issuer's token. Every refusal is a document of Entra's own shape.
struct EntraAuthority: Sendable {
    /// The audiences that every tenant knows, without a trailing slash.
    static let audiences: Set<String> = [
        "https://ml.azure.com", "https://ml.azure.us", "https://ml.azure.cn",
        "https://management.azure.com", "https://management.core.windows.net",
        "https://management.usgovcloudapi.net", "https://management.core.usgovcloudapi.net",
        "https://management.chinacloudapi.cn", "https://management.core.chinacloudapi.cn",
        "https://storage.azure.com",
    ]

    /// The two generations of the token endpoint.
    private enum Version { case v1, v2 }

    /// The applications.
    let applications: [KnownApplication]
    /// Makes the tokens.
    let tokens: AccessTokens
    /// How long a token is good, in seconds.
    let lifetime: Int
    /// The time.
    let time: any Timekeeper
    /// Makes ids of traces and correlations.
    let identifiers: Identifiers
    /// The issuer of tokens about the job that is played.
    let issuer: JobTokenIssuer?
    /// The assertions that were taken.
    private let used = UsedAssertions()

    init(
        applications: [KnownApplication],
        tokens: AccessTokens,
        lifetime: Int,
        time: any Timekeeper,
        identifiers: Identifiers,
        issuer: JobTokenIssuer?
    ) {
        self.applications = applications
        self.tokens = tokens
        self.lifetime = lifetime
        self.time = time
        self.identifiers = identifiers
        self.issuer = issuer
    }

    /// Answers a request to an authority host.
    func answer(_ request: EmulatedRequest) -> EmulatorAnswer {
        let segments = request.path.split(separator: "/", omittingEmptySubsequences: false).dropFirst()
        let version: Version
        switch segments.dropFirst().map(String.init) {
        case ["oauth2", "v2.0", "token"]: version = .v2
        case ["oauth2", "token"]: version = .v1
        default:
            return .json(404, ["error": "not_found", "error_description": "no such endpoint of Entra here"])
        }
        let correlation = correlation(of: request)
        do {
            let tenant = segments.first.map(String.init) ?? ""
            let document = try grant(request, tenant: tenant, version: version)
            return .json(200, document, fields: fields(correlation))
        } catch {
            return refusal(error, correlation: correlation)
        }
    }

    private func grant(
        _ request: EmulatedRequest,
        tenant: String,
        version: Version
    ) throws(EntraFailure) -> JSONValue {
        guard request.method == "POST" else { throw .onlyPOST }
        let form: FormFields
        do {
            form = try FormFields(request.body)
        } catch {
            switch error {
            case .malformed: throw .notAForm
            case .duplicate(let field): throw .duplicate(Sanitizer.clean(field, limit: 64))
            }
        }
        let tenant = try known(tenant: tenant)
        guard let type = form["grant_type"] else { throw .missing("grant_type") }
        guard type == "client_credentials" else { throw .unsupportedGrant(Sanitizer.clean(type, limit: 64)) }
        let application = try proved(form, tenant: tenant, endpoint: request.host + request.path)
        let audience = try audience(form, version: version, tenant: tenant)
        let claims = AccessTokens.Claims(applicationID: application.clientID, tenantID: tenant)
        let token = tokens.token(for: audience, claims: claims, lifetime: lifetime)
        return document(token, audience: audience, version: version)
    }

    private func known(tenant: String) throws(EntraFailure) -> String {
        let name = tenant.lowercased()
        if applications.contains(where: { $0.tenantID == name }) { return name }
        let isName = tenant.utf8.allSatisfy { Self.isNameByte($0) }
        guard isName, tenant.utf8.count == 36 || tenant.utf8.contains(UInt8(ascii: ".")) else {
            throw .malformedTenant(Sanitizer.clean(tenant, limit: 64))
        }
        throw .unknownTenant(tenant)
    }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, UInt8(ascii: "."), UInt8(ascii: "-"): true
        default: false
        }
    }

    /// The application that a form names and proves to be.
    private func proved(
        _ form: FormFields,
        tenant: String,
        endpoint: String
    ) throws(EntraFailure) -> KnownApplication {
        guard let id = form["client_id"] else { throw .missing("client_id") }
        let application = applications.first { $0.tenantID == tenant && $0.clientID == id.lowercased() }
        guard let application else {
            throw .unknownApplication(Sanitizer.clean(id, limit: 64), tenant: tenant)
        }
        guard let given = form["client_secret"] else {
            guard let assertion = form["client_assertion"] else { throw .noCredential }
            try check(assertion, form, of: application, endpoint: endpoint)
            return application
        }
        guard let secret = application.secret, secret.expose({ tokens.isSame(given, $0) }) else {
            throw .wrongSecret(application: application.clientID)
        }
        return application
    }

    /// Checks what an application proves itself by instead of a secret.
    private func check(
        _ assertion: String,
        _ form: FormFields,
        of application: KnownApplication,
        endpoint: String
    ) throws(EntraFailure) {
        guard form["client_assertion_type"] == FederatedAssertion.type else { throw .malformedAssertion }
        if let own = SignedAssertion(assertion) {
            return try own.check(
                against: application.certificates,
                of: application.clientID,
                sentTo: endpoint,
                for: form["scope"] ?? form["resource"] ?? "",
                now: time.now.milliseconds / 1000,
                used: used
            )
        }
        guard let token = FederatedAssertion(assertion) else { throw .malformedAssertion }
        try token.check(
            against: application.federatedCredentials,
            of: application.clientID,
            played: issuer,
            now: time.now.milliseconds / 1000
        )
    }

    /// The audience that a form asks for, as it will stand in the token.
    private func audience(_ form: FormFields, version: Version, tenant: String) throws(EntraFailure) -> String
    {
        let audience: String
        switch version {
        case .v2:
            guard form["resource"] == nil else { throw .resourceOnV2 }
            guard let scope = form["scope"] else { throw .missingScope }
            let shown = Sanitizer.clean(scope, limit: 200)
            guard !scope.contains(" ") else { throw .invalidScope(shown) }
            guard scope.hasSuffix("/.default") else { throw .scopeWithoutDefault(shown) }
            audience = String(scope.dropLast("/.default".count))
        case .v1:
            guard let resource = form["resource"] else { throw .missing("resource") }
            audience = resource
        }
        // The slash at the end is significant: it comes back in the token, where the service will not like it.
        let name = audience.hasSuffix("/") ? String(audience.dropLast()) : audience
        guard Self.audiences.contains(name) else {
            throw .unknownAudience(Sanitizer.clean(audience, limit: 200), tenant: tenant)
        }
        return audience
    }

    private func document(_ token: String, audience: String, version: Version) -> JSONValue {
        switch version {
        case .v2:
            return [
                "token_type": "Bearer",
                "expires_in": .number(JSONNumber(lifetime)),
                "ext_expires_in": .number(JSONNumber(lifetime)),
                "access_token": .string(token),
            ]
        case .v1:
            // The old endpoint writes every number as a string.
            let now = Int(time.now.milliseconds / 1000)
            return [
                "token_type": "Bearer",
                "expires_in": .string(String(lifetime)),
                "ext_expires_in": .string(String(lifetime)),
                "expires_on": .string(String(now + lifetime)),
                "not_before": .string(String(now)),
                "resource": .string(audience),
                "access_token": .string(token),
            ]
        }
    }
}

// MARK: - Shapes

extension EntraAuthority {
    private func refusal(_ failure: EntraFailure, correlation: String) -> EmulatorAnswer {
        let trace = identifiers.uuid()
        let text = time.now.description
        let now = text.prefix(10) + " " + text.dropFirst(11).prefix(8) + "Z"
        let description =
            "AADSTS\(failure.code): \(failure.text) Trace ID: \(trace) Correlation ID: \(correlation) Timestamp: \(now)"
        return .json(
            failure.status,
            [
                "error": .string(failure.error),
                "error_description": .string(description),
                "error_codes": [.number(JSONNumber(failure.code))],
                "timestamp": .string(String(now)),
                "trace_id": .string(trace),
                "correlation_id": .string(correlation),
                "error_uri": .string("https://login.microsoftonline.com/error?code=\(failure.code)"),
            ],
            fields: fields(correlation)
        )
    }

    private func fields(_ correlation: String) -> [(String, String)] {
        [
            ("Cache-Control", "no-store, no-cache"), ("Pragma", "no-cache"),
            ("client-request-id", correlation),
            ("x-ms-request-id", identifiers.uuid()),
        ]
    }

    /// The client's own id when it sent a UUID, or else a new one.
    private func correlation(of request: EmulatedRequest) -> String {
        guard let id = request.field("client-request-id"), id.utf8.count == 36,
            id.utf8.allSatisfy({ Self.isNameByte($0) })
        else { return identifiers.uuid() }
        return id
    }
}
