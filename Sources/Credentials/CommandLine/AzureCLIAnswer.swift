import Host
import JSONValues
import Secrets

/// What `az account get-access-token` says.
struct AzureCLIAnswer {
    /// The token.
    let token: Secret
    /// How long it lives from now.
    let lifetime: Duration

    /// A token of a user lives for a day or so; an absurd number must not keep one for ever.
    private static let longestLifetime = 7 * 86_400

    /// Reads the output.
    ///
    /// `expires_on` counts; without it, as from versions before 2.54, `expiresOn`, which is in the machine's time zone.
    ///
    /// - Parameters:
    ///   - output: The output; `nil` when there is no living token in it.
    ///   - now: The time of day.
    init?(_ output: [UInt8], now: Timestamp) {
        guard let document = try? JSONReader().read(output),
            let text = document["accessToken"]?.string, EntraTokenAnswer.isToken(text),
            let ends = Self.seconds(document["expires_on"])
                ?? document["expiresOn"]?.string.flatMap({ WallTime($0)?.localMoment?.milliseconds }).map({
                    $0 / 1000
                })
        else { return nil }
        let left = ends - now.milliseconds / 1000
        guard left > 0 else { return nil }
        self.token = Secret(text)
        self.lifetime = .seconds(min(left, Int64(Self.longestLifetime)))
    }

    private static func seconds(_ value: JSONValue?) -> Int64? {
        let text: String
        switch value {
        case .number(let number): text = number.text
        case .string(let string): text = string
        default: return nil
        }
        guard text.utf8.count <= 40, let number = Double(text), 0 < number, number < 1e11 else { return nil }
        return Int64(number)
    }

    /// What the program said on standard error: without tokens, colour and line breaks, cut.
    static func shown(_ error: [UInt8]) -> String {
        let text = String(decoding: error.prefix(64 << 10), as: UTF8.self)
        return EntraRefusal.shown(withoutTokens(text), limit: 300) { Redactor().redact($0) }
    }

    /// The text with what follows `"accessToken":` masked.
    private static func withoutTokens(_ text: String) -> String {
        let mark = "\"accessToken\""
        let parts = text.split(separator: mark, omittingEmptySubsequences: false)
        return parts.dropFirst().reduce(String(parts.first ?? "")) { shown, part in
            let afterQuote = part.utf8.firstIndex(of: UInt8(ascii: "\"")).map { part.utf8.index(after: $0) }
            let rest = afterQuote.map { part[$0...] } ?? ""
            let end = rest.utf8.firstIndex(of: UInt8(ascii: "\"")) ?? rest.endIndex
            return shown + mark + ": \"" + Redactor.mask + rest[end...]
        }
    }
}
