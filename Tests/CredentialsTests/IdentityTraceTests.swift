import Diagnostics
import HTTPExchange
import HTTPTypes
import JSONValues
import RunnerTestSupport
import Secrets
import Testing

@testable import Credentials

/// What Microsoft's own library sent to the machine's services and was answered, recorded: `runner` sends the same.
///
/// Documented differences: no telemetry fields (`x-client-*`, `x-ms-client-request-id`); `resource` is percent-encoded.
/// Improvements, each with its trace: a textual `expires_on` is read (`azureml_textual_expires_on`); the service's own
/// words come first, and a wrong audience is not blamed on the identity (`imds_resource_not_found`); what is no JSON is
/// shown (`imds_html_body`, `imds_403_proxy`); waits are shorter at the same number of requests, and no failure is
/// remembered (`imds_500_exhausted`).
@Suite(.enabled(if: SharedReference.isPresent, "needs the recorded traces beside the package"))
struct IdentityTraceTests {
    static let names = [
        "imds_system_ok", "imds_user_client_id", "imds_user_object_id", "imds_user_resource_id",
        "imds_404_then_ok",
        "imds_410_then_ok", "imds_410_exhausted", "imds_429_then_ok", "imds_429_retry_after",
        "imds_500_then_ok",
        "imds_500_exhausted", "imds_403_proxy", "imds_html_body", "imds_identity_not_found",
        "imds_multiple_identities", "imds_resource_not_found", "chain_imds_probe", "appservice_system_ok",
        "appservice_user_client_id", "appservice_user_object_id", "appservice_user_resource_id",
        "appservice_500_then_ok", "appservice_identity_not_found", "azureml_system_ok",
        "azureml_user_client_id",
        "azureml_textual_expires_on", "cloudshell_ok", "servicefabric_ok", "arc_system_ok",
        "arc_user_confirmed",
        "arc_user_not_confirmed", "arc_bad_challenge", "arc_no_challenge",
    ].filter { (try? SharedReference.bytes("traces/identity/\($0).json")) != nil }

