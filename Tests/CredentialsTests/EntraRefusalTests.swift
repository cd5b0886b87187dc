import Credentials
import Diagnostics
import HTTPExchange
import JSONValues
import RunnerTestSupport
import Testing

@Suite struct EntraRefusalTests {
    /// Number, OAuth's word, HTTP status, words of the message.
    static let table: [(Int, String, Int, String)] = [
        (7_000_215, "invalid_client", 401, "the client secret is wrong"),
        (7_000_222, "invalid_client", 401, "the client secret has expired"),
        (7_000_216, "invalid_client", 401, "no client secret arrived"),
        (7_000_218, "invalid_client", 401, "no client secret arrived"),
        (700_016, "unauthorized_client", 400, "no application with this client id"),
        (90_002, "invalid_request", 400, "does not know the tenant"),
        (900_023, "invalid_request", 400, "neither a GUID nor a domain"),
        (900_021, "invalid_request", 400, "neither a GUID nor a domain"),
        (500_011, "invalid_resource", 400, "does not know Azure Machine Learning"),
        (50_001, "invalid_resource", 400, "does not know Azure Machine Learning"),
        (70_011, "invalid_scope", 400, "scope"),
        (1_002_012, "invalid_scope", 400, "scope"),
        (901_002, "invalid_request", 400, "version"),
        (900_144, "invalid_request", 400, "field"),
        (700_025, "invalid_client", 401, "public client"),
        (7_000_112, "unauthorized_client", 400, "disabled"),
        (70_001, "unauthorized_client", 400, "disabled"),
        (53_003, "access_denied", 400, "conditional access"),
        (90_038, "invalid_request", 400, "national cloud"),
        (4_711, "invalid_client", 401, "does not accept the client secret"),
        (4_711, "unauthorized_client", 400, "may not do this in this tenant"),
        (4_711, "brand_new_word", 400, "`brand_new_word`"),
    ]

