import ArgumentParser
import Credentials
import Diagnostics
import HTTPExchange
import Host
import JSONValues
import Plans
import RunnerTestSupport
import Secrets
import Testing

@testable import RunnerCommands

/// `runner credentials check`: whom tokens stand for, and never a token.
@Suite struct CredentialsCheckTests {
    private func check(
        _ workplace: Workplace,
        _ extra: [String] = [],
        environment: [String: String] = Workplace.environment
    ) async -> Workplace.Outcome {
        await workplace.run(
            ["credentials", "check", workplace.manifest, "--emulator", workplace.emulator] + extra,
            environment: environment
        )
    }

    @Test func showsWhomATokenStandsFor() async throws {
        try await Workplace.with { workplace in
            let outcome = await check(workplace)
            #expect(outcome.status == .success, "\(outcome.error)")
            for text in [
                "heart-disease credentials.scoring (azure-service-principal): ok", "https://ml.azure.com",
                "22222222-2222-4222-8222-222222222222", "11111111-1111-4111-8111-111111111111",
                "POST login.microsoftonline.com/", "→ 200", "expires",
            ] {
                #expect(outcome.output.contains(text), "\(text)")
            }
            #expect(!(outcome.output + outcome.error).contains("eyJ"))
            #expect(!(outcome.output + outcome.error).contains(Workplace.secret))
        }
    }

    @Test func writesJSON() async throws {
        try await Workplace.with { workplace in
            let outcome = await check(workplace, ["-o", "json"])
            let value = try JSONReader().read(Array(outcome.output.utf8))
            let first = try #require(value["credentials"]?.array?.first)
            #expect(value["kind"]?.string == "CredentialCheck")
            #expect(first["ok"] == .bool(true))
            #expect(first["tenant"]?.string == "11111111-1111-4111-8111-111111111111")
            #expect(first["client_id"]?.string == "22222222-2222-4222-8222-222222222222")
            #expect(first["token_audiences"]?.array?.first?.string == "https://ml.azure.com")
            #expect(first["calls"]?.array?.first?["status"] == .number(JSONNumber(200)))
            #expect(!outcome.output.contains("eyJ"))
        }
    }

    @Test func saysWhatWasTriedWhenItIsRefused() async throws {
        try await Workplace.with { workplace in
            var environment = Workplace.environment
            environment["AZURE_CLIENT_SECRET"] = "marked~wrong-secret"
            let outcome = await check(workplace, environment: environment)
            #expect(outcome.status == .denied)
            #expect(outcome.error.contains("AADSTS7000215"))
            #expect(outcome.output.contains(": failed"))
            #expect(outcome.output.contains("→ 401"))
            #expect(!(outcome.output + outcome.error).contains("marked~wrong-secret"))
        }
    }

    @Test func saysWhatIsMissing() async throws {
        try await Workplace.with { workplace in
            let outcome = await check(workplace, environment: [:])
            #expect(outcome.status == .missingConfiguration)
            #expect(outcome.error.contains("AZURE_CLIENT_SECRET"))
        }
    }

    @Test func asksForNamedCredentialsOnly() async throws {
        try await Workplace.with { workplace in
            for extra in [["scoring"], ["--credential", "scoring"]] {
                let named = await check(workplace, extra)
                #expect(named.status == .success, "\(named.error)")
            }
            let unknown = await check(workplace, ["scorin"])
            #expect(unknown.status == .usage)
            #expect(unknown.error.contains("did you mean `scoring`?"))
            // What looks like a path is one.
            #expect(await check(workplace, ["scorin.yaml"]).status == .noInput)
        }
    }

