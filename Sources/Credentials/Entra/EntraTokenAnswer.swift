import HTTPExchange
import HTTPTypes
import Host
import JSONValues
import Secrets

/// What the token endpoint answered, understood.
enum EntraTokenAnswer {
    /// A token.
    case token(AccessToken)
    /// Entra says no.
    case refused(EntraRefusal)
    /// Worth asking again, with what is to be said if that does not help.
    case later([String])
    /// Not an answer of Entra's, in words.
    case unexpected([String])

    /// Reads an answer.
    ///
    /// - Parameters:
    ///   - answer: The answer.
    ///   - now: The time of day, for an authority that says only when the token ends.
    ///   - redact: Takes secrets out of text.
    init(_ answer: HTTPAnswer, now: Timestamp, redact: (String) -> String) {
        if answer.status == 200 {
            self = Self.read(answer, now: now)
            return
        }
        let refusal =
            400...599 ~= answer.status
            ? EntraRefusal(status: answer.status, body: answer.body, redact: redact) : nil
        if let refusal {
            self = refusal.isTransient ? .later(refusal.notes) : .refused(refusal)
        } else if EntraRefusal.isTransient(answer.status) {
            self = .later(Self.facts(of: answer, redact))
        } else {
            self = .unexpected(Self.facts(of: answer, redact))
        }
    }

    private static func read(_ answer: HTTPAnswer, now: Timestamp) -> EntraTokenAnswer {
        // The body may hold a token even when it cannot be read: it is never shown.
        guard let document = try? JSONReader().read(answer.body) else {
            let type = Sanitizer.line(answer.fields[.contentType] ?? "without a content type", limit: 80)
            return .unexpected(["HTTP 200, \(answer.body.count) bytes that are no JSON (\(type))"])
        }
        if let type = document["token_type"]?.string, type.lowercased() != "bearer" {
            return .unexpected(["HTTP 200, a token of another type than `Bearer`"])
        }
        guard let text = document["access_token"]?.string, isToken(text) else {
            return .unexpected(["HTTP 200, JSON without a usable `access_token`"])
        }
        guard let lifetime = lifetime(document, now: now) else {
            return .unexpected(["HTTP 200, a token without a usable `expires_in`"])
        }
        let refresh = seconds(document["refresh_in"]).flatMap { 0 < $0 && $0 < lifetime ? $0 : nil }
        return .token(
            AccessToken(
                secret: Secret(text),
                lifetime: .seconds(lifetime),
                refreshAfter: refresh.map { .seconds($0) }
            )
        )
    }

    /// Whether a text can stand in an `Authorization` field: visible ASCII, at most 64 KiB.
    static func isToken(_ text: String) -> Bool {
        1...(64 << 10) ~= text.utf8.count && text.utf8.allSatisfy { 0x21...0x7E ~= $0 }
    }

    /// The seconds that the token lives: above zero, and no more than are believed.
    private static func lifetime(_ document: JSONValue, now: Timestamp) -> Int? {
        let lifetime =
            seconds(document["expires_in"])
            ?? seconds(document["expires_on"]).map { $0 - Int(now.milliseconds / 1000) }
        guard let lifetime, lifetime > 0 else { return nil }
        return min(lifetime, longestLifetime)
    }

    /// Entra's tokens live for a day at most; an absurd number must not keep one for ever.
    private static let longestLifetime = 7 * 86_400

    /// A number of seconds: a JSON number (v2) or a string (v1), with or without a fraction.
    private static func seconds(_ value: JSONValue?) -> Int? {
        let text: String
        switch value {
        case .number(let number): text = number.text
        case .string(let string): text = string
        default: return nil
        }
        guard text.utf8.count <= 40, let number = Double(text), abs(number) < 1e15 else { return nil }
        return Int(number)
    }

    /// The status and the beginning of an answer that is not understood, without secrets.
    static func facts(of answer: HTTPAnswer, _ redact: (String) -> String) -> [String] {
        let type = answer.fields[.contentType].map { ", " + Sanitizer.line($0, limit: 80) } ?? ""
        var facts = ["HTTP \(answer.status)\(type)"]
        let text = EntraRefusal.shown(
            String(decoding: answer.body.prefix(2048), as: UTF8.self),
            limit: 200,
            redact
        )
        if !text.isEmpty { facts.append("it begins: " + text) }
        return facts
    }
}
