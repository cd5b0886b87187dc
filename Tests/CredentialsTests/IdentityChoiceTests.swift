import Diagnostics
import HTTPExchange
import RunnerTestSupport
import Testing

@testable import Credentials

/// Which service is asked, by the variables of the machine.
@Suite struct IdentityChoiceTests {
    static let endpoint = "http://127.0.0.1:41741/msi/token"
    static let thumbprint = "00:11:22:33:44:55:66:77:88:99:AA:BB:CC:DD:EE:FF 00 11 22 33"

    @Test(
        arguments: [
            (
                [
                    "IDENTITY_ENDPOINT": "https://localhost:2377/x", "IDENTITY_HEADER": "h",
                    "IDENTITY_SERVER_THUMBPRINT": thumbprint,
                ],
                ManagedIdentitySource.serviceFabric, "https://localhost:2377/x"
            ),
            (["IDENTITY_ENDPOINT": endpoint, "IDENTITY_HEADER": "h"], .appService, endpoint),
            (
                ["IDENTITY_ENDPOINT": endpoint, "IDENTITY_HEADER": "h", "IDENTITY_SERVER_THUMBPRINT": ""],
                .appService, endpoint
            ),
            (
                [
                    "IDENTITY_ENDPOINT": "http://169.254.129.3:8081/msi/token", "IDENTITY_HEADER": "h",
                    "MSI_ENDPOINT": endpoint,
                ],
                .appService, "http://169.254.129.3:8081/msi/token"
            ),
            (
                ["IDENTITY_ENDPOINT": endpoint, "IMDS_ENDPOINT": "http://localhost:40342"], .azureArc,
                endpoint
            ),
            (
                [
                    "IDENTITY_ENDPOINT": endpoint, "IDENTITY_HEADER": "",
                    "IMDS_ENDPOINT": "http://localhost:40342",
                ], .azureArc, endpoint
            ),
            (["MSI_ENDPOINT": endpoint, "MSI_SECRET": "s"], .azureMachineLearning, endpoint),
            (
                ["IDENTITY_ENDPOINT": endpoint, "MSI_ENDPOINT": endpoint, "MSI_SECRET": "s"],
                .azureMachineLearning, endpoint
            ),
            (["MSI_ENDPOINT": endpoint], .cloudShell, endpoint),
            (["MSI_ENDPOINT": endpoint, "MSI_SECRET": ""], .cloudShell, endpoint),
            ([:], .imds, "http://169.254.169.254/metadata/identity/oauth2/token"),
            (
                ["IDENTITY_ENDPOINT": "", "MSI_ENDPOINT": ""], .imds,
                "http://169.254.169.254/metadata/identity/oauth2/token"
            ),
            (["IDENTITY_ENDPOINT": endpoint], .imds, "http://169.254.169.254/metadata/identity/oauth2/token"),
            (
                ["AZURE_POD_IDENTITY_AUTHORITY_HOST": "http://127.0.0.1:18080/"], .imds,
                "http://127.0.0.1:18080/metadata/identity/oauth2/token"
            ),
            (
                ["AZURE_POD_IDENTITY_AUTHORITY_HOST": "http://127.0.0.1:18080/_hosts/169.254.169.254"], .imds,
                "http://127.0.0.1:18080/_hosts/169.254.169.254/metadata/identity/oauth2/token"
            ),
        ] as [([String: String], ManagedIdentitySource, String)]
    )
    func takesTheFirstThatIsSet(environment: [String: String], source: ManagedIdentitySource, address: String)
        throws
    {
        let (identity, problems) = IdentityLab(environment).prepared()
        #expect(problems.isEmpty)
        let choice = try #require(identity?.choice)
        #expect(choice.service.source == source)
        #expect(choice.service.address.description == address)
        #expect(choice.isGuess == (source == .imds))
        #expect(!choice.reason.isEmpty)
        #expect(identity?.secrets.count == (choice.service.proof == nil ? 0 : 1))
    }

    @Test func findsTheArcAgentByItsProgram() async throws {
        let files = MemoryFileSystem(["/opt/azcmagent/bin/himds": "\u{7F}ELF"])
        let choice = try #require(IdentityLab(files: files).prepared().identity?.choice)
        #expect(choice.service.source == .azureArc)
        #expect(choice.service.address.description == "http://127.0.0.1:40342/metadata/identity/oauth2/token")
    }

    @Test(arguments: ManagedIdentitySource.allCases) func aNamedSourceIsTakenOrReported(
        source: ManagedIdentitySource
    ) {
        let (identity, problems) = IdentityLab(source: source).prepared()
        switch source {
        case .imds, .azureArc:
            #expect(identity?.choice.service.source == source)
            #expect(identity?.choice.isGuess == false)
            #expect(identity?.choice.reason == "the manifest names it")
        default:
            #expect(problems.map(\.code) == [.identitySourceMissing])
            #expect(problems.first?.code.exitStatus == .missingConfiguration)
        }
    }

    @Test func aNamedSourceBeatsTheVariables() {
        let lab = IdentityLab(["IDENTITY_ENDPOINT": Self.endpoint, "IDENTITY_HEADER": "h"], source: .imds)
        #expect(lab.prepared().identity?.choice.service.source == .imds)
    }