    @Test func saysWhereValuesComeFrom() async throws {
        try await Workplace.with { workplace in
            let outcome = await check(workplace, ["--format", "json"])
            let value = try JSONReader().read(Array(outcome.output.utf8))
            let sources = value["credentials"]?.array?.first?["sources"]?.array?.compactMap(\.string)
            #expect(
                sources == [
                    "tenantId {env: AZURE_TENANT_ID}", "clientId {env: AZURE_CLIENT_ID}",
                    "clientSecret {env: AZURE_CLIENT_SECRET}",
                ]
            )
        }
    }

    /// A source that gives one token to everybody.
    private struct GivenToken: PreparedCredential, TokenSource {
        let secret: Secret
        var secrets: [Secret] { [secret] }
        var identity: String { "whoever" }
        let fingerprint: CredentialFingerprint

        func tokenSource(with tools: TokenSourceTools) -> any TokenSource { self }

        func token(for audience: Audience) async throws(Diagnostic) -> AccessToken {
            AccessToken(secret: secret, lifetime: .seconds(3600))
        }
    }

    /// Claims, whether they are of the tenant that is wanted, and what is found.
    static let tokens: [(String, String)] = [
        // {"aud":"https://ml.azure.com","tid":"11111111-1111-4111-8111-111111111111"}
        (
            "eyJhdWQiOiJodHRwczovL21sLmF6dXJlLmNvbSIsInRpZCI6IjExMTExMTExLTExMTEtNDExMS04MTExLTExMTExMTExMTExMSJ9",
            ""
        ),
        // {"aud":"https://ml.azure.com","tid":"99999999-1111-4111-8111-111111111111"}
        (
            "eyJhdWQiOiJodHRwczovL21sLmF6dXJlLmNvbSIsInRpZCI6Ijk5OTk5OTk5LTExMTEtNDExMS04MTExLTExMTExMTExMTExMSJ9",
            "RN0470"
        ),
        // {"aud":"https://management.azure.com","tid":"11111111-1111-4111-8111-111111111111"}
        (
            "eyJhdWQiOiJodHRwczovL21hbmFnZW1lbnQuYXp1cmUuY29tIiwidGlkIjoiMTExMTExMTEtMTExMS00MTExLTgxMTEtMTExMTExMTExMTExIn0",
            "RN0444"
        ),
    ]

    @Test(arguments: tokens) func recognisesTokensForOthers(payload: String, code: String) async throws {
        try await Workplace.with { workplace in
            let context = CommandContext(host: .system())
            let options = try ManifestOptions.parse([])
            let set = try context.manifests([workplace.manifest], options, reruns: [], color: .never)
            let plans = try context.plans(for: set, realm: .cloud, snapshots: [], color: .never)
            let plan = try #require(plans.first)
            let salt = CredentialFingerprint.Salt(random: context.host.random)
            let inspection = CredentialInspection(
                host: context.host,
                transport: ScriptedTransport(),
                redactor: RunRedactor([]),
                salt: salt
            )
            let given = GivenToken(
                secret: Secret("eyJhbGciOiJub25lIn0." + payload + ".marked-signature"),
                fingerprint: CredentialFingerprint(
                    authority: "a",
                    tenant: "t",
                    identity: "whoever",
                    proof: nil,
                    salt: salt
                )
            )
            let checks = await inspection.check(
                try #require(plan.credentials.first),
                given,
                of: plan,
                tenant: "11111111-1111-4111-8111-111111111111"
            )
            #expect(checks.count == 1)
            #expect(checks.first?.problem?.code.name ?? "" == code)
        }
    }

    @Test func refusesNetworkSettingsThatCannotBeUsed() async throws {
        try await Workplace.with { workplace in
            let command = ["credentials", "check", workplace.manifest]
            var environment = Workplace.environment
            environment["HTTPS_PROXY"] = "https://user:marked-password@proxy.example"
            let proxy = await workplace.run(command, environment: environment)
            #expect(proxy.status == .missingConfiguration)
            #expect(proxy.error.contains("RN0520"))
            #expect(!proxy.error.contains("marked-password"))
            for arguments in [
                ["--ca-file", workplace.manifest], ["--ca-file", workplace.folder + "/none.pem"],
            ] {
                let roots = await workplace.run(command + arguments)
                #expect(roots.status == .missingConfiguration)
                #expect(roots.error.contains("RN0521"))
                #expect(roots.error.contains("--ca-file"))
            }
            environment = Workplace.environment
            environment["SSL_CERT_DIR"] = workplace.folder
            #expect(await workplace.run(command, environment: environment).error.contains("RN0521"))
        }
    }
}
