import HTTPExchange
import HTTPTypes
import Host
import JSONValues
import Secrets

/// What a service answered, understood.
enum IdentityAnswer {
    /// A token, with what the service says of whose it is.
    case token(AccessToken, Claims)
    /// The service says no.
    case refused(IdentityRefusal)
    /// Worth asking again, with what is to be said if that does not help.
    case later([String])
    /// Not an answer of the service, in words.
    case unexpected([String])

    /// Whose a token is.
    struct Claims: Hashable {
        /// The client id, when it is said.
        let clientID: String?
        /// The object id, when it is said.
        let objectID: String?
        /// The resource id, when it is said.
        let resourceID: String?
    }

    /// Tokens are at most 64 KiB; more than this is not read.
    private static let limit = 256 << 10

    /// Reads an answer.
    ///
    /// - Parameters:
    ///   - answer: The answer.
    ///   - service: Who gave it.
    ///   - now: The time of day, for a service that says only when the token ends.
    ///   - redact: Takes secrets out of text.
    init(_ answer: HTTPAnswer, of service: any IdentityService, now: Timestamp, redact: (String) -> String) {
        guard answer.body.count <= Self.limit else {
            self = .unexpected(["HTTP \(answer.status), \(answer.body.count) bytes: too many for a token"])
            return
        }
        if answer.status == 200 {
            self = Self.read(answer, now: now, redact)
            return
        }
        let refusal =
            400...599 ~= answer.status
            ? IdentityRefusal(status: answer.status, body: answer.body, redact: redact) : nil
        if service.isTransient(answer.status) {
            self = .later(refusal?.notes(service.source) ?? Self.facts(of: answer, redact))
        } else if let refusal {
            self = .refused(refusal)
        } else {
            self = .unexpected(Self.facts(of: answer, redact))
        }
    }

    private static func read(
        _ answer: HTTPAnswer,
        now: Timestamp,
        _ redact: (String) -> String
    ) -> IdentityAnswer {
        guard let document = try? JSONReader().read(answer.body) else {
            // A page may be shown; anything else may hold a token even when it cannot be read.
            let isPage = answer.body.first { $0 > 0x20 } == UInt8(ascii: "<")
            let size = "\(answer.body.count) bytes that are no JSON"
            return .unexpected(isPage ? facts(of: answer, redact) : ["HTTP 200, \(size)"])
        }
        if let type = document["token_type"]?.string, type.lowercased() != "bearer" {
            return .unexpected(["HTTP 200, a token of another type than `Bearer`"])
        }
        guard let text = document["access_token"]?.string, 1...(64 << 10) ~= text.utf8.count,
            text.utf8.allSatisfy({ 0x21...0x7E ~= $0 })
        else { return .unexpected(["HTTP 200, JSON without a usable `access_token`"]) }
        guard let lifetime = lifetime(document, now: now) else {
            return .unexpected(["HTTP 200, a token without a usable `expires_in` or `expires_on`"])
        }
        let claims = Claims(
            clientID: document["client_id"]?.string,
            objectID: document["object_id"]?.string,
            resourceID: (document["msi_res_id"] ?? document["mi_res_id"])?.string
        )
        let refresh = seconds(document["refresh_in"]).flatMap { 0 < $0 && $0 < lifetime ? $0 : nil }
        let token = AccessToken(
            secret: Secret(text),
            lifetime: .seconds(lifetime),
            refreshAfter: refresh.map { .seconds($0) },
            clientID: claims.clientID.map { Sanitizer.line($0, limit: 64) }
        )
        return .token(token, claims)
    }

    /// The seconds that the token lives: above zero, and no more than are believed.
    private static func lifetime(_ document: JSONValue, now: Timestamp) -> Int? {
        let lifetime =
            seconds(document["expires_in"])
            ?? seconds(document["expires_on"]).map { $0 - Int(now.milliseconds / 1000) }
        guard let lifetime, lifetime > 0 else { return nil }
        return min(lifetime, longestLifetime)
    }

    /// Tokens of managed identities live for a day; an absurd number must not keep one for ever.
    private static let longestLifetime = 7 * 86_400

    private static func seconds(_ value: JSONValue?) -> Int? {
        switch value {
        case .number(let number): LooseTime.seconds(number.text)
        case .string(let string): LooseTime.seconds(string)
        default: nil
        }
    }

    private static func facts(of answer: HTTPAnswer, _ redact: (String) -> String) -> [String] {
        let type = answer.fields[.contentType].map { ", " + Sanitizer.line($0, limit: 80) } ?? ""
        var facts = ["HTTP \(answer.status)\(type)"]
        let text = String(decoding: answer.body.prefix(2048), as: UTF8.self)
        let shown = EntraRefusal.shown(text, limit: 200, redact)
        if !shown.isEmpty { facts.append("it begins: " + shown) }
        return facts
    }
}
