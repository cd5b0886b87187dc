import Diagnostics
import HTTPExchange
import HTTPTypes
import Host
import RunnerTestSupport
import Secrets
import Testing
import Transport

@testable import Credentials

/// Every source over the wire, against a server that somebody else wrote.
@Suite(.enabled(if: SharedReference.isPresent, "needs the independent server beside the package"))
struct MockIdentityTests {
    /// What the server asks of App Service, Azure ML and Service Fabric.
    static let proof = "fake-msi-secret"

    private static let user = ManagedIdentityDescription.Selector.clientID(
        IdentityChoiceTests.literal(IdentityLab.client)
    )

    private func token(
        _ environment: [String: String],
        _ selector: ManagedIdentityDescription.Selector = .systemAssigned
    ) async throws -> AccessToken {
        let lab = IdentityLab(environment, selector: selector)
        return try await AsyncHTTPTransport.withTransport { transport in
            // The server counts by this machine's clock, and so must whoever reads when a token ends.
            let source = try #require(lab.source(transport, time: SystemTimekeeper()))
            return try await source.token(for: Audience("https://ml.azure.com"))
        }
    }

    @Test func everySourceGetsItsToken() async throws {
        try await MockIdentityServer.with { server in
            let appService = ["IDENTITY_ENDPOINT": server.http + "/msi/token", "IDENTITY_HEADER": Self.proof]
            let fabric = [
                "IDENTITY_ENDPOINT": server.https + "/sf/metadata/identity/oauth2/token",
                "IDENTITY_HEADER": Self.proof, "IDENTITY_SERVER_THUMBPRINT": server.thumbprint,
            ]
            let machineLearning = ["MSI_ENDPOINT": server.http + "/aml/token", "MSI_SECRET": Self.proof]
            let cases: [([String: String], ManagedIdentityDescription.Selector, String, String)] = [
                (
                    ["AZURE_POD_IDENTITY_AUTHORITY_HOST": server.http], .systemAssigned, "imds",
                    IdentityLab.system
                ),
                (["AZURE_POD_IDENTITY_AUTHORITY_HOST": server.http], Self.user, "imds", IdentityLab.client),
                (appService, .systemAssigned, "appservice", IdentityLab.system),
                (appService, Self.user, "appservice", IdentityLab.client),
                (
                    appService, .resourceID(IdentityChoiceTests.literal(IdentityLab.resource)), "appservice",
                    IdentityLab.client
                ),
                (machineLearning, Self.user, "azureml", IdentityLab.client),
                (
                    ["MSI_ENDPOINT": server.http + "/cloudshell/oauth2/token"], .systemAssigned, "cloudshell",
                    IdentityLab.system
                ),
                (fabric, .systemAssigned, "servicefabric", IdentityLab.client),
            ]
            for (environment, selector, kind, client) in cases {
                let token = try await token(environment, selector)
                #expect(token.secret.expose { $0.hasPrefix("FAKE.ACCESS-TOKEN.\(kind).") })
                #expect(token.clientID == client)
                #expect(token.lifetime > .seconds(60))
            }
        }
    }

    @Test func theArcAgentsChallengeIsAnswered() async throws {
        try await MockIdentityServer.with { server in
            try await TemporaryFolder.with { folder in
                try await AsyncHTTPTransport.withTransport { transport in
                    let configuration = OutgoingRequest(
                        method: .post,
                        address: try .parse(server.http + "/__mock/config"),
                        fields: [.contentType: "application/json"],
                        body: Array(#"{"arc_dir": "\#(folder)"}"#.utf8)
                    )
                    #expect(try await transport.send(configuration, timeout: .seconds(300)).status == 200)
                    let service = ArcAgent(
                        address: try .parse(server.http + "/arc/metadata/identity/oauth2/token"),
                        files: SystemFileSystem(),
                        keyFolder: folder
                    )
                    let lab = IdentityLab()
                    for selector in [IdentitySelector.systemAssigned, .objectID(IdentityLab.object)] {
                        let identity = ManagedIdentity(
                            description: lab.description,
                            selector: selector,
                            choice: .init(service: service, reason: "a test says so")
                        )
                        let random = SeededRandom.shared(seed: 5)
                        let source = identity.tokenSource(
                            with: TokenSourceTools(
                                transport: transport,
                                time: lab.time,
                                random: random,
                                salt: CredentialFingerprint.Salt(random: random),
                                register: lab.registered.add
                            )
                        )
                        let token = try await source.token(for: Audience("https://ml.azure.com"))
                        #expect(token.secret.expose { $0.hasPrefix("FAKE.ACCESS-TOKEN.arc.") })
                    }
                    // One for each exchange, and one more where a busy machine needed a second try.
                    #expect(lab.registered.all.count >= 2)
                    #expect(Set(lab.registered.all) == ["FAKE-ARC-CHALLENGE-KEY"])
                }
            }
        }
    }

    @Test func refusalsAreUnderstood() async throws {
        try await MockIdentityServer.with { server in
            let stranger = ManagedIdentityDescription.Selector.clientID(
                IdentityChoiceTests.literal("99999999-9999-4999-8999-999999999999")
            )
            let environments = [
                ["AZURE_POD_IDENTITY_AUTHORITY_HOST": server.http],
                ["IDENTITY_ENDPOINT": server.http + "/msi/token", "IDENTITY_HEADER": Self.proof],
                ["MSI_ENDPOINT": server.http + "/aml/token", "MSI_SECRET": Self.proof],
            ]
            for environment in environments {
                let diagnostic = await #expect(throws: Diagnostic.self) {
                    _ = try await token(environment, stranger)
                }
                #expect(diagnostic?.code == .identityRefused)
                #expect(diagnostic?.message.contains("does not have") == true)
            }
            let fabric = [
                "IDENTITY_ENDPOINT": server.https + "/sf/metadata/identity/oauth2/token",
                "IDENTITY_HEADER": Self.proof,
                "IDENTITY_SERVER_THUMBPRINT": String(repeating: "0", count: 40),
            ]
            let diagnostic = await #expect(throws: Diagnostic.self) { _ = try await token(fabric) }
            #expect(diagnostic?.code == .unexpectedTokenAnswer)
            #expect(diagnostic?.notes.first?.contains("not the one that is named") == true)
        }
    }
}
