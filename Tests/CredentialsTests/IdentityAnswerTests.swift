import Diagnostics
import HTTPExchange
import HTTPTypes
import JSONValues
import RunnerTestSupport
import Testing

@testable import Credentials

/// What is made of a service's answers.
@Suite struct IdentityAnswerTests {
    private func ask(
        _ reply: ScriptedTransport.Reply,
        _ selector: ManagedIdentityDescription.Selector = .systemAssigned,
        _ environment: [String: String] = [:]
    ) async -> (Result<AccessToken, Diagnostic>, IdentityLab) {
        let lab = IdentityLab(environment, selector: selector, source: environment.isEmpty ? .imds : nil)
        lab.transport.next(reply)
        return (await lab.ask(), lab)
    }

    private static let byClient = ManagedIdentityDescription.Selector.clientID(
        IdentityChoiceTests.literal(IdentityLab.client)
    )

    // MARK: - Tokens

    @Test(
        arguments: [
            (["expires_in": "86399"], 86_399), (["expires_in": 3599], 3599),
            (["expires_on": "1795215600"], 3600),
            (["expires_on": 1_795_215_600], 3600), (["expires_on": "1795215600.5"], 3600),
            (["expires_on": "11/20/2026 23:00:00 +00:00"], 3600),
            (["expires_on": "11/20/2026 11:00:00 PM +00:00"], 3600),
            (["expires_in": "60", "expires_on": "1795298400"], 60),
            (["expires_in": "x", "expires_on": "1795215600"], 3600),
            (["expires_in": "99999999"], 604_800),
        ] as [(JSONValue, Int)]
    )
    func readsTheLifetime(times: JSONValue, seconds: Int) async throws {
        let members = try #require(times.members) + [JSONValue.Member("access_token", "FAKE")]
        let (result, _) = await ask(.json(.object(members)))
        #expect(try result.get().lifetime == .seconds(seconds))
    }

    @Test func tellsWhoseTheTokenIs() async throws {
        let (result, _) = await ask(IdentityReply.token(client: "6666\u{1B}[31m"))
        let token = try result.get()
        #expect(token.clientID?.hasPrefix("6666") == true)
        #expect(token.clientID?.contains("\u{1B}") == false)
    }

    @Test(arguments: [
        "{}", "[]", "null", #"{"access_token":"a b","expires_in":"60"}"#, #"{"access_token":"a"}"#,
        #"{"access_token":"a","expires_in":"0"}"#, #"{"access_token":"a","expires_in":"-1"}"#,
        #"{"access_token":"a","expires_on":"1"}"#,
        #"{"access_token":"a","expires_in":"60","token_type":"pop"}"#,
        #"{"access_token":7,"expires_in":"60"}"#, "FAKE.ACCESS-TOKEN.bare", "",
        #"{"access_token":"a","expires_in":"1e999"}"#,
    ])
    func whatHoldsNoTokenIsNoAnswer(body: String) async throws {
        let (result, _) = await ask(.answer(HTTPAnswer(status: 200, body: Array(body.utf8))))
        let diagnostic = try #require(result.diagnostic)
        #expect(diagnostic.code == .unexpectedTokenAnswer)
        #expect(!diagnostic.notes.contains { $0.contains("FAKE.ACCESS-TOKEN") })
    }

    @Test func aPageIsShownByItsBeginning() async throws {
        let page = "<html>proxy\u{1B}]0;x</html>" + String(repeating: "y", count: 9000)
        let (result, _) = await ask(
            .answer(HTTPAnswer(status: 200, fields: [.contentType: "text/html"], body: Array(page.utf8)))
        )
        let notes = try #require(result.diagnostic?.notes)
        #expect(notes[0] == "HTTP 200, text/html")
        #expect(notes[1].hasPrefix("it begins: <html>proxy"))
        #expect(notes[1].count < 260 && !notes[1].contains("\u{1B}"))
    }

    @Test func tooMuchIsNotRead() async throws {
        let (result, _) = await ask(
            .answer(HTTPAnswer(status: 200, body: Array(repeating: 0x20, count: 300 << 10)))
        )
        #expect(result.diagnostic?.code == .unexpectedTokenAnswer)
    }

    @Test func aRedirectIsNoAnswer() async throws {
        let (result, lab) = await ask(
            .answer(HTTPAnswer(status: 302, fields: [.location: "http://169.254.169.254/"]))
        )
        #expect(result.diagnostic?.code == .unexpectedTokenAnswer)
        #expect(lab.transport.requests.count == 1)
    }

    // MARK: - Whose it is

