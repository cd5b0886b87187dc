import Diagnostics
import RunnerTestSupport
import Testing

/// Federated identities the whole way: the issuer, Entra and the endpoint are played, and nothing else is.
@Suite struct FederatedRehearsalTests {
    /// Only what every process has.
    private static let environment = ["PATH": Workplace.environment["PATH"] ?? "/usr/bin:/bin"]

    private static func apply(
        _ manifest: String,
        at workplace: Workplace,
        changing change: (old: String, new: String)? = nil,
        of file: String = "emulator.yaml"
    ) async throws -> Workplace.Outcome {
        var texts = [
            "federated.yaml": try Fixture.text("manifests/" + manifest),
            "emulator.yaml": try Workplace.example("manifests/emulator-federated.yaml"),
        ]
        if let change, let text = texts[file] {
            let changed = text.replacingOccurrences(change.old, change.new)
            #expect(changed != text)
            texts[file] = changed
        }
        for (name, text) in texts { try workplace.write(name, text) }
        return await workplace.run(
            [
                "apply", workplace.folder + "/federated.yaml", "--emulator", workplace.emulator, "--ledger",
                workplace.ledger,
            ],
            environment: environment
        )
    }

    @Test(arguments: [
        ("workload-identity.yaml", nil, "POST login.microsoftonline.com/*/oauth2/v2.0/token 1"),
        ("github-actions.yaml", nil, "GET run.actions.githubusercontent.com/idtoken 1"),
        (
            "github-actions.yaml",
            "azurePipelines, serviceConnectionId: 77777777-7777-4777-8777-777777777777",
            "POST dev.azure.com/emulated/_apis/oidctoken 1"
        ),
        ("github-actions.yaml", "file", "POST login.microsoftonline.com/*/oauth2/v2.0/token 1"),
    ])
    func runsWithoutASecret(manifest: String, source: String?, request: String) async throws {
        try await Workplace.with { workplace in
            let outcome = try await Self.apply(
                manifest,
                at: workplace,
                changing: source.map { ("source: githubActions", "source: " + $0) },
                of: "federated.yaml"
            )
            #expect(outcome.status == .success, "\(outcome.error)")
            #expect(outcome.error.contains(request), "\(outcome.error)")
            #expect(!(outcome.output + outcome.error).contains("eyJ"))
        }
    }

    /// What is changed in the application's record, and what Entra then says of the token.
    @Test(arguments: [
        ("- issuer: https://token.actions", "- issuer: https://other.actions", 700_211),
        (
            "subject: repo:clinic/scoring:ref:refs/heads/main\n  tokenL",
            "subject: repo:Clinic/scoring:ref:refs/heads/main\n  tokenL", 7_002_138
        ),
        (
            "subject: repo:clinic/scoring:ref:refs/heads/main\n  tokenL",
            "subject: repo:clinic/other:ref:refs/heads/main\n  tokenL", 700_213
        ),
        ("  tokenLifetime", "              audience: api://other\n  tokenLifetime", 700_212),
    ])
    func saysWhatDoesNotFit(old: String, new: String, code: Int) async throws {
        try await Workplace.with { workplace in
            let outcome = try await Self.apply("github-actions.yaml", at: workplace, changing: (old, new))
            #expect(outcome.status == .denied)
            #expect(outcome.error.contains("AADSTS\(code)"), "\(outcome.error)")
            #expect(outcome.error.contains("az ad app federated-credential create --id 33333333-"))
            #expect(outcome.error.contains(#""subject":"repo:clinic/scoring:ref:refs/heads/main""#))
            #expect(!outcome.error.contains("eyJ"))
        }
    }

    @Test func saysWhatIsMissingOutsideAJob() async throws {
        try await Workplace.with { workplace in
            try workplace.write("github.yaml", try Fixture.text("manifests/github-actions.yaml"))
            let outcome = await workplace.run(
                ["apply", workplace.folder + "/github.yaml", "--ledger", workplace.ledger],
                environment: Self.environment
            )
            #expect(outcome.status == .missingConfiguration)
            #expect(outcome.error.contains("id-token: write"))
        }
    }

    /// `az` would talk to the real Azure.
    @Test func runsNoProgramInARehearsal() async throws {
        try await Workplace.with { workplace in
            let outcome = try await Self.apply(
                "workload-identity.yaml",
                at: workplace,
                changing: (
                    """
                        type: azure-workload-identity
                        tenantId: { env: AZURE_TENANT_ID }
                        clientId: { env: AZURE_CLIENT_ID }
                    """, "    type: azure-cli"
                ),
                of: "federated.yaml"
            )
            #expect([.unavailable, .missingConfiguration].contains(outcome.status), "\(outcome.error)")
            #expect(outcome.error.contains("`az`"))
        }
    }
}
