public import HTTPExchange
import HTTPTypes
import JSONValues

/// What a service wants a new token to say, after it refused one: a policy changed, or the token was revoked.
///
/// - SeeAlso: RFC 9470, and https://learn.microsoft.com/entra/identity-platform/claims-challenge
public struct ClaimsChallenge: Hashable, Sendable {
    /// The claims that are asked for, a JSON object.
    let claims: JSONValue

    /// The most of a challenge that is looked at, in bytes.
    private static let sizeLimit = 16 << 10

    /// Reads a refusal.
    ///
    /// - Parameter answer: A 401; `nil` when it does not ask for claims, or not in a way that is understood.
    public init?(_ answer: HTTPAnswer) {
        guard answer.status == 401, let field = answer.fields[.wwwAuthenticate],
            field.utf8.count <= Self.sizeLimit,
            let text = Self.parameter("claims", of: Array(field.utf8)), let bytes = Base64URL.bytes(text)
        else { return nil }
        self.init(json: bytes)
    }

    /// Takes claims that are asked for.
    ///
    /// - Parameter json: A JSON object; `nil` for anything else.
    public init?(json: [UInt8]) {
        guard let claims = try? JSONReader().read(json), claims.members != nil else { return nil }
        self.claims = claims
    }

    /// What is sent to Entra: the claims, and that this client can be challenged again (`CP1`), as the service that
    /// challenges must know.
    var formValue: String {
        let capability: JSONValue = ["values": ["CP1"]]
        var members = claims.members ?? []
        let index = members.firstIndex { $0.name == "access_token" }
        var token = index.flatMap { members[$0].value.members } ?? []
        token.removeAll { $0.name == "xms_cc" }
        token.append(JSONValue.Member("xms_cc", capability))
        let member = JSONValue.Member("access_token", .object(token))
        if let index { members[index] = member } else { members.append(member) }
        return JSONWriter.text(.object(members))
    }

    /// The value of a parameter of any challenge in a `WWW-Authenticate` field.
    ///
    /// Names are compared without case; a quoted value may have escapes. What cannot be read is passed over.
    private static func parameter(_ name: String, of field: [UInt8]) -> [UInt8]? {
        var rest = field[...]
        while !rest.isEmpty {
            let word = Array(rest.prefix { isToken($0) })
            rest = rest.dropFirst(word.count)
            guard rest.first == UInt8(ascii: "="), !word.isEmpty else {
                rest = rest.first == UInt8(ascii: "\"") ? skippingQuoted(rest).rest : rest.dropFirst()
                continue
            }
            rest = rest.dropFirst()
            let value: [UInt8]
            if rest.first == UInt8(ascii: "\"") {
                (value, rest) = skippingQuoted(rest)
            } else {
                value = Array(rest.prefix { isToken($0) || $0 == UInt8(ascii: "=") })
                rest = rest.dropFirst(value.count)
            }
            if String(decoding: word, as: UTF8.self).lowercased() == name { return value }
        }
        return nil
    }

    private static func skippingQuoted(_ text: ArraySlice<UInt8>) -> (value: [UInt8], rest: ArraySlice<UInt8>)
    {
        var value: [UInt8] = []
        var rest = text.dropFirst()
        while let byte = rest.popFirst(), byte != UInt8(ascii: "\"") {
            if byte == UInt8(ascii: "\\"), let escaped = rest.popFirst() {
                value.append(escaped)
            } else {
                value.append(byte)
            }
        }
        return (value, rest)
    }

    private static func isToken(_ byte: UInt8) -> Bool {
        0x21...0x7E ~= byte && !"\"(),:;<=>?@[\\]{}".utf8.contains(byte)
    }
}