    @Test func mostTracesAreThere() { #expect(Self.names.count >= 15) }

    @Test(arguments: names) func sendsWhatWasRecorded(name: String) async throws {
        let trace = try IdentityTrace(name)
        let lab = try trace.lab(isGuess: name.hasPrefix("chain_"))
        for exchange in trace.exchanges { lab.transport.next(exchange.reply) }
        let result = await lab.ask(trace.audience)
        #expect(lab.transport.requests.count == trace.exchanges.count)
        for (request, recorded) in zip(lab.transport.requests, trace.exchanges) {
            #expect(request.method.rawValue == recorded.method)
            #expect(request.address.path == recorded.path)
            #expect(request.parameters == recorded.parameters)
            #expect(String(decoding: request.body, as: UTF8.self) == recorded.body)
            for (field, value) in recorded.fields { #expect(request.field(field) == value, "\(field)") }
            #expect(recorded.fields["Metadata"] != nil || request.field("Metadata") == nil)
            #expect(request.reach == .machine)
        }
        #expect(result.token == trace.improvedToken)
        if let seconds = trace.elapsed, trace.exchanges.count > 1, !name.contains("exhausted") {
            #expect(lab.time.monotonic <= .seconds(seconds + 0.2), "slower than the library")
        }
    }

    // MARK: - Refreshing

    static let refreshes = [
        "imds_half_life_refresh", "imds_near_expiry", "imds_refresh_fails_keeps_token",
        "imds_refresh_503_keeps_token",
    ].filter { (try? SharedReference.bytes("traces/identity/\($0).json")) != nil }

    @Test(arguments: refreshes)
    func keepsTheTokenWhileItLives(name: String) async throws {
        let trace = try IdentityTrace(name)
        let lab = try trace.lab(isGuess: false)
        for exchange in trace.exchanges { lab.transport.next(exchange.reply) }
        let cache = TokenCache(time: lab.time)
        let source = try #require(lab.source())
        let first = try await cache.token(for: Audience(trace.audience), from: source)
        #expect(first.secret.expose { $0 } == trace.tokens.first)
        if name == "imds_half_life_refresh" {
            lab.time.advance(by: .seconds(43_100))
            _ = try await cache.token(for: Audience(trace.audience), from: source)
            #expect(lab.transport.requests.count == 1)
        }
        lab.time.advance(by: .seconds(50_000))
        let before = lab.time.monotonic
        let second = try await cache.token(for: Audience(trace.audience), from: source)
        #expect(second.secret.expose { $0 } == trace.tokens.last)
        // The library lets the caller wait through six tries and 24 s; here it is two, the old token still being good.
        let hurried = name == "imds_refresh_503_keeps_token"
        #expect(lab.transport.requests.count == (hurried ? 3 : trace.exchanges.count))
        #expect(lab.time.monotonic - before < .seconds(1))
    }
}

/// A recorded conversation with one of the machine's services.
struct IdentityTrace {
    /// One request with its answer.
    struct Exchange {
        let method: String
        let path: String
        let parameters: [String]
        let fields: [String: String]
        let body: String
        let reply: ScriptedTransport.Reply
    }

    let exchanges: [Exchange]
    let environment: [String: String]
    let name: String
    /// The tokens that the application saw; none where a call failed.
    let tokens: [String]
    /// How long the first call took.
    let elapsed: Double?

    /// What is left out of the comparison: the transport's own, and telemetry.
    private static let passedOver: Set<String> = [
        "host", "user-agent", "accept-encoding", "accept", "connection", "content-length",
    ]

    init(_ name: String) throws {
        let trace = try JSONReader().read(try SharedReference.bytes("traces/identity/\(name).json"))
        self.name = name
        self.environment = Dictionary(
            uniqueKeysWithValues: (trace["environment"]?.members ?? []).map {
                ($0.name, $0.value.string ?? "")
            }
        )
        let calls = trace["calls"]?.array ?? []
        self.tokens = calls.compactMap { $0["token"]?.string }
        self.elapsed = calls.first.flatMap { call in
            guard case .number(let number)? = call["elapsed_s"] else { return nil }
            return Double(number.text)
        }
        self.exchanges = try #require(trace["exchanges"]?.array).map { exchange in
            let request = try #require(exchange["request"])
            let response = try #require(exchange["response"])
            var fields: [String: String] = [:]
            for field in request["headers"]?.array ?? [] {
                let name = field.array?.first?.string ?? ""
                let isTelemetry = name.lowercased().hasPrefix("x-client-") || name == "x-ms-client-request-id"
                if !isTelemetry, !Self.passedOver.contains(name.lowercased()) {
                    fields[name] = field.array?.last?.string
                }
            }
            var answered: HTTPFields = [:]
            for field in response["headers"]?.members ?? [] {
                // The recorder's key file stood in another folder.
                let value = field.value.string?.replacing(
                    "realm=arc/",
                    with: "realm=\(ArcAgent.usualKeyFolder)/"
                )
                answered[try #require(HTTPField.Name(field.name))] = value
            }
            return Exchange(
                method: request["method"]?.string ?? "",
                path: request["path"]?.string ?? "",
                parameters: (request["query"]?.array ?? []).map { pair in
                    (pair.array ?? []).compactMap(\.string).joined(separator: "=")
                },
                fields: fields,
                body: request["body"]?.string ?? "",
                reply: .answer(
                    HTTPAnswer(
                        status: response["status"]?.integer ?? 0,
                        fields: answered,
                        body: Array((response["body"]?.string ?? "").utf8)
                    )
                )
            )
        }
    }

    /// The value of a parameter of the first request.
    private func parameter(_ name: String) -> String? {
        exchanges.first?.parameters.first { $0.hasPrefix(name + "=") }.map {
            String($0.dropFirst(name.count + 1))
        }
    }

    var audience: String { parameter("resource") ?? "https://ml.azure.com" }

    /// The token that runner gets: the library's, or the one that the library could not read.
    var improvedToken: String? { name == "azureml_textual_expires_on" ? "FAKE" : tokens.first }

    func lab(isGuess: Bool) throws -> IdentityLab {
        let span = IdentityLab.span
        let selector: ManagedIdentityDescription.Selector =
            if let id = parameter("client_id") ?? parameter("clientid") {
                .clientID(.literal(id, at: span))
            } else if let id = parameter("object_id") {
                .objectID(.literal(id, at: span))
            } else if let id = parameter("msi_res_id") ?? parameter("mi_res_id") {
                .resourceID(.literal(id, at: span))
            } else {
                .systemAssigned
            }
        return IdentityLab(
            environment,
            selector: selector,
            source: name.hasPrefix("imds_") ? .imds : nil,
            files: MemoryFileSystem([
                "\(ArcAgent.usualKeyFolder)/fake-arc-secret.key": "FAKE-ARC-CHALLENGE-KEY"
            ])
        )
    }
}

extension String {
    fileprivate func replacing(_ old: String, with new: String) -> String {
        guard let range = firstRange(old) else { return self }
        return String(self[..<range.lowerBound]) + new + String(self[range.upperBound...])
    }

    private func firstRange(_ text: String) -> Range<Index>? {
        var start = startIndex
        while start < endIndex {
            if self[start...].hasPrefix(text) { return start..<index(start, offsetBy: text.count) }
            start = index(after: start)
        }
        return nil
    }
}

extension OutgoingRequest {
    /// The parameters of the query, decoded, in their order.
    var parameters: [String] {
        (address.query ?? "").split(separator: "&").map { part in
            var bytes: [UInt8] = []
            var rest = Array(part.utf8)[...]
            while let byte = rest.popFirst() {
                if byte == UInt8(ascii: "%"),
                    let value = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16)
                {
                    bytes.append(value)
                    rest = rest.dropFirst(2)
                } else {
                    bytes.append(byte)
                }
            }
            return String(decoding: bytes, as: UTF8.self)
        }
    }
}
