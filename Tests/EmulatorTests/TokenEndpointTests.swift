import HTTPTypes
import JSONValues
import RunnerTestSupport
import Testing

@testable import Emulator

@Suite struct TokenEndpointTests {
    @Test func givesATokenOnTheNewEndpoint() async throws {
        try await Workbench.with(time: ManualTimekeeper()) { bench in
            let answer = try await bench.askForToken(Workbench.form)
            #expect(answer.status == 200)
            #expect(answer.body["token_type"] == "Bearer")
            #expect(answer.body["expires_in"] == .number(JSONNumber(3600)))
            #expect(answer.body["ext_expires_in"] == .number(JSONNumber(3600)))
            let token = try #require(answer.body["access_token"]?.string)
            let parts = token.split(separator: ".")
            #expect(parts.count == 3)
            let payload = try JSONReader().read(try #require(Base64URL.bytes(parts[1])))
            #expect(payload["aud"] == "https://ml.azure.com")
            #expect(payload["appid"] == .string(Workbench.client))
            #expect(payload["tid"] == .string(Workbench.tenant))
            #expect(payload["exp"]?.integer == 1_795_212_000 + 3600)
        }
    }

    @Test func writesNumbersAsStringsOnTheOldEndpoint() async throws {
        try await Workbench.with(time: ManualTimekeeper()) { bench in
            let form = Workbench.form.replacing("scope=", with: "resource=").replacing(
                "%2F.default",
                with: ""
            )
            let answer = try await bench.askForToken(form, path: "/\(Workbench.tenant)/oauth2/token")
            #expect(answer.status == 200)
            #expect(answer.body["expires_in"] == "3600")
            #expect(answer.body["expires_on"] == "1795215600")
            #expect(answer.body["resource"] == "https://ml.azure.com")
        }
    }

    struct Refusal: CustomTestStringConvertible {
        let testDescription: String
        var from = ""
        var to = ""
        var path = "/\(Workbench.tenant)/oauth2/v2.0/token"
        let code: Int
        let error: String
        let status: Int
    }

    static let refusals = [
        Refusal(
            testDescription: "wrong secret",
            from: "s3cret",
            to: "S3cret",
            code: 7_000_215,
            error: "invalid_client",
            status: 401
        ),
        Refusal(
            testDescription: "unknown client",
            from: "client_id=2",
            to: "client_id=3",
            code: 700_016,
            error: "unauthorized_client",
            status: 400
        ),
        Refusal(
            testDescription: "unknown tenant",
            path: "/33333333-3333-4333-8333-333333333333/oauth2/v2.0/token",
            code: 90_002,
            error: "invalid_request",
            status: 400
        ),
        Refusal(
            testDescription: "malformed tenant",
            path: "/$TENANT/oauth2/v2.0/token",
            code: 900_023,
            error: "invalid_request",
            status: 400
        ),
        Refusal(
            testDescription: "no grant type",
            from: "grant_type=client_credentials",
            code: 900_144,
            error: "invalid_request",
            status: 400
        ),
        Refusal(
            testDescription: "other grant type",
            from: "=client_credentials",
            to: "=password",
            code: 70_003,
            error: "unsupported_grant_type",
            status: 400
        ),
        Refusal(
            testDescription: "no client id",
            from: "client_id=\(Workbench.client)",
            code: 900_144,
            error: "invalid_request",
            status: 400
        ),
        Refusal(
            testDescription: "no secret",
            from: "client_secret=",
            to: "other=",
            code: 7_000_216,
            error: "invalid_client",
            status: 401
        ),
        Refusal(
            testDescription: "assertion",
            from: "client_secret=",
            to: "client_assertion=",
            code: 50_027,
            error: "invalid_client",
            status: 401
        ),
        Refusal(
            testDescription: "resource on v2",
            from: "&scope",
            to: "&resource=x&scope",
            code: 901_002,
            error: "invalid_request",
            status: 400
        ),
        Refusal(
            testDescription: "scope without default",
            from: "%2F.default",
            code: 1_002_012,
            error: "invalid_scope",
            status: 400
        ),
        Refusal(
            testDescription: "two scopes",
            from: "%2F.default",
            to: "%2F.default+openid",
            code: 70_011,
            error: "invalid_scope",
            status: 400
        ),
        Refusal(
            testDescription: "no scope",
            from: "&scope=",
            to: "&x=",
            code: 90_014,
            error: "invalid_request",
            status: 400
        ),
        Refusal(
            testDescription: "unknown audience",
            from: "ml.azure.com",
            to: "ml.example.com",
            code: 500_011,
            error: "invalid_resource",
            status: 400
        ),
        Refusal(
            testDescription: "field twice",
            from: "&scope",
            to: "&client_id=x&scope",
            code: 9_000_411,
            error: "invalid_request",
            status: 400
        ),
        Refusal(
            testDescription: "broken encoding",
            from: "%2F.default",
            to: "%2",
            code: 90_100,
            error: "invalid_request",
            status: 400
        ),
    ]

    @Test(arguments: refusals)
    func refusesInEntrasShape(refusal: Refusal) async throws {
        try await Workbench.with(time: ManualTimekeeper()) { bench in
            let form = Workbench.form.replacing(refusal.from, with: refusal.to)
            let id = "0f8fad5b-d9cb-469f-a165-70867728950e"
            let answer = try await bench.askForToken(
                form,
                path: refusal.path,
                fields: ["client-request-id": id]
            )
            #expect(answer.status == refusal.status)
            #expect(answer.body["error"] == .string(refusal.error))
            #expect(answer.body["error_codes"] == .array([.number(JSONNumber(refusal.code))]))
            #expect(answer.body["correlation_id"] == .string(id))
            #expect(answer.body["timestamp"] == "2026-11-20 22:00:00Z")
            let description = try #require(answer.body["error_description"]?.string)
            #expect(description.hasPrefix("AADSTS\(refusal.code): "))
            #expect(description.contains("Correlation ID: \(id) Timestamp: 2026-11-20 22:00:00Z"))
            #expect(!answer.text.contains("s3cret"))
        }
    }

    @Test func neverTellsASecret() async throws {
        try await Workbench.with { bench in
            _ = try await bench.askForToken(Workbench.form)
            let control = "http://127.0.0.1:\(bench.running.address.port)/_emulator/requests"
            #expect(await bench.running.requests.map(\.path) == ["/\(Workbench.tenant)/oauth2/v2.0/token"])
            // The sealed client does not reach the control paths: they are for the loopback host alone.
            await #expect(throws: (any Error).self) { try await bench.send(.get, control) }
        }
    }
}
