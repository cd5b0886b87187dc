import Credentials
import Diagnostics
import HTTPExchange
import RunnerTestSupport
import Secrets
import Testing

/// What every ``TokenSource`` owes; each sentence of its promise has its check here.
struct TokenSourceConformance {
    /// Makes a source over a transport and a clock.
    let make: (ScriptedTransport, ManualTimekeeper) throws -> any TokenSource
    /// An answer that holds a token.
    let good: ScriptedTransport.Reply
    /// An answer that refuses the identity.
    let denial: ScriptedTransport.Reply
    /// What must be in no text.
    let secrets: [String]

    func check() async throws {
        try await cachesNothing()
        try await tellsDenialFromTrouble()
        try await stopsWhenItIsCancelled()
        try identifiesItselfWithoutSecrets()
    }

    private func cachesNothing() async throws {
        let transport = ScriptedTransport([good, good])
        let source = try make(transport, ManualTimekeeper())
        for _ in 0..<2 {
            let token = try await source.token(for: EntraLab.audience)
            #expect(token.lifetime > .zero)
            #expect(!token.secret.isEmpty)
        }
        #expect(transport.requests.count == 2)
    }

    private func tellsDenialFromTrouble() async throws {
        let denied = try await failure(of: denial)
        #expect(denied.code.exitStatus == .denied)
        let down = try await failure(of: .failure(TransportFailure(.notSent, .connectionRefused)))
        #expect(down.code.exitStatus == .tryLater)
        for diagnostic in [denied, down] {
            #expect(diagnostic.code.name.hasPrefix("RN04"))
            let text = String(reflecting: diagnostic)
            for secret in secrets { #expect(!text.contains(secret)) }
        }
    }

    private func failure(of reply: ScriptedTransport.Reply) async throws -> Diagnostic {
        let transport = ScriptedTransport()
        transport.reply(reply) { _ in true }
        let source = try make(transport, ManualTimekeeper())
        do throws(Diagnostic) {
            _ = try await source.token(for: EntraLab.audience)
        } catch {
            #expect(transport.requests.count <= 6)
            return error
        }
        throw Missing()
    }

    private func stopsWhenItIsCancelled() async throws {
        let transport = ScriptedTransport()
        transport.reply(.failure(TransportFailure(.notSent, .connectionRefused))) { _ in true }
        let source = try make(transport, ManualTimekeeper())
        let outcome = await withTaskGroup(of: Diagnostic?.self) { group in
            group.cancelAll()
            group.addTask {
                do throws(Diagnostic) {
                    _ = try await source.token(for: EntraLab.audience)
                    return nil
                } catch {
                    return error
                }
            }
            return await group.next() ?? nil
        }
        #expect(outcome != nil)
        #expect(transport.requests.isEmpty)
    }

    private func identifiesItselfWithoutSecrets() throws {
        let source = try make(ScriptedTransport(), ManualTimekeeper())
        #expect(!source.identity.isEmpty)
        var dumped = ""
        dump(source, to: &dumped)
        for secret in secrets {
            #expect(!source.identity.contains(secret))
            #expect(!dumped.contains(secret))
            #expect(!String(reflecting: source.fingerprint).contains(secret))
        }
    }

    private struct Missing: Error {}
}

@Suite struct TokenSourceConformanceTests {
    @Test(arguments: [ServicePrincipalDescription.TokenEndpoint.v1, .v2])
    func entraKeepsThePromise(endpoint: ServicePrincipalDescription.TokenEndpoint) async throws {
        try await TokenSourceConformance(
            make: { transport, time in
                var problems: [Diagnostic] = []
                let principal = try #require(
                    PrincipalFixture.principal(
                        description: PrincipalFixture.description(endpoint: endpoint),
                        problems: &problems
                    )
                )
                let random = SeededRandom.shared(seed: 3)
                return EntraTokenSource(
                    principal: principal,
                    tools: .lab(transport, time, random: random)
                )
            },
            good: EntraReply.token(),
            denial: EntraReply.error(7_000_215, "invalid_client", status: 401),
            secrets: [PrincipalFixture.secret]
        ).check()
    }

    @Test(arguments: [
        ManagedIdentitySource.imds, .appService, .azureMachineLearning, .cloudShell, .serviceFabric,
    ])
    func managedIdentitiesKeepThePromise(source: ManagedIdentitySource) async throws {
        let proof = "marked-proof-of-the-process"
        // A service that was shown nothing has nothing to send back.
        let shown = source == .imds || source == .cloudShell ? "nothing" : proof
        try await TokenSourceConformance(
            make: { transport, time in
                let lab = IdentityLab(
                    [
                        "IDENTITY_ENDPOINT": "https://localhost/token", "IDENTITY_HEADER": proof,
                        "IDENTITY_SERVER_THUMBPRINT": String(repeating: "a", count: 40),
                        "MSI_ENDPOINT": "https://localhost/token", "MSI_SECRET": proof,
                    ],
                    source: source,
                    time: time
                )
                return try #require(lab.source(transport))
            },
            good: IdentityReply.token("FAKE.ACCESS-TOKEN.1"),
            denial: IdentityReply.refusal("invalid_request", "Identity not found; you showed \(shown)"),
            secrets: [proof]
        ).check()
    }
}
