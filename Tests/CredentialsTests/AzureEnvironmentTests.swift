import Credentials
import Diagnostics
import HTTPExchange
import JSONValues
import RunnerTestSupport
import Secrets
import Testing

@Suite(.enabled(if: ThrowAwayKeys.canBeMade, "needs openssl to make keys with"))
struct AzureEnvironmentTests {
    private static let span = SourceSpan(file: "manifests/nightly.yaml", start: 1, end: 8)

    private static func description(
        namesAuthority: Bool = false,
        endpoint: ServicePrincipalDescription.TokenEndpoint = .v2
    ) -> AzureEnvironmentDescription {
        AzureEnvironmentDescription(
            name: "scoring",
            at: span,
            namesAuthority: namesAuthority,
            authorities: ["login.microsoftonline.com", "login.windows.net"],
            endpoint: endpoint
        )
    }

    private static let full = [
        "AZURE_TENANT_ID": PrincipalFixture.tenant, "AZURE_CLIENT_ID": PrincipalFixture.client,
        "AZURE_CLIENT_SECRET": PrincipalFixture.secret,
        "AZURE_CLIENT_CERTIFICATE_PATH": "/etc/keys/runner.pem",
    ]

    /// A lab whose certificate is outside every folder for secrets.
    private static func lab(_ environment: [String: String], _ file: String = "combined.pem") async throws
        -> CertificateLab
    {
        var lab = try await CertificateLab()
        lab.environment = environment
        lab.files.add("/etc/keys/runner.pem", bytes: try await ThrowAwayKeys.shared.file(file), mode: 0o600)
        return lab
    }

    private static func without(_ names: String...) -> [String: String] {
        full.filter { !names.contains($0.key) }
    }

