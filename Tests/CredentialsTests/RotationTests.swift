import Credentials
import Diagnostics
import Host
import RunnerTestSupport
import Secrets
import Testing

/// A secret that was replaced while a command runs is found when the old one is refused.
@Suite struct RotationTests {
    private struct Lab {
        let transport = ScriptedTransport()
        let files = MemoryFileSystem()
        let registered = FederationLab.Collected()

        func source() throws -> any TokenSource {
            let environment = ProcessEnvironment(FederationLab.variables)
            let resolver = SecretResolver(
                files: files,
                environment: environment,
                secretFolders: ["/run/secrets"]
            )
            let description = ServicePrincipalDescription(
                name: "scoring",
                tenantID: .reference(PrincipalFixture.reference("AZURE_TENANT_ID", "tenantId")),
                clientID: .reference(PrincipalFixture.reference("AZURE_CLIENT_ID", "clientId")),
                clientSecret: LocatedSecretReference(
                    .file(path: "/run/secrets/client"),
                    at: SourceSpan(file: "manifests/nightly.yaml", start: 30, end: 40),
                    for: "credentials.scoring.clientSecret"
                )
            )
            var problems: [Diagnostic] = []
            let workplace = CredentialWorkplace(
                secrets: resolver.resolve(description.references, into: &problems),
                environment: environment,
                files: files,
                resolver: resolver
            )
            let registered = registered
            let prepared = try #require(description.prepared(in: workplace, into: &problems))
            return prepared.tokenSource(
                with: .lab(transport, ManualTimekeeper(), random: SeededRandom.shared(seed: 2)) {
                    registered.add($0)
                }
            )
        }

        func put(_ secret: String) { files.add("/run/secrets/client", secret, mode: 0o600) }

        var sent: [String] { transport.requests.compactMap { $0.form["client_secret"] } }
    }

    @Test func readsTheFileAgainWhenItsSecretIsRefused() async throws {
        let lab = Lab()
        lab.put("fake~first")
        let source = try lab.source()
        lab.put("fake~second\n")
        lab.transport.next(EntraReply.error(7_000_222, "invalid_client", status: 401))
        lab.transport.next(EntraReply.token())
        lab.transport.next(EntraReply.token())
        for _ in 0..<2 { _ = try await source.token(for: EntraLab.audience) }
        #expect(lab.sent == ["fake~first", "fake~second", "fake~second"])
        #expect(lab.registered.all.contains("fake~second"))
    }

    @Test(arguments: ["same", "gone", "another"]) func asksTwiceAtMost(what: String) async throws {
        let lab = Lab()
        lab.put("fake~first")
        let source = try lab.source()
        switch what {
        case "gone": lab.put("")
        case "another": lab.put("fake~second")
        default: break
        }
        lab.transport.reply(EntraReply.error(7_000_215, "invalid_client", status: 401)) { _ in true }
        await #expect(throws: Diagnostic.self) { _ = try await source.token(for: EntraLab.audience) }
        #expect(lab.sent.count == (what == "another" ? 2 : 1))
    }

    @Test func doesNotReadAgainForOtherRefusals() async throws {
        let lab = Lab()
        lab.put("fake~first")
        let source = try lab.source()
        lab.put("fake~second")
        lab.transport.reply(EntraReply.error(700_016, "unauthorized_client", status: 400)) { _ in true }
        await #expect(throws: Diagnostic.self) { _ = try await source.token(for: EntraLab.audience) }
        #expect(lab.sent == ["fake~first"])
    }
}
