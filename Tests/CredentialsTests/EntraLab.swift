import Credentials
import Diagnostics
import HTTPExchange
import HTTPTypes
import Host
import JSONValues
import RunnerTestSupport
import Secrets
import Testing

/// A source with a scripted authority and a clock that stands still.
struct EntraLab {
    let transport = ScriptedTransport()
    let time = ManualTimekeeper()
    let source: EntraTokenSource

    init(
        tenant: String = PrincipalFixture.tenant,
        client: String = PrincipalFixture.client,
        secret: String = PrincipalFixture.secret,
        endpoint: ServicePrincipalDescription.TokenEndpoint = .v2,
        authority: String = "login.microsoftonline.com"
    ) throws {
        var problems: [Diagnostic] = []
        let principal = PrincipalFixture.principal(
            tenant: tenant,
            client: client,
            secret: secret,
            description: PrincipalFixture.description(endpoint: endpoint, authority: authority),
            problems: &problems
        )
        let random = SeededRandom.shared(seed: 7)
        self.source = EntraTokenSource(
            principal: try #require(principal),
            tools: .lab(transport, time, random: random)
        )
    }

    static let audience = Audience("https://ml.azure.com")

    /// What asking comes to.
    func ask(_ audience: Audience = audience) async -> Result<AccessToken, Diagnostic> {
        do throws(Diagnostic) {
            return .success(try await source.token(for: audience))
        } catch {
            return .failure(error)
        }
    }
}

extension TokenSourceTools {
    /// Tools that send what is scripted and wait without waiting.
    static func lab(
        _ transport: any HTTPTransport,
        _ time: any Timekeeper,
        random: @escaping @Sendable () -> UInt64,
        register: @escaping @Sendable (Secret) -> Void = { _ in }
    ) -> TokenSourceTools {
        TokenSourceTools(
            transport: transport,
            time: time,
            random: random,
            salt: CredentialFingerprint.Salt(random: random),
            register: register
        )
    }
}

extension Result where Failure == Diagnostic {
    var diagnostic: Diagnostic? {
        guard case .failure(let diagnostic) = self else { return nil }
        return diagnostic
    }
}

extension Result<AccessToken, Diagnostic> {
    var token: String? { try? get().secret.expose { $0 } }
}

extension OutgoingRequest {
    /// The fields of a form, decoded, in the order of their names.
    var form: [String: String] {
        var fields: [String: String] = [:]
        for field in String(decoding: body, as: UTF8.self).split(separator: "&") {
            let parts = field.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            fields[Self.decoded(parts[0])] = parts.count == 2 ? Self.decoded(parts[1]) : nil
        }
        return fields
    }

    private static func decoded(_ text: Substring) -> String {
        var bytes: [UInt8] = []
        var rest = Array(text.utf8)[...]
        while let first = rest.popFirst() {
            if first == UInt8(ascii: "%"),
                let byte = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16)
            {
                bytes.append(byte)
                rest = rest.dropFirst(2)
            } else {
                bytes.append(first)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    func field(_ name: String) -> String? { HTTPField.Name(name).flatMap { fields[$0] } }
}

/// Answers of Entra, in the form of the recorded ones.
enum EntraReply {
    static func token(_ text: String = "FAKE.ACCESS-TOKEN.1", lifetime: Int = 3599) -> ScriptedTransport.Reply
    {
        .json([
            "token_type": "Bearer", "expires_in": .number(JSONNumber(lifetime)),
            "access_token": .string(text),
        ])
    }

    static func error(_ code: Int, _ error: String, status: Int, sentence: String = "No.")
        -> ScriptedTransport.Reply
    {
        .json(
            [
                "error": .string(error),
                "error_description": .string(
                    "AADSTS\(code): \(sentence) And more. Trace ID: aaaaaaaa-0000-4000-8000-00000000fa4e "
                        + "Correlation ID: c0ffee00-0000-4000-8000-000000000000 Timestamp: 2026-11-20 23:50:46Z"
                ),
                "error_codes": [.number(JSONNumber(code))], "timestamp": "2026-11-20 23:50:46Z",
                "correlation_id": "c0ffee00-0000-4000-8000-000000000000",
            ],
            status: status
        )
    }

    static func status(_ status: Int, retryAfter: String? = nil, body: String = "") -> ScriptedTransport.Reply
    {
        var fields: HTTPFields = [:]
        if let retryAfter { fields[.retryAfter] = retryAfter }
        return .answer(HTTPAnswer(status: status, fields: fields, body: Array(body.utf8)))
    }

    static func failure(
        _ delivery: TransportFailure.Delivery,
        _ reason: TransportFailure.Reason
    ) -> ScriptedTransport.Reply { .failure(TransportFailure(delivery, reason)) }
}