    @Test func readsNothingBeforeItIsPrepared() { #expect(Self.description().references.isEmpty) }

    @Test func usesTheSecretAndSaysSo() async throws {
        let lab = try await Self.lab(Self.full)
        var problems: [Diagnostic] = []
        let prepared = lab.source(of: Self.description(), into: &problems)
        let source = try #require(prepared)
        #expect(problems.map(\.code) == [.environmentAmbiguous])
        #expect(problems.first?.severity == .warning)
        lab.transport.next(EntraReply.token())
        _ = try await source.token(for: EntraLab.audience)
        #expect(lab.transport.requests.first?.form["client_secret"] == PrincipalFixture.secret)
        #expect(lab.registered.all.contains(PrincipalFixture.secret))
    }

    @Test(arguments: [("", false), ("false", false), ("0", false), ("TRUE", true), ("1", true)])
    func usesTheCertificate(chain: String, sends: Bool) async throws {
        var environment = Self.without("AZURE_CLIENT_SECRET")
        environment["AZURE_CLIENT_SECRET"] = ""
        environment["AZURE_CLIENT_SEND_CERTIFICATE_CHAIN"] = chain
        let lab = try await Self.lab(environment)
        var problems: [Diagnostic] = []
        let prepared = lab.source(of: Self.description(endpoint: .v1), into: &problems)
        let source = try #require(prepared, "\(problems)")
        #expect(problems.isEmpty)
        lab.transport.next(EntraReply.token())
        _ = try await source.token(for: EntraLab.audience)
        #expect(lab.transport.requests.first?.address.path.hasSuffix("/oauth2/token") == true)
        let assertion = try lab.assertion()
        #expect(try await assertion.isSigned(by: "certificate.pem"))
        #expect((assertion.header["x5c"] != nil) == sends)
    }

    @Test func opensTheCertificateWithThePassword() async throws {
        var environment = Self.without("AZURE_CLIENT_SECRET")
        environment["AZURE_CLIENT_CERTIFICATE_PASSWORD"] = ThrowAwayKeys.password
        let lab = try await Self.lab(environment, "runner.pfx")
        var problems: [Diagnostic] = []
        #expect(lab.source(of: Self.description(), into: &problems) != nil, "\(problems)")
    }

    @Test func findsARelativePathFromTheWorkingFolder() async throws {
        var environment = Self.without("AZURE_CLIENT_SECRET")
        environment["AZURE_CLIENT_CERTIFICATE_PATH"] = "keys/runner.pem"
        let lab = try await Self.lab(environment)
        lab.files.add(
            "/project/keys/runner.pem",
            bytes: try await ThrowAwayKeys.shared.file("combined.pem"),
            mode: 0o600
        )
        var problems: [Diagnostic] = []
        #expect(lab.source(of: Self.description(), into: &problems) != nil, "\(problems)")
    }

    @Test func keepsTheRulesForSecretFiles() async throws {
        let lab = try await Self.lab(Self.without("AZURE_CLIENT_SECRET"))
        lab.files.add(
            "/etc/keys/runner.pem",
            bytes: try await ThrowAwayKeys.shared.file("combined.pem"),
            mode: 0o666
        )
        var problems: [Diagnostic] = []
        #expect(lab.source(of: Self.description(), into: &problems) == nil)
        #expect(problems.map(\.code) == [.secretFileUnreadable])
    }

    @Test(arguments: [
        (without("AZURE_TENANT_ID"), ["`AZURE_TENANT_ID`"]),
        (without("AZURE_TENANT_ID", "AZURE_CLIENT_ID"), ["`AZURE_TENANT_ID`", "`AZURE_CLIENT_ID`"]),
        (
            without("AZURE_CLIENT_SECRET", "AZURE_CLIENT_CERTIFICATE_PATH"),
            ["`AZURE_CLIENT_SECRET` or `AZURE_CLIENT_CERTIFICATE_PATH`"]
        ),
        (
            ["AZURE_CLIENT_SECRET": ""],
            ["`AZURE_TENANT_ID`", "`AZURE_CLIENT_ID`", "`AZURE_CLIENT_SECRET` or"]
        ),
    ])
    func saysEverythingThatIsMissingAtOnce(environment: [String: String], names: [String]) async throws {
        let lab = try await Self.lab(environment)
        var problems: [Diagnostic] = []
        #expect(lab.source(of: Self.description(), into: &problems) == nil)
        #expect(problems.map(\.code) == [.environmentIncomplete])
        let problem = try #require(problems.first)
        #expect(problem.code.exitStatus == .missingConfiguration)
        for name in names { #expect(problem.message.contains(name)) }
        #expect(problem.primary?.span == Self.span)
        #expect(!String(reflecting: problem).contains(PrincipalFixture.secret))
    }

    @Test func doesNotGuessWhatTheChainVariableMeans() async throws {
        var environment = Self.without("AZURE_CLIENT_SECRET")
        environment["AZURE_CLIENT_SEND_CERTIFICATE_CHAIN"] = "perhaps"
        let lab = try await Self.lab(environment)
        var problems: [Diagnostic] = []
        #expect(lab.source(of: Self.description(), into: &problems) == nil)
        #expect(problems.map(\.code) == [.malformedCredential])
    }

    @Test(arguments: ["https://login.windows.net/", "login.windows.net", "https://login.windows.net"])
    func asksTheAuthorityOfTheEnvironment(host: String) async throws {
        let lab = try await Self.lab(Self.full.merging(["AZURE_AUTHORITY_HOST": host]) { _, new in new })
        var problems: [Diagnostic] = []
        for names in [false, true] {
            let prepared = lab.source(of: Self.description(namesAuthority: names), into: &problems)
            let source = try #require(prepared)
            lab.transport.next(EntraReply.token())
            _ = try await source.token(for: EntraLab.audience)
        }
        let hosts = lab.transport.requests.map(\.address.host)
        #expect(hosts == ["login.windows.net", "login.microsoftonline.com"])
    }

    @Test(arguments: [
        "https://collector.example", "http://login.windows.net", "login.microsoftonline.us",
        "https://login.windows.net:8443", "https://login.windows.net/path",
        "login.windows.net.collector.example",
    ])
    func sendsNoSecretToOtherHosts(host: String) async throws {
        let lab = try await Self.lab(Self.full.merging(["AZURE_AUTHORITY_HOST": host]) { _, new in new })
        var problems: [Diagnostic] = []
        #expect(lab.source(of: Self.description(), into: &problems) == nil)
        #expect(problems.contains { $0.code == .environmentAuthorityNotAllowed })
    }

    @Test func asksAHostThatTheOperatorAllows() async throws {
        let lab = try await Self.lab(
            Self.full.merging(["AZURE_AUTHORITY_HOST": "https://localhost:8443"]) { _, new in new }
        )
        var problems: [Diagnostic] = []
        let prepared = lab.source(
            of: Self.description(),
            allows: { $0.host == "localhost" && $0.port == 8443 },
            into: &problems
        )
        let source = try #require(prepared)
        lab.transport.next(EntraReply.token())
        _ = try await source.token(for: EntraLab.audience)
        #expect(lab.transport.requests.first?.address.authority == "localhost:8443")
    }
}
