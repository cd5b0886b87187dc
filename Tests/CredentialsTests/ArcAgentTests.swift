import Diagnostics
import HTTPExchange
import HTTPTypes
import JSONValues
import RunnerTestSupport
import Testing

@testable import Credentials

/// The challenge of the Azure Arc agent.
@Suite struct ArcAgentTests {
    static let path = "/var/opt/azcmagent/tokens/fa4e.key"

    private func challenge(_ value: String) -> ScriptedTransport.Reply {
        .answer(HTTPAnswer(status: 401, fields: [.wwwAuthenticate: value]))
    }

    private func lab(
        _ files: MemoryFileSystem = MemoryFileSystem([path: "FAKE-ARC-KEY"]),
        selector: ManagedIdentityDescription.Selector = .systemAssigned
    ) -> IdentityLab {
        IdentityLab(
            [
                "IDENTITY_ENDPOINT": "http://127.0.0.1:40342/metadata/identity/oauth2/token",
                "IMDS_ENDPOINT": "http://127.0.0.1:40342",
            ],
            selector: selector,
            files: files
        )
    }

    @Test func answersTheChallenge() async throws {
        let lab = lab()
        lab.transport.next(challenge("Basic realm=\(Self.path)"))
        lab.transport.next(IdentityReply.token())
        #expect(await lab.ask().token != nil)
        #expect(lab.transport.requests.map { $0.field("Authorization") } == [nil, "Basic FAKE-ARC-KEY"])
        #expect(lab.transport.requests.allSatisfy { $0.field("Metadata") == "true" })
        #expect(lab.registered.all == ["FAKE-ARC-KEY"])
    }

    @Test func everyTryHasAKeyOfItsOwn() async throws {
        let lab = lab()
        lab.transport.next(challenge("Basic realm=\(Self.path)"))
        lab.transport.next(EntraReply.status(503))
        lab.transport.next(challenge("Basic realm=\(Self.path)"))
        lab.transport.next(IdentityReply.token())
        #expect(await lab.ask().token != nil)
        #expect(
            lab.transport.requests.map { $0.field("Authorization") != nil } == [false, true, false, true]
        )
    }

    @Test(arguments: [
        "", "Basic", "Basic realm", "Bearer realm=/var/opt/azcmagent/tokens/a.key", "Basic realm=",
        "Basic realm=/etc/shadow",
        "Basic realm=/etc/shadow.key", "Basic realm=fa4e.key",
        "Basic realm=/var/opt/azcmagent/tokens/../../../../etc/x.key",
        "Basic realm=/var/opt/azcmagent/tokens/sub/fa4e.key",
        "Basic realm=/var/opt/azcmagent/tokens/fa4e.txt",
        "Basic realm=/var/opt/azcmagent/tokens/.key", "Basic realm=/var/opt/azcmagent/tokensfa4e.key",
        #"Basic realm="/var/opt/azcmagent/tokens/fa4e.key""#, "Basic realm=/var/opt/azcmagent/tokens/a b.key",
    ])
    func readsNoFileThatIsNotOneOfTheAgents(value: String) async throws {
        let files = MemoryFileSystem([
            Self.path: "FAKE-ARC-KEY", "/etc/shadow": "secret", "/etc/x.key": "secret",
            "/etc/shadow.key": "secret",
            "/var/opt/azcmagent/tokens/sub/fa4e.key": "secret", "/var/opt/azcmagent/tokensfa4e.key": "secret",
            "/var/opt/azcmagent/tokens/fa4e.txt": "secret", "/var/opt/azcmagent/tokens/.key": "secret",
        ])
        let lab = lab(files)
        lab.transport.next(challenge(value))
        #expect(await lab.ask().diagnostic?.code == .unexpectedTokenAnswer)
        #expect(lab.transport.requests.count == 1)
        #expect(lab.registered.all.isEmpty)
    }

    @Test func followsNoLink() async throws {
        let files = MemoryFileSystem(["/etc/shadow": "secret"])
        files.addFolder("/var/opt/azcmagent/tokens")
        files.addLink(Self.path, to: "/etc/shadow")
        let lab = lab(files)
        lab.transport.next(challenge("Basic realm=\(Self.path)"))
        #expect(await lab.ask().diagnostic?.code == .unexpectedTokenAnswer)
        #expect(lab.transport.requests.count == 1)
    }

    @Test(arguments: ["", "two\nlines", String(repeating: "k", count: 4097)])
    func refusesWhatIsNoKey(text: String) async throws {
        let lab = lab(MemoryFileSystem([Self.path: text]))
        lab.transport.next(challenge("Basic realm=\(Self.path)"))
        #expect(await lab.ask().token == nil)
        #expect(lab.transport.requests.count == 1)
    }

    @Test func saysWhoMayReadTheKeys() async throws {
        let lab = lab(MemoryFileSystem(["/var/opt/azcmagent/tokens/other.key": "k"]))
        lab.transport.next(challenge("Basic realm=\(Self.path)"))
        let diagnostic = try #require(await lab.ask().diagnostic)
        #expect(diagnostic.code == .secretFileUnreadable)
        #expect(diagnostic.help?.contains("himds") == true)
    }

    @Test func aTokenWithoutAChallengeIsNotTheAgents() async throws {
        let lab = lab()
        lab.transport.next(IdentityReply.token())
        #expect(await lab.ask().diagnostic?.code == .unexpectedTokenAnswer)
    }

    @Test(arguments: [
        #"{"access_token":"a","expires_in":"60"}"#,
        #"{"access_token":"a","expires_in":"60","client_id":"66666666-6666-4666-8666-666666666666"}"#,
    ])
    func anAgentThatPassesTheChoiceOverIsNotBelieved(body: String) async throws {
        let selectors: [ManagedIdentityDescription.Selector] = [
            .clientID(IdentityChoiceTests.literal(IdentityLab.client)),
            .objectID(IdentityChoiceTests.literal(IdentityLab.object)),
            .resourceID(IdentityChoiceTests.literal(IdentityLab.resource)),
        ]
        for selector in selectors {
            let lab = lab(selector: selector)
            lab.transport.next(challenge("Basic realm=\(Self.path)"))
            lab.transport.next(.answer(HTTPAnswer(status: 200, body: Array(body.utf8))))
            #expect(await lab.ask().diagnostic?.code == .otherIdentity)
        }
    }

    @Test func aConfirmedChoiceIsBelieved() async throws {
        let lab = lab(selector: .resourceID(IdentityChoiceTests.literal(IdentityLab.resource)))
        lab.transport.next(challenge("Basic realm=\(Self.path)"))
        lab.transport.next(
            .json([
                "access_token": "a", "expires_in": "60",
                "mi_res_id": .string(IdentityLab.resource.uppercased()),
            ])
        )
        #expect(await lab.ask().token == "a")
    }
}