    @Test func aTokenOfAnotherIdentityIsNotUsed() async throws {
        let (result, _) = await ask(IdentityReply.token(client: IdentityLab.system), Self.byClient)
        let diagnostic = try #require(result.diagnostic)
        #expect(diagnostic.code == .otherIdentity)
        #expect(diagnostic.code.exitStatus == .denied)
        #expect(
            diagnostic.notes[0].contains(IdentityLab.client)
                && diagnostic.notes[0].contains(IdentityLab.system)
        )
    }

    @Test func idsAreComparedWithoutCase() async throws {
        let upper = "ABCDEF33-3333-4333-8333-333333333333"
        let (result, _) = await ask(
            IdentityReply.token(client: upper.lowercased()),
            .clientID(IdentityChoiceTests.literal(upper))
        )
        #expect(result.token != nil)
    }

    // MARK: - Refusals

    @Test(arguments: [
        ("invalid_request", "Identity not found", Diagnostic.Code.identityRefused, "does not have"),
        (
            "invalid_request", "Multiple user assigned identities exist, please specify the clientId",
            .identityAmbiguous,
            "several"
        ),
        (
            "bad_request_102", "Required metadata header not specified", .unexpectedTokenAnswer,
            "changes requests"
        ),
        (
            "bad_request_102", "X-Forwarded-For header is not allowed", .unexpectedTokenAnswer,
            "changes requests"
        ),
        (
            "invalid_resource", "AADSTS500011: The resource principal named x was not found",
            .identityRefused,
            "does not know what the token is for"
        ),
        ("something_new", "Who knows", .identityRefused, "refuses with `something_new`"),
    ])
    func explainsTheMetadataServicesWords(error: String, text: String, code: Diagnostic.Code, words: String)
        async throws
    {
        let (result, lab) = await ask(IdentityReply.refusal(error, text))
        let diagnostic = try #require(result.diagnostic)
        #expect(diagnostic.code == code)
        #expect(diagnostic.message.contains(words))
        #expect(diagnostic.notes[0] == "the metadata service (IMDS) says: \(text)")
        #expect(diagnostic.notes[1].contains("error `\(error)`"))
        #expect(diagnostic.notes.last?.contains("169.254.169.254") == true)
        #expect(lab.transport.requests.count == 1)
    }

    @Test(arguments: [
        (
            400,
            #"{"statusCode":400,"message":"No Managed Identity found for specified ClientId/ResourceId/PrincipalId."}"#,
            "does not have"
        ),
        (401, #"{"statusCode":401,"message":"X-IDENTITY-HEADER header is missing or incorrect."}"#, "proof"),
        (
            403,
            #"{"error":{"code":"SecretHeaderNotFound","message":"Secret is not found","correlationId":"c0ffee"}}"#,
            "proof"
        ),
        (
            400, #"{"error":{"code":"ManagedIdentityNotFound","message":"Managed identity not there"}}"#,
            "does not have"
        ),
    ])
    func explainsTheOthersWords(status: Int, body: String, words: String) async throws {
        let (result, _) = await ask(
            .answer(HTTPAnswer(status: status, body: Array(body.utf8))),
            .systemAssigned,
            IdentityRetryTests.appService
        )
        let diagnostic = try #require(result.diagnostic)
        #expect(diagnostic.code == .identityRefused)
        #expect(diagnostic.message.contains(words))
        if body.contains("c0ffee") {
            #expect(diagnostic.notes.contains { $0.contains("correlation id c0ffee") })
        }
    }

    @Test func whatTheServiceSendsBackIsRedacted() async throws {
        for status in [200, 400, 403, 500] {
            let body = #"<p>X-IDENTITY-HEADER: marked-header</p>"#
            let json = #"{"statusCode":400,"message":"got marked-header"}"#
            for text in [body, json] {
                let lab = IdentityLab(IdentityRetryTests.appService)
                lab.transport.reply(.answer(HTTPAnswer(status: status, body: Array(text.utf8)))) { _ in true }
                let diagnostic = try #require(await lab.ask().diagnostic)
                let all = [diagnostic.message, diagnostic.help ?? ""] + diagnostic.notes
                #expect(!all.joined().contains("marked-header"))
            }
        }
    }

    @Test func onlyWhatATokenCanBeForIsAskedFor() async throws {
        let lab = IdentityLab(source: .imds)
        #expect(await lab.ask("https://ml.azure.com&client_id=x").diagnostic?.code == .malformedCredential)
        #expect(lab.transport.requests.isEmpty)
        lab.transport.next(IdentityReply.token())
        #expect(await lab.ask("https://ml.azure.com/.default").token != nil)
        #expect(
            lab.transport.requests.first?.address.query?.hasSuffix("resource=https%3A%2F%2Fml.azure.com")
                == true
        )
    }
}
