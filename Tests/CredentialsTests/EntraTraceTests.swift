import Credentials
import Diagnostics
import HTTPExchange
import HTTPTypes
import JSONValues
import RunnerTestSupport
import Testing

/// What Microsoft's own libraries sent and were answered, recorded: `runner` sends the same and understands the same.
///
/// Documented differences: no discovery requests; no `client_info`, which has no use here; no telemetry fields; `Accept`
/// is always JSON (ADAL: anything); `client-request-id` has another value.
@Suite(.enabled(if: SharedReference.isPresent, "needs the recorded traces beside the package"))
struct EntraTraceTests {
    static let names = [
        "sp_secret_v2_ok", "sp_secret_v1_adal", "sp_secret_bad", "sp_secret_expired", "sp_app_not_found",
        "sp_tenant_not_found", "sp_resource_not_found", "sp_secret_429_retry_after", "sp_secret_503_then_ok",
        "sp_secret_503_exhausted", "sp_secret_connection_dropped", "sp_scope_without_default",
        "sp_secret_v2_instance_discovery", "sp_secret_v2_wellknown_host", "azcli_sp_secret",
    ].filter { (try? SharedReference.bytes("traces/identity/\($0).json")) != nil }

    /// One recorded request for a token with its answer; `nil` where the connection was dropped.
    struct Exchange {
        let path: String
        let form: [String: String]
        let reply: ScriptedTransport.Reply
    }

    static func exchanges(_ name: String) throws -> [Exchange] {
        let trace = try JSONReader().read(try SharedReference.bytes("traces/identity/\(name).json"))
        return try #require(trace["exchanges"]?.array).compactMap { exchange in
            let request = try #require(exchange["request"])
            guard request["method"]?.string == "POST" else { return nil }
            let fields = try #require(request["form"]?.array).map { field in
                (try #require(field.array?.first?.string), try #require(field.array?.last?.string))
            }
            return Exchange(
                path: try #require(request["path"]?.string),
                form: Dictionary(uniqueKeysWithValues: fields),
                reply: try reply(exchange["response"])
            )
        }
    }

    static func reply(_ response: JSONValue?) throws -> ScriptedTransport.Reply {
        guard let response, let status = response["status"]?.integer else {
            return .failure(TransportFailure(.maybeSent, .connectionLost))
        }
        var fields: HTTPFields = [:]
        for header in response["headers"]?.members ?? [] {
            fields[try #require(HTTPField.Name(header.name))] = header.value.string
        }
        return .answer(
            HTTPAnswer(status: status, fields: fields, body: Array((response["body"]?.string ?? "").utf8))
        )
    }

    @Test(arguments: names)
    func sendsWhatWasRecordedAndUnderstandsTheAnswer(name: String) async throws {
        var exchanges = try Self.exchanges(name)[...]
        // Each run of answers up to the first final one is one question.
        while let first = exchanges.first {
            let endpoint: ServicePrincipalDescription.TokenEndpoint =
                first.path.contains("/v2.0/") ? .v2 : .v1
            let lab = try EntraLab(
                tenant: String(try #require(first.path.split(separator: "/").first)),
                client: try #require(first.form["client_id"]),
                secret: try #require(first.form["client_secret"]),
                endpoint: endpoint
            )
            for exchange in exchanges { lab.transport.next(exchange.reply) }
            let scope = try #require(first.form["scope"] ?? first.form["resource"])
            let audience = scope.hasSuffix("/.default") ? String(scope.dropLast(9)) : scope
            let result = await lab.ask(Audience(audience))
            let answered = exchanges.prefix(lab.transport.requests.count)
            for (request, recorded) in zip(lab.transport.requests, answered) {
                #expect(request.method == .post)
                #expect(request.address.path == recorded.path)
                var form = recorded.form
                form["client_info"] = nil
                // Asks for tokens that can be revoked early, which a service then challenges; `runner` does so once
                // it was challenged.
                if name.hasPrefix("azcli_") { form["claims"] = nil }
                // The one request without `/.default` is a mistake that cannot be made here.
                if name == "sp_scope_without_default" { form["scope"] = audience + "/.default" }
                #expect(request.form == form)
                #expect(request.field("Content-Type") == "application/x-www-form-urlencoded")
            }
            try Self.expect(result, after: try #require(answered.last), in: name)
            exchanges = exchanges.dropFirst(answered.count)
        }
    }

    private static func expect(
        _ result: Result<AccessToken, Diagnostic>,
        after last: Exchange,
        in name: String
    ) throws {
        guard case .answer(let answer) = last.reply else { return }
        let body = try? JSONReader().read(answer.body)
        switch answer.status {
        case 200:
            #expect(result.token == body?["access_token"]?.string)
            #expect(try result.get().lifetime == .seconds(3599))
        case 400, 401:
            let number = try #require(body?["error_codes"]?.array?.first?.integer)
            #expect(result.diagnostic?.code == .tokenRefused)
            #expect(result.diagnostic?.message.contains("AADSTS\(number)") == true)
            let correlation = try #require(body?["correlation_id"]?.string)
            #expect(result.diagnostic?.notes.contains { $0.contains(correlation) } == true)
        default:
            #expect(result.diagnostic?.code == .authorityUnavailable)
        }
    }

    @Test func someTracesAreThere() { #expect(Self.names.count >= 4) }
}
