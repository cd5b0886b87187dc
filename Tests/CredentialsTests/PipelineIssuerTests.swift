import Credentials
import Diagnostics
import HTTPExchange
import HTTPTypes
import JSONValues
import RunnerTestSupport
import Secrets
import Testing

/// GitHub Actions and Azure Pipelines: asked anew for each request to Entra, and only where they really are.
@Suite struct PipelineIssuerTests {
    private static func gitHub() -> FederationLab {
        var lab = FederationLab()
        lab.token = .gitHubActions
        lab.environment["ACTIONS_ID_TOKEN_REQUEST_URL"] =
            "https://run-actions-1-azure-eastus.actions.githubusercontent.com/7/idtoken?api-version=2.0"
        lab.environment["ACTIONS_ID_TOKEN_REQUEST_TOKEN"] = "fake-actions-request-token"
        return lab
    }

    private static func pipelines() -> FederationLab {
        var lab = FederationLab()
        lab.token = .azurePipelines(
            serviceConnectionID: .literal(
                FederationLab.connection,
                at: SourceSpan(file: "manifests/nightly.yaml", start: 30, end: 40)
            ),
            accessToken: nil
        )
        lab.environment["SYSTEM_OIDCREQUESTURI"] = "https://dev.azure.com/org/1/_apis/oidctoken"
        lab.environment["SYSTEM_ACCESSTOKEN"] = "fake-system-access-token"
        return lab
    }

    @Test func asksGitHubForEveryRequest() async throws {
        let lab = Self.gitHub()
        var problems: [Diagnostic] = []
        let prepared = lab.source(into: &problems)
        let source = try #require(prepared)
        for number in 1...2 {
            lab.transport.next(.json(["count": 1, "value": .string(FederationLab.token(number: number))]))
            // Entra is not there at first: the next try has a token of its own, too.
            lab.transport.next(EntraReply.status(503))
            lab.transport.next(.json(["value": .string(FederationLab.token(number: number + 10))]))
            lab.transport.next(EntraReply.token())
            _ = try await source.token(for: EntraLab.audience)
        }
        #expect(lab.assertions == [1, 11, 2, 12].map { FederationLab.token(number: $0) })
        let request = try #require(lab.transport.requests.first)
        #expect(request.method == .get)
        #expect(request.address.query == "api-version=2.0&audience=api%3A%2F%2FAzureADTokenExchange")
        #expect(request.field("Authorization") == "Bearer fake-actions-request-token")
        #expect(lab.registered.all.contains(FederationLab.token(number: 11)))
    }

    @Test func asksPipelinesForAServiceConnection() async throws {
        let lab = Self.pipelines()
        lab.transport.next(.json(["oidcToken": .string(FederationLab.token())]))
        lab.transport.next(EntraReply.token())
        #expect(await lab.ask().token == "FAKE.ACCESS-TOKEN.1")
        let request = try #require(lab.transport.requests.first)
        #expect(request.method == .post)
        #expect(request.address.query == "api-version=7.1&serviceConnectionId=" + FederationLab.connection)
        #expect(request.field("X-TFS-FedAuthRedirect") == "Suppress")
        #expect(request.field("Authorization") == "Bearer fake-system-access-token")
        #expect(request.body.isEmpty)
    }

    @Test(arguments: [
        "http://run.actions.githubusercontent.com/idtoken", "https://evil.example/idtoken",
        "https://actions.githubusercontent.com.evil.example/", "https://evilactions.githubusercontent.com/x",
        "not an address",
    ])
    func sendsTheJobsTokenNowhereElse(address: String) async {
        var lab = Self.gitHub()
        lab.environment["ACTIONS_ID_TOKEN_REQUEST_URL"] = address
        #expect(await lab.ask().diagnostic?.code == .issuerNotTrusted)
        var pipelines = Self.pipelines()
        pipelines.environment["SYSTEM_OIDCREQUESTURI"] = address
        #expect(await pipelines.ask().diagnostic?.code == .issuerNotTrusted)
        #expect(lab.transport.requests.isEmpty && pipelines.transport.requests.isEmpty)
    }

