import Credentials
import Diagnostics
import HTTPExchange
import HTTPTypes
import JSONValues
import RunnerTestSupport
import Testing

@Suite struct EntraRequestTests {
    @Test func asksTheSecondGenerationWithAScope() async throws {
        let lab = try EntraLab()
        lab.transport.next(EntraReply.token())
        let result = await lab.ask()
        #expect(result.token == "FAKE.ACCESS-TOKEN.1")
        let request = try #require(lab.transport.requests.first)
        #expect(request.method == .post)
        let path = "/11111111-1111-4111-8111-111111111111/oauth2/v2.0/token"
        #expect(request.address.description == "https://login.microsoftonline.com" + path)
        #expect(request.field("Content-Type") == "application/x-www-form-urlencoded")
        #expect(request.field("Accept") == "application/json")
        #expect(request.field("client-request-id")?.utf8.count == 36)
        let form =
            "grant_type=client_credentials&client_id=22222222-2222-4222-8222-222222222222"
            + "&client_secret=fake~client.secret_not-real&scope=https%3A%2F%2Fml.azure.com%2F.default"
        #expect(String(decoding: request.body, as: UTF8.self) == form)
    }

    @Test func asksTheFirstGenerationWithAResource() async throws {
        let lab = try EntraLab(endpoint: .v1)
        lab.transport.next(
            .json([
                "token_type": "Bearer", "expires_in": "3599", "ext_expires_in": "3599",
                "resource": "https://ml.azure.com", "access_token": "FAKE.1",
            ])
        )
        let token = try await lab.ask().get()
        #expect(token.lifetime == .seconds(3599))
        let request = try #require(lab.transport.requests.first)
        #expect(request.address.path == "/11111111-1111-4111-8111-111111111111/oauth2/token")
        #expect(request.form["resource"] == "https://ml.azure.com")
        #expect(request.form["scope"] == nil)
    }

    @Test func encodesEveryByteThatIsNotPlain() async throws {
        let secret = "a+b=c/d&e f%é\u{1F511}~._-"
        let lab = try EntraLab(secret: secret)
        lab.transport.next(EntraReply.token())
        _ = await lab.ask()
        let request = try #require(lab.transport.requests.first)
        #expect(request.form["client_secret"] == secret)
        let body = String(decoding: request.body, as: UTF8.self)
        #expect(body.contains("client_secret=a%2Bb%3Dc%2Fd%26e%20f%25%C3%A9%F0%9F%94%91~._-&"))
    }

    @Test func keepsTheHostAndPortOfTheAuthority() async throws {
        let lab = try EntraLab(authority: "localhost:18443")
        lab.transport.next(EntraReply.token())
        _ = await lab.ask()
        #expect(lab.transport.requests.first?.address.authority == "localhost:18443")
    }

    @Test(arguments: ["", "https://ml.azure.com/?x", "a b", "https://ml.azure.com\u{0A}"])
    func refusesWhatNoTokenCanBeFor(audience: String) async throws {
        let lab = try EntraLab()
        #expect(await lab.ask(Audience(audience)).diagnostic?.code == .malformedCredential)
        #expect(lab.transport.requests.isEmpty)
    }

    @Test(arguments: [
        (CloudEnvironment.publicCloud, "login.microsoftonline.com", "https://ml.azure.com"),
        (CloudEnvironment.usGovernment, "login.microsoftonline.us", "https://ml.azure.us"),
        (CloudEnvironment.china, "login.chinacloudapi.cn", "https://ml.azure.cn"),
    ])
    func knowsTheHostsOfEachCloud(cloud: CloudEnvironment, authority: String, audience: String) {
        #expect(cloud.authorityHost == authority)
        #expect(cloud.machineLearning == Audience(audience))
        #expect(cloud.resourceManager.value.hasPrefix("https://management."))
    }
}