    @Test(arguments: table)
    func deniesWithAdvice(code: Int, error: String, status: Int, words: String) async throws {
        let lab = try EntraLab()
        lab.transport.next(EntraReply.error(code, error, status: status, sentence: "Something 'is' wrong."))
        let diagnostic = try #require(await lab.ask().diagnostic)
        #expect(diagnostic.code == .tokenRefused)
        #expect(diagnostic.code.exitStatus == .denied)
        #expect(diagnostic.message.contains(words))
        #expect(diagnostic.message.contains("AADSTS\(code)"))
        #expect(diagnostic.notes.first == "Entra says: AADSTS\(code): Something 'is' wrong.")
        let facts = diagnostic.notes.joined(separator: "\n")
        for fact in [
            "`\(error)`", "HTTP \(status)", "c0ffee00-0000-4000-8000-000000000000", "2026-11-20 23:50:46Z",
            "{env: AZURE_CLIENT_SECRET}", "27 bytes",
        ] { #expect(facts.contains(fact)) }
        #expect(!facts.contains("Trace ID"))
        #expect(diagnostic.help != nil)
        #expect(!String(reflecting: diagnostic).contains(PrincipalFixture.secret))
        #expect(lab.transport.requests.count == 1)
    }

    @Test(arguments: [
        (90_055, "temporarily_unavailable", 429), (90_033, "temporarily_unavailable", 400),
        (90_024, "server_error", 500),
    ])
    func waitsForWhatPasses(code: Int, error: String, status: Int) async throws {
        let lab = try EntraLab()
        lab.transport.next(EntraReply.error(code, error, status: status))
        lab.transport.next(EntraReply.token())
        #expect(await lab.ask().token == "FAKE.ACCESS-TOKEN.1")
        #expect(lab.transport.requests.count == 2)
    }

    @Test func pointsAtTheSettingThatIsWrong() async throws {
        let lab = try EntraLab()
        lab.transport.next(EntraReply.error(700_016, "unauthorized_client", status: 400))
        #expect(await lab.ask().diagnostic?.primary?.text.contains("client id") == true)
    }

    @Test func tellsItsOwnRequestWhereNoCorrelationCame() async throws {
        let lab = try EntraLab()
        lab.transport.next(.json(["error": "invalid_client"], status: 401))
        let refused = try #require(await lab.ask().diagnostic)
        let sent = try #require(lab.transport.requests.last?.field("client-request-id"))
        #expect(refused.notes.contains { $0.hasSuffix("client-request-id \(sent)") })
        lab.transport.next(.json(["error": "invalid_client", "correlation_id": "c0ffee"], status: 401))
        let correlated = try #require(await lab.ask().diagnostic)
        #expect(!correlated.notes.contains { $0.contains("client-request-id") })
        // Neither an answer that is not Entra's nor none at all bears a correlation id.
        lab.transport.next(.json(["hello": "world"], status: 200))
        let strange = try #require(await lab.ask().diagnostic)
        #expect(strange.notes.contains { $0.contains("client-request-id") })
        let silent = try EntraLab()
        for _ in 0..<16 { silent.transport.next(.failure(TransportFailure(.maybeSent, .connectionLost))) }
        let lost = try #require(await silent.ask().diagnostic)
        #expect(lost.code == .authorityUnavailable)
        let id = try #require(silent.transport.requests.last?.field("client-request-id"))
        #expect(lost.notes.contains { $0.hasSuffix("client-request-id \(id)") })
    }

    @Test func seesATenantsIDInPlaceOfTheClients() async throws {
        let lab = try EntraLab(client: PrincipalFixture.tenant)
        lab.transport.next(EntraReply.error(700_016, "unauthorized_client", status: 400))
        let diagnostic = try #require(await lab.ask().diagnostic)
        #expect(diagnostic.message.contains("the client id is the tenant's id"))
        #expect(diagnostic.help?.contains("Application (client) ID") == true)
    }

    @Test func namesTheAudienceThatTheTenantDoesNotKnow() async throws {
        let lab = try EntraLab()
        lab.transport.next(EntraReply.error(500_011, "invalid_resource", status: 400))
        let diagnostic = await lab.ask(Audience("https://management.azure.com")).diagnostic
        #expect(diagnostic?.message.contains("does not know `https://management.azure.com`") == true)
        #expect(diagnostic?.help?.contains("MachineLearning") == false)
    }

    @Test func saysThatAWrongSecretLooksLikeAnID() async throws {
        let id = "33333333-3333-4333-8333-333333333333"
        let lab = try EntraLab(secret: id)
        lab.transport.next(EntraReply.error(7_000_215, "invalid_client", status: 401))
        let diagnostic = try #require(await lab.ask().diagnostic)
        #expect(diagnostic.notes.contains { $0.contains("looks like the id of a secret") })
        #expect(!String(reflecting: diagnostic).contains(id))
    }

    @Test func hidesASecretThatEntraRepeats() async throws {
        let lab = try EntraLab()
        lab.transport.next(
            EntraReply.error(
                7_000_215,
                "invalid_client",
                status: 401,
                sentence: "Got \(PrincipalFixture.secret)\u{1B}[0m."
            )
        )
        let diagnostic = try #require(await lab.ask().diagnostic)
        #expect(!String(reflecting: diagnostic).contains(PrincipalFixture.secret))
        #expect(!diagnostic.notes.joined().contains("\u{1B}"))
        #expect(diagnostic.notes.first?.contains("Got") == true)
    }

    @Test func readsOlderDescriptionsWithLineBreaks() async throws {
        let lab = try EntraLab()
        lab.transport.next(
            .json(
                [
                    "error": "invalid_client",
                    "error_description":
                        "AADSTS7000215: Invalid client secret is provided.\r\nTrace ID: x\r\nCorrelation ID: y",
                ],
                status: 401
            )
        )
        let diagnostic = try #require(await lab.ask().diagnostic)
        #expect(diagnostic.notes.first == "Entra says: AADSTS7000215: Invalid client secret is provided.")
        #expect(diagnostic.message.contains("AADSTS7000215"))
    }

    @Test func boundsWhatItShows() async throws {
        let lab = try EntraLab()
        let long = String(repeating: "x", count: 100_000)
        lab.transport.next(.json(["error": .string(long), "error_description": .string(long)], status: 400))
        let diagnostic = try #require(await lab.ask().diagnostic)
        #expect(String(reflecting: diagnostic).utf8.count < 5000)
    }
}