    @Test(arguments: [
        ["IDENTITY_ENDPOINT": "http://identity.example.net/token", "IDENTITY_HEADER": "h"],
        ["IDENTITY_ENDPOINT": "http://10.0.0.4/token", "IDENTITY_HEADER": "h"],
        ["IDENTITY_ENDPOINT": "127.0.0.1:80", "IDENTITY_HEADER": "h"],
        ["IDENTITY_ENDPOINT": "file:///etc/passwd", "IDENTITY_HEADER": "h"],
        ["IDENTITY_ENDPOINT": endpoint, "IDENTITY_HEADER": "a\r\nHost: b"],
        [
            "IDENTITY_ENDPOINT": "http://127.0.0.1/x", "IDENTITY_HEADER": "h",
            "IDENTITY_SERVER_THUMBPRINT": thumbprint,
        ],
        [
            "IDENTITY_ENDPOINT": "https://10.0.0.4/x", "IDENTITY_HEADER": "h",
            "IDENTITY_SERVER_THUMBPRINT": "abc",
        ],
        ["MSI_ENDPOINT": endpoint, "MSI_SECRET": "s", "DEFAULT_IDENTITY_CLIENT_ID": "default"],
        ["AZURE_POD_IDENTITY_AUTHORITY_HOST": "http://metadata.google.internal"],
        ["AZURE_POD_IDENTITY_AUTHORITY_HOST": "http://168.63.129.16"],
    ])
    func refusesVariablesThatLeadElsewhere(environment: [String: String]) throws {
        let (identity, problems) = IdentityLab(environment).prepared()
        #expect(identity == nil)
        #expect(problems.map(\.code) == [.identityVariableRefused])
        #expect(!problems.contains { $0.message.contains("\r\nHost") })
    }

    static let literal: @Sendable (String) -> ServicePrincipalDescription.Setting = {
        .literal($0, at: IdentityLab.span)
    }

    @Test(
        arguments: [
            (["MSI_ENDPOINT": endpoint], .clientID(literal(IdentityLab.client))),
            (["MSI_ENDPOINT": endpoint, "MSI_SECRET": "s"], .objectID(literal(IdentityLab.object))),
            (["MSI_ENDPOINT": endpoint, "MSI_SECRET": "s"], .resourceID(literal(IdentityLab.resource))),
            (
                [
                    "IDENTITY_ENDPOINT": "https://localhost/x", "IDENTITY_HEADER": "h",
                    "IDENTITY_SERVER_THUMBPRINT": thumbprint,
                ],
                .clientID(literal(IdentityLab.client))
            ),
        ] as [([String: String], ManagedIdentityDescription.Selector)]
    )
    func refusesWhatAServicePassesOver(
        environment: [String: String],
        selector: ManagedIdentityDescription.Selector
    ) {
        let (identity, problems) = IdentityLab(environment, selector: selector).prepared()
        #expect(identity == nil)
        #expect(problems.map(\.code) == [.identitySelectorRefused])
    }

    @Test(arguments: [
        ManagedIdentityDescription.Selector.clientID(literal("")), .clientID(literal("runner")),
        .clientID(literal("${CLIENT}")), .objectID(literal("4444")), .resourceID(literal("uami-fake")),
        .resourceID(literal("/subscriptions/x y")), .resourceID(literal("/subscriptions/a&resource=b")),
    ])
    func refusesIdsThatCannotBeOne(selector: ManagedIdentityDescription.Selector) {
        let (identity, problems) = IdentityLab(selector: selector).prepared()
        #expect(identity == nil)
        #expect(problems.map(\.code) == [.malformedCredential])
    }

    @Test func readsAnIdFromAVariable() throws {
        let reference = PrincipalFixture.reference("AZURE_CLIENT_ID", "clientId")
        let lab = IdentityLab(
            ["AZURE_CLIENT_ID": IdentityLab.client],
            selector: .clientID(.reference(reference))
        )
        #expect(lab.description.references.count == 1)
        #expect(lab.prepared().identity?.selector == .clientID(IdentityLab.client))
    }

    @Test func azureMachineLearningFallsBackToTheIdentityThatTheMachineNames() throws {
        let variables = [
            "MSI_ENDPOINT": Self.endpoint, "MSI_SECRET": "s",
            "DEFAULT_IDENTITY_CLIENT_ID": IdentityLab.client,
        ]
        #expect(IdentityLab(variables).prepared().identity?.selector == .clientID(IdentityLab.client))
        let other = IdentityLab(variables, selector: .clientID(Self.literal(IdentityLab.system)))
        #expect(other.prepared().identity?.selector == .clientID(IdentityLab.system))
    }

    @Test func tellsWhoIsAskedAndWhy() throws {
        let lab = IdentityLab(["IDENTITY_ENDPOINT": Self.endpoint, "IDENTITY_HEADER": "marked-header"])
        let identity = try #require(lab.source()).identity
        #expect(
            identity
                == "the system-assigned identity from App Service: `IDENTITY_ENDPOINT` and `IDENTITY_HEADER` are set"
        )
    }

    @Test func tellsIdentitiesApart() throws {
        let selectors: [ManagedIdentityDescription.Selector] = [
            .systemAssigned, .clientID(Self.literal(IdentityLab.client)),
            .objectID(Self.literal(IdentityLab.client)),
        ]
        let prints = try selectors.map { try #require(IdentityLab(selector: $0).source()).fingerprint }
        #expect(Set(prints).count == prints.count)
        #expect(try #require(IdentityLab().source()).fingerprint == prints[0])
    }
}
