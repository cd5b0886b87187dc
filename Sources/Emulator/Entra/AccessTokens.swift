import Crypto
import Host
import JSONValues

/// Makes access tokens and checks them: JWTs under a key that lives as long as the emulator.
struct AccessTokens: Sendable {
    /// What a good token says.
    struct Claims: Hashable, Sendable {
        /// The client id of the application that it was given to.
        let applicationID: String
        /// The tenant.
        let tenantID: String
    }

    /// Why a token is refused.
    enum Refusal: Error, Hashable {
        /// It is no token of this emulator.
        case invalid
        /// Its time is over.
        case expired
        /// It is for somebody else.
        case wrongAudience
    }

    private let key: SymmetricKey
    private let time: any Timekeeper
    private let identifiers: Identifiers

    init(time: any Timekeeper, identifiers: Identifiers) {
        self.key = SymmetricKey(data: identifiers.bytes(32))
        self.time = time
        self.identifiers = identifiers
    }

    /// Makes a token.
    ///
    /// - Parameters:
    ///   - audience: What it is for.
    ///   - claims: Whom it is given to.
    ///   - lifetime: For how many seconds it is good.
    ///   - objectID: The object id; without one each application has its own, the same in all its tokens.
    ///   - resourceID: The resource id of a user-assigned managed identity.
    ///   - scopes: What a person lets the application do, when it is a person's token.
    /// - Returns: The token.
    func token(
        for audience: String,
        claims: Claims,
        lifetime: Int,
        objectID: String? = nil,
        resourceID: String? = nil,
        scopes: String? = nil
    ) -> String {
        let now = time.now.milliseconds / 1000
        let object =
            objectID ?? Identifiers(random: Self.repeating(claims.applicationID + claims.tenantID)).uuid()
        var payload: JSONValue = [
            "aud": .string(audience),
            "iss": .string("https://sts.windows.net/" + claims.tenantID + "/"),
            "iat": .number(JSONNumber(Int(now))),
            "nbf": .number(JSONNumber(Int(now))),
            "exp": .number(JSONNumber(Int(now) + lifetime)),
            "appid": .string(claims.applicationID),
            "appidacr": "1",
            "idp": .string("https://sts.windows.net/" + claims.tenantID + "/"),
            "idtyp": scopes == nil ? "app" : "user",
            "oid": .string(object),
            "roles": [],
            "sub": .string(object),
            "tid": .string(claims.tenantID),
            "uti": .string(Base64URL.text(identifiers.bytes(16))),
            "ver": "1.0",
        ]
        if let resourceID, case .object(let members) = payload {
            payload = .object(members + [.init("xms_mirid", .string(resourceID))])
        }
        if let scopes, case .object(let members) = payload {
            payload = .object(members + [.init("scp", .string(scopes))])
        }
        let header: JSONValue = ["typ": "JWT", "alg": "HS256", "kid": "runner-emulator"]
        let signed = Self.part(header) + "." + Self.part(payload)
        let code = HMAC<SHA256>.authenticationCode(for: Array(signed.utf8), using: key)
        return signed + "." + Base64URL.text(code)
    }

    /// Checks a token.
    ///
    /// - Parameters:
    ///   - token: The token.
    ///   - audience: Who takes it.
    /// - Returns: Whom it was given to.
    /// - Throws: ``Refusal``.
    func claims(of token: String, for audience: String) throws(Refusal) -> Claims {
        let parts = token.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 3, let code = Base64URL.bytes(parts[2]) else { throw .invalid }
        let signed = Array((parts[0] + "." + parts[1]).utf8)
        guard HMAC<SHA256>.isValidAuthenticationCode(code, authenticating: signed, using: key),
            let bytes = Base64URL.bytes(parts[1]), let payload = try? JSONReader().read(bytes),
            let application = payload["appid"]?.string, let tenant = payload["tid"]?.string,
            let expiry = payload["exp"]?.integer
        else { throw .invalid }
        guard Int64(expiry) > time.now.milliseconds / 1000 else { throw .expired }
        guard payload["aud"]?.string == audience else { throw .wrongAudience }
        return Claims(applicationID: application, tenantID: tenant)
    }

    /// Whether a secret is the expected one, in a time that does not depend on where they differ.
    func isSame(_ given: String, _ expected: String) -> Bool {
        let code = HMAC<SHA256>.authenticationCode(for: Array(given.utf8), using: key)
        return HMAC<SHA256>.isValidAuthenticationCode(code, authenticating: Array(expected.utf8), using: key)
    }

    private static func part(_ value: JSONValue) -> String { Base64URL.text(JSONWriter.text(value).utf8) }

    /// Numbers that a text decides.
    private static func repeating(_ text: String) -> @Sendable () -> UInt64 {
        let word = SHA256.hash(data: Array(text.utf8)).reduce(0) { $0 << 8 | UInt64($1) }
        return { word }
    }
}