    @Test func takesTheServerThatTheJobIsOf() async {
        var lab = Self.gitHub()
        lab.environment["GITHUB_SERVER_URL"] = "https://github.clinic.example"
        for host in ["github.clinic.example", "pipelines.github.clinic.example:8443"] {
            lab.environment["ACTIONS_ID_TOKEN_REQUEST_URL"] = "https://\(host)/_services/token"
            lab.transport.next(.json(["value": .string(FederationLab.token())]))
            lab.transport.next(EntraReply.token())
            #expect(await lab.ask().token == "FAKE.ACCESS-TOKEN.1")
        }
        lab.environment["GITHUB_SERVER_URL"] = "http://github.clinic.example"
        #expect(await lab.ask().diagnostic?.code == .issuerNotTrusted)
    }

    @Test func saysWhichPermissionIsMissing() async throws {
        var lab = Self.gitHub()
        lab.environment["ACTIONS_ID_TOKEN_REQUEST_TOKEN"] = ""
        var diagnostic = try #require(await lab.ask().diagnostic)
        #expect(diagnostic.code == .federatedTokenMissing)
        #expect(diagnostic.message.contains("`ACTIONS_ID_TOKEN_REQUEST_TOKEN`, which is not set"))
        #expect(diagnostic.help?.contains("id-token: write") == true)

        var pipelines = Self.pipelines()
        pipelines.environment["SYSTEM_ACCESSTOKEN"] = nil
        diagnostic = try #require(await pipelines.ask().diagnostic)
        #expect(diagnostic.code == .federatedTokenMissing)
        #expect(diagnostic.help?.contains("SYSTEM_ACCESSTOKEN: $(System.AccessToken)") == true)
    }

    @Test(arguments: [
        (
            EntraReply.status(401, body: "fake-actions-request-token is bad"),
            Diagnostic.Code.federatedTokenRefused
        ),
        (EntraReply.status(302), .unexpectedTokenAnswer),
        (EntraReply.status(200, body: "<html>"), .unexpectedTokenAnswer),
        (.json(["value": "no token"]), .malformedFederatedToken),
    ])
    func saysThatTheIssuerGivesNone(reply: ScriptedTransport.Reply, code: Diagnostic.Code) async throws {
        let lab = Self.gitHub()
        lab.transport.next(reply)
        let diagnostic = try #require(await lab.ask().diagnostic)
        #expect(diagnostic.code == code)
        #expect(lab.transport.requests.count == 1)
        #expect(!(diagnostic.message + diagnostic.notes.joined()).contains("fake-actions-request-token"))
    }

    @Test func waitsForAnIssuerThatIsBusy() async {
        let lab = Self.gitHub()
        lab.transport.next(EntraReply.status(429, retryAfter: "3"))
        lab.transport.next(EntraReply.failure(.maybeSent, .connectionLost))
        lab.transport.next(.json(["value": .string(FederationLab.token())]))
        lab.transport.next(EntraReply.token())
        #expect(await lab.ask().token == "FAKE.ACCESS-TOKEN.1")
        #expect(lab.time.sleeps.first.map { $0 >= .seconds(3) } == true)

        for _ in 0..<6 { lab.transport.next(EntraReply.status(503)) }
        #expect(await lab.ask().diagnostic?.code == .authorityUnavailable)
    }

    @Test(arguments: ["", "77777777", "77777777-7777-4777-8777-77777777777g"])
    func refusesAServiceConnectionThatIsNoID(id: String) async {
        var lab = Self.pipelines()
        lab.token = .azurePipelines(
            serviceConnectionID: .literal(
                id,
                at: SourceSpan(file: "manifests/nightly.yaml", start: 30, end: 40)
            ),
            accessToken: nil
        )
        #expect(await lab.ask().diagnostic?.code == .malformedCredential)
    }
}
