import Credentials
import Diagnostics
import HTTPExchange
import JSONValues
import RunnerTestSupport
import Secrets
import Testing

@Suite struct WorkloadIdentityTests {
    private static func fileLab(_ content: String = FederationLab.token() + "\n") -> FederationLab {
        var lab = FederationLab()
        lab.files.add(FederationLab.tokenPath, content)
        lab.environment["AZURE_FEDERATED_TOKEN_FILE"] = FederationLab.tokenPath
        return lab
    }

    @Test func sendsTheFilesTokenTrimmed() async throws {
        let lab = Self.fileLab("\u{FEFF} " + FederationLab.token() + "\r\n\n")
        lab.transport.next(EntraReply.token())
        #expect(await lab.ask().token == "FAKE.ACCESS-TOKEN.1")
        let request = try #require(lab.transport.requests.first)
        #expect(
            request.form == [
                "grant_type": "client_credentials", "client_id": PrincipalFixture.client,
                "client_assertion_type": "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
                "client_assertion": FederationLab.token(), "scope": "https://ml.azure.com/.default",
            ]
        )
        #expect(lab.registered.all.contains(FederationLab.token()))
    }

    @Test func tellsOfAProxyThatItDoesNotUse() throws {
        var lab = Self.fileLab()
        lab.environment["AZURE_KUBERNETES_TOKEN_PROXY"] = "https://proxy.fake.example"
        var problems: [Diagnostic] = []
        let source = lab.source(into: &problems)
        #expect(source != nil)
        #expect(problems.map(\.code) == [.tokenProxyPassedOver])
        #expect(problems.map(\.severity) == [.warning])
        lab.environment["AZURE_KUBERNETES_TOKEN_PROXY"] = ""
        problems = []
        _ = lab.source(into: &problems)
        #expect(problems.isEmpty)
    }

    @Test func readsTheFileForEveryRequest() async throws {
        let lab = Self.fileLab()
        var problems: [Diagnostic] = []
        let prepared = lab.source(into: &problems)
        let source = try #require(prepared)
        for number in 1...3 {
            lab.files.add(FederationLab.tokenPath, FederationLab.token(number: number))
            lab.transport.next(EntraReply.token())
            _ = try await source.token(for: EntraLab.audience)
        }
        #expect(lab.assertions == (1...3).map { FederationLab.token(number: $0) })
    }

    @Test func looksAReferenceUpAgain() async throws {
        var lab = FederationLab()
        lab.files.add("/run/secrets/token", FederationLab.token(number: 1), mode: 0o600)
        lab.token = .file(
            LocatedSecretReference(
                .file(path: "/run/secrets/token"),
                at: SourceSpan(file: "manifests/nightly.yaml", start: 30, end: 40),
                for: "credentials.scoring.federatedToken.token"
            )
        )
        var problems: [Diagnostic] = []
        let prepared = lab.source(into: &problems)
        let source = try #require(prepared)
        lab.files.add("/run/secrets/token", FederationLab.token(number: 2), mode: 0o600)
        lab.transport.next(EntraReply.token())
        _ = try await source.token(for: EntraLab.audience)
        #expect(lab.assertions == [FederationLab.token(number: 2)])
    }

    /// AADSTS700024: once more with a fresh token, and only once.
    @Test func replacesATokenThatIsTooOldOnce() async throws {
        let lab = Self.fileLab()
        lab.transport.next(EntraReply.error(700_024, "invalid_client", status: 401))
        lab.transport.next(EntraReply.token())
        #expect(await lab.ask().token == "FAKE.ACCESS-TOKEN.1")
        #expect(lab.assertions.count == 2)
        #expect(lab.time.sleeps.isEmpty)

        for _ in 0..<2 { lab.transport.next(EntraReply.error(700_024, "invalid_client", status: 401)) }
        let diagnostic = try #require(await lab.ask().diagnostic)
        #expect(diagnostic.code == .tokenRefused)
        #expect(diagnostic.message.contains("too old"))
        #expect(diagnostic.notes.contains { $0.contains("until 2026-11-21T00:52:37.000Z") })
        #expect(
            diagnostic.notes.contains { $0.contains("clock says") && $0.contains("2026-11-20 23:50:46Z") }
        )
        #expect(lab.assertions.count == 4)
    }

    @Test(arguments: [
        (70_021, "no federated credential"), (700_211, "issuer"), (700_212, "audience"),
        (700_213, "subject"), (7_002_137, "subject"), (7_002_138, "upper and lower case only"),
    ])
    func saysWhatDoesNotFitAndHowToAddIt(code: Int, words: String) async throws {
        let lab = Self.fileLab()
        lab.transport.next(
            EntraReply.error(code, "invalid_client", status: 401, sentence: "Subject 'Other'.")
        )
        let diagnostic = try #require(await lab.ask().diagnostic)
        #expect(diagnostic.code == .tokenRefused)
        #expect(diagnostic.message.contains(words))
        let command = "az ad app federated-credential create --id \(PrincipalFixture.client) --parameters "
        #expect(diagnostic.help?.contains(command) == true)
        #expect(diagnostic.help?.contains(#""issuer":"https://oidc.fake.example/""#) == true)
        #expect(diagnostic.help?.contains(#""subject":"system:serviceaccount:ns:sa""#) == true)
        #expect(diagnostic.help?.contains(#""audiences":["api://AzureADTokenExchange"]"#) == true)
        if code != 70_021 { #expect(diagnostic.notes.contains("Entra speaks of `Other`")) }
        #expect(diagnostic.notes.contains { $0.contains("federated-credential list") })
        #expect(!diagnostic.notes.joined().contains(FederationLab.token()))
    }

    /// A subject may hold what a shell would obey.
    @Test func quotesTheCommand() async throws {
        let lab = Self.fileLab(FederationLab.token(subject: "it's\u{1B}[31m; \"rm\""))
        lab.transport.next(EntraReply.error(700_213, "invalid_client", status: 401))
        let help = try #require(await lab.ask().diagnostic?.help)
        #expect(help.contains(#"it'\''s"#))
        #expect(help.contains(#"\"rm\""#))
        #expect(!help.unicodeScalars.contains("\u{1B}"))
    }

    @Test(arguments: ["", "   \n", "a.b", "a.b.c.d", "a.b.c d", "{\"token\": \"a.b.c\"}", "a.b.é"])
    func refusesWhatIsNoToken(content: String) async {
        let lab = Self.fileLab(content)
        #expect(await lab.ask().diagnostic?.code == .malformedFederatedToken)
        #expect(lab.transport.requests.isEmpty)
    }

    @Test func saysWhatIsMissing() async throws {
        var lab = FederationLab()
        #expect(await lab.ask().diagnostic?.code == .federatedTokenMissing)
        lab.environment["AZURE_FEDERATED_TOKEN_FILE"] = "/nowhere"
        let diagnostic = try #require(await lab.ask().diagnostic)
        #expect(diagnostic.code == .federatedTokenMissing)
        #expect(diagnostic.code.exitStatus == .missingConfiguration)
    }

    /// What may happen while a run goes on.
    @Test func saysThatTheFileIsOfNoUseLater() async throws {
        let lab = Self.fileLab()
        var problems: [Diagnostic] = []
        let prepared = lab.source(into: &problems)
        let source = try #require(prepared)
        lab.files.add(FederationLab.tokenPath, "")
        await #expect(throws: Diagnostic.self) { try await source.token(for: EntraLab.audience) }
        #expect(lab.transport.requests.isEmpty)
    }

    @Test func refusesAFileThatOthersCanWrite() async {
        let lab = Self.fileLab()
        lab.files.add(FederationLab.tokenPath, FederationLab.token(), mode: 0o666)
        #expect(await lab.ask().diagnostic?.code == .federatedTokenMissing)
    }
}
