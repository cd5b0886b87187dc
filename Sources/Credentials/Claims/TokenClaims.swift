public import HTTPExchange
public import Host
import JSONValues
public import Secrets

/// What a token says of itself: for messages, and never to be trusted, because nobody checked its signature.
///
/// Texts are cleaned and cut; none of them is a secret.
///
/// - SeeAlso: RFC 7519 §4.1, and Entra's access token claims.
public struct TokenClaims: Hashable, Sendable {
    /// Whom it is for: `aud`.
    public let audiences: [String]
    /// Who made it: `iss`.
    public let issuer: String?
    /// Whom it is about: `sub`.
    public let subject: String?
    /// The application that it was given to: `appid`, in newer tokens `azp`.
    public let applicationID: String?
    /// The object in the directory: `oid`.
    public let objectID: String?
    /// The tenant: `tid`.
    public let tenantID: String?
    /// The resource id of a managed identity: `xms_mirid`.
    public let resourceID: String?
    /// The roles of an application: `roles`.
    public let roles: [String]
    /// What a signed-in user lets an application do: `scp`.
    public let scopes: [String]
    /// When it was made: `iat`.
    public let issued: Timestamp?
    /// When it begins to be good: `nbf`.
    public let begins: Timestamp?
    /// When it ends: `exp`.
    public let expires: Timestamp?

    /// The most of a token that is looked at, in bytes.
    private static let sizeLimit = 64 << 10

    /// Reads what a token says.
    ///
    /// - Parameter token: A JWT; `nil` for a token of another form, which is not wrong.
    public init?(of token: Secret) {
        let payload = token.expose { text -> JSONValue? in
            guard text.utf8.count <= Self.sizeLimit else { return nil }
            let parts = text.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
            guard parts.count == 3, let bytes = Base64URL.bytes(parts[1]) else { return nil }
            return try? JSONReader().read(bytes)
        }
        guard let payload, payload.members != nil else { return nil }
        self.audiences = Self.texts(payload["aud"])
        self.issuer = Self.text(payload["iss"])
        self.subject = Self.text(payload["sub"])
        self.applicationID = Self.text(payload["appid"]) ?? Self.text(payload["azp"])
        self.objectID = Self.text(payload["oid"])
        self.tenantID = Self.text(payload["tid"])
        self.resourceID = Self.text(payload["xms_mirid"])
        self.roles = Self.texts(payload["roles"])
        let scopes = Self.text(payload["scp"]) ?? ""
        self.scopes = scopes.split(separator: " ").map(String.init)
        self.issued = Self.moment(payload["iat"])
        self.begins = Self.moment(payload["nbf"])
        self.expires = Self.moment(payload["exp"])
    }

    /// Whether it surely is for somebody else.
    ///
    /// An audience that is written as an application's id, as in newer tokens, may be the same service; a slash at the
    /// end makes no difference here.
    ///
    /// - Parameter audience: Who is to take it.
    /// - Returns: Whether every audience in it is an address, and another one.
    public func isSurelyNot(for audience: Audience) -> Bool {
        let wanted = Self.withoutSlash(audience.value)
        return !audiences.isEmpty
            && audiences.allSatisfy {
                $0.contains("://") && !Self.withoutSlash($0).utf8.elementsEqual(wanted.utf8)
            }
    }

    /// Who the token stands for, for a note: `application 2222… (object id 3333…) of tenant 1111…`.
    public var identity: String? {
        var parts: [String] = []
        if let applicationID { parts.append("application \(applicationID)") }
        if let objectID { parts.append(parts.isEmpty ? "object id \(objectID)" : "(object id \(objectID))") }
        if let tenantID, !parts.isEmpty { parts.append("of tenant \(tenantID)") }
        return parts.isEmpty ? nil : parts.joined(separator: " ")
    }

    private static func withoutSlash(_ text: String) -> String {
        (text.utf8.last == UInt8(ascii: "/") ? String(text.dropLast()) : text).lowercased()
    }

    private static func text(_ value: JSONValue?) -> String? {
        guard let text = value?.string, !text.isEmpty else { return nil }
        return Sanitizer.line(text, limit: 500)
    }

    /// One text, or a list of them.
    private static func texts(_ value: JSONValue?) -> [String] {
        if let text = text(value) { return [text] }
        return (value?.array ?? []).prefix(32).compactMap { text($0) }
    }

    /// Seconds since 1970, whole or not.
    private static func moment(_ value: JSONValue?) -> Timestamp? {
        guard case .number(let number) = value, number.text.utf8.count <= 40,
            let seconds = Double(number.text), abs(seconds) < 1e11
        else { return nil }
        return Timestamp(milliseconds: Int64(seconds * 1000))
    }
}
