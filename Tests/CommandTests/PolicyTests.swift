import Diagnostics
import Host
import RunnerTestSupport
import Testing

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

@testable import RunnerCommands

/// What an operator's policy lets manifests do, at `plan`, `apply` and `credentials check`.
@Suite struct PolicyTests {
    private static let head = "apiVersion: runner/v1\nkind: Policy\nmetadata: { name: strict }\n"

    /// What is written, and the code of what it forbids in the example; without one it forbids nothing.
    static let rules: [(String, String?)] = [
        ("", nil),
        ("hosts: { only: [heart.eastus2.inference.ml.azure.com] }", nil),
        ("hosts: { only: [\"*.eastus2.inference.ml.azure.com\"] }", nil),
        ("hosts: { only: [\"HEART.eastus2.inference.ml.azure.com:443\"] }", nil),
        ("hosts: { only: [\"*.westus.inference.ml.azure.com\", lungs.example] }", "RN0380"),
        ("hosts: { only: [\"heart.eastus2.inference.ml.azure.com:8443\"] }", "RN0380"),
        ("hosts: { only: [] }", "RN0380"),
        ("audiences: { only: [\"https://ml.azure.com\"] }", nil),
        ("audiences: { only: [\"https://management.azure.com\"] }", "RN0381"),
        ("environment: { only: [\"AZURE_*\"] }", nil),
        ("environment: { only: [AZURE_TENANT_ID, AZURE_CLIENT_ID] }", "RN0382"),
        ("credentialTypes: { only: [azure-service-principal, azure-cli] }", nil),
        ("credentialTypes: { only: [azure-managed-identity] }", "RN0384"),
        ("inputUris: { only: [\"https://azuremlexampledata.blob.core.windows.net/*\"] }", nil),
        ("inputUris: { only: [\"azureml://*\"] }", "RN0387"),
        ("outputUris: { only: [\"azureml://datastores/workspaceblobstore/paths/heart-disease/*\"] }", nil),
        ("outputUris: { only: [\"azureml://datastores/other/*\"] }", "RN0388"),
        ("limits: { jobs: 1 }", nil),
        ("limits: { instancesPerJob: 4 }", "RN0390"),
        ("limits: { instances: 4 }", "RN0390"),
        ("limits: { executionTimeout: PT6H }", "RN0391"),
        ("limits: { queueTimeout: PT6H }", "RN0391"),
        ("limits: { attemptsPerRun: 1 }", nil),
        ("requires: { labels: [team] }", nil),
        ("requires: { labels: [team, cost-centre] }", "RN0392"),
        ("requires: { rerun: [once] }", nil),
        ("requires: { rerun: [per, always] }", "RN0393"),
        ("tenants: { only: [99999999-9999-4999-8999-999999999999] }", nil),
    ]

    /// What a manifest says, the rule, and the code of what it forbids.
    static let sayings: [(String, String, String?)] = [
        ("    settings: { instanceCount: 4 }\n", "limits: { instancesPerJob: 4, instances: 4 }", nil),
        ("    settings: { instanceCount: 5 }\n", "limits: { instancesPerJob: 4 }", "RN0390"),
        (
            "    matrix: { part: [a, b] }\n    settings: { instanceCount: 4 }\n", "limits: { instances: 7 }",
            "RN0390"
        ),
        ("    matrix: { part: [a, b] }\n", "limits: { jobs: 1 }", "RN0389"),
        (
            "    timeouts: { execution: PT6H, queue: PT1H }\n",
            "limits: { executionTimeout: PT6H, queueTimeout: P1D }", nil
        ),
        ("    timeouts: { execution: PT6H1S }\n", "limits: { executionTimeout: PT6H }", "RN0391"),
        ("    retry: { attempts: 4 }\n", "limits: { attemptsPerRun: 3 }", "RN0394"),
        ("    labels: { cost-centre: a }\n", "requires: { labels: [team, cost-centre] }", nil),
        ("    rerun: always\n", "requires: { rerun: [once, per] }", "RN0393"),
    ]

    @Test(arguments: sayings) func isHeldAgainstWhatJobsSay(saying: String, rule: String, code: String?)
        async throws
    {
        try await with(rule) { workplace, policy in
            try workplace.edit("    experimentName: heart-disease\n", saying)
            let outcome = await workplace.run(["plan", workplace.manifest, "--policy", policy])
            #expect(outcome.status == (code == nil ? .success : .negative), "\(outcome.error)")
            if let code { #expect(outcome.error.contains("error[\(code)]"), "\(outcome.error)") }
        }
    }

    /// URIs that look as if they fitted.
    @Test(arguments: [
        "azureml://datastores/patients/paths/../../other/paths/x",
        "azureml://datastores/patients/paths/%2E%2e/x",
        "azureml://datastores/patients/paths/a%2F..%2Fb", "azureml://datastores/patients/paths/",
        "AZUREML://datastores/patients/paths/x",
    ]) func noURIClimbsOutOfAPattern(uri: String) async throws {
        try await with("inputUris: { only: [\"azureml://datastores/patients/paths/*\"] }") {
            workplace,
            policy in
            try workplace.edit("https://azuremlexampledata.blob.core.windows.net/data/heart-disease-uci", uri)
            let outcome = await workplace.run(["plan", workplace.manifest, "--policy", policy])
            #expect(outcome.status == .negative || outcome.status == .invalid, "\(outcome.error)")
            try workplace.edit(uri, "azureml://datastores/patients/paths/x")
            let right = await workplace.run(["plan", workplace.manifest, "--policy", policy])
            #expect(right.status == .success, "\(right.error)")
        }
    }

    /// A tenant that is looked up is held against the policy when there is a token, before anything is sent.
    @Test func holdsTokensAgainstTenants() async throws {
        let right = "11111111-1111-4111-8111-111111111111"
        for (tenant, status) in [
            (right, Diagnostics.ExitStatus.success), ("9" + right.dropFirst(), .blocked),
        ] {
            try await with("tenants: { only: [\(tenant)] }") { workplace, policy in
                let outcome = await workplace.apply(["--policy", policy])
                #expect(outcome.status == status, "\(outcome.error)")
                #expect(outcome.error.contains("RN0386") == (status == .blocked))
                #expect(outcome.error.contains("/jobs 1") == (status == .success))
                // One that stands in the manifest is seen at once.
                try workplace.edit("{ env: AZURE_TENANT_ID }", right)
                let plan = await workplace.run(["plan", workplace.manifest, "--policy", policy])
                #expect(plan.status == (status == .success ? .success : .negative), "\(plan.error)")
            }
        }
    }

    @Test func isTriedOutRuleByRule() async throws {
        try await with("limits: { jobs: 1 }\nrequires: { labels: [team, cost-centre] }") {
            workplace,
            policy in
            let outcome = await workplace.run(["policy", "test", workplace.manifest, "--policy", policy])
            #expect(outcome.status == .negative)
            let lines = [
                "policy strict (\(policy))", "  requires.labels  line 5  1 finding  (team, cost-centre)",
                "  limits.jobs      line 4  held  (at most 1)", "1 finding",
            ]
            #expect(
                outcome.output == [lines[0], lines[2], lines[1], lines[3]].joined(separator: "\n") + "\n"
            )
            #expect(outcome.error.contains("error[RN0392]"))
            let report = await workplace.run([
                "policy", "test", workplace.manifest, "--policy", policy, "--format", "github",
            ])
            #expect(report.output.contains("title=RN0392"))
            #expect(report.output.contains(",line=31,"), "\(report.output)")
            // Beside the manifest it is not obeyed, and can be tried out.
            try workplace.write("policy.yaml", Self.head)
            let beside = await workplace.run([
                "policy", "test", workplace.manifest, "--policy", workplace.folder + "/policy.yaml",
            ])
            #expect(beside.status == .success, "\(beside.error)")
            #expect(beside.output.hasSuffix("nothing is forbidden\n"))
            #expect(await workplace.run(["policy", "test", workplace.manifest]).status == .usage)
        }
    }

    /// Lends a workplace beside a folder that policies lie in.
    private func with(_ policy: String, _ body: (Workplace, String) async throws -> Void) async throws {
        try await TemporaryFolder.with { folder in
            let path = folder + "/policy.yaml"
            try Workplace(folder: folder).write("policy.yaml", Self.head + policy + "\n")
            try await Workplace.with { try await body($0, path) }
        }
    }

    @Test(arguments: rules) func isHeldAgainstPlans(rule: String, code: String?) async throws {
        try await with(rule) { workplace, policy in
            let outcome = await workplace.run(["plan", workplace.manifest, "--policy", policy])
            #expect(outcome.status == (code == nil ? .success : .negative), "\(outcome.error)")
            #expect(outcome.output.contains("heart-disease/score"))
            guard let code else { return }
            #expect(outcome.error.contains("error[\(code)]"), "\(outcome.error)")
            // The manifest's place and the rule's.
            #expect(outcome.error.contains("heart-disease.yaml:"))
            #expect(outcome.error.contains("policy.yaml:4:"))
        }
    }

    /// For an endpoint that is looked up: the resource manager, and some host of the others.
    @Test(arguments: [
        (
            "hosts: { only: [\"management.azure.com\", \"*.inference.ml.azure.com\", \"*.api.azureml.ms\"] }",
            []
        ),
        ("hosts: { only: [\"*.inference.ml.azure.com\", \"*.api.azureml.ms\"] }", ["management.azure.com"]),
        (
            "hosts: { only: [management.azure.com, heart.eastus2.inference.ml.azure.com] }",
            ["*.api.azureml.ms"]
        ),
        ("audiences: { only: [\"https://ml.azure.com\"] }", ["https://management.azure.com"]),
        ("audiences: { only: [\"https://ml.azure.com\", \"https://management.azure.com\"] }", []),
    ]) func seesEveryHostOfAnEndpointByName(rule: String, words: [String]) async throws {
        try await with(rule) { workplace, policy in
            let manifest = Fixture.packageRoot + "/manifests/by-name.yaml"
            let outcome = await workplace.run(["plan", manifest, "--policy", policy])
            #expect(outcome.status == (words.isEmpty ? .success : .negative), "\(outcome.error)")
            for word in words { #expect(outcome.error.contains("`\(word)`"), "\(outcome.error)") }
        }
    }

    @Test(arguments: rules.filter { $0.1 != nil }) func stopsApplyBeforeAnything(
        rule: String,
        code: String?
    ) async throws {
        try await with(rule) { workplace, policy in
            let commands = [
                [
                    "apply", workplace.manifest, "--emulator", workplace.emulator, "--ledger",
                    workplace.ledger,
                ],
                ["credentials", "check", workplace.manifest, "--emulator", workplace.emulator],
            ]
            for command in commands {
                // Without the secret: nothing is looked up.
                let outcome = await workplace.run(command + ["--policy", policy], environment: [:])
                #expect(outcome.status == .blocked, "\(outcome.error)")
                #expect(outcome.error.contains(code ?? "no code"))
                #expect(outcome.output == "")
            }
            let shown = await workplace.run(["ledger", "list", "--ledger", workplace.ledger])
            #expect(shown.output.hasPrefix("no attempts"))
        }
    }

    /// The policy of docs/trust.md is one, and is narrower than the example.
    @Test func theDocumentedOneIsOne() async throws {
        let text = try Fixture.text("docs/trust.md")
        let blocks = text.split(separator: "```yaml\n").dropFirst()
        let block = try #require(blocks.first?.split(separator: "```").first)
        try await TemporaryFolder.with { folder in
            let path = folder + "/policy.yaml"
            try Workplace(folder: folder).write("policy.yaml", String(block))
            try await Workplace.with { workplace in
                let outcome = await workplace.run(["plan", workplace.manifest, "--policy", path])
                #expect(outcome.status == .negative)
                #expect(outcome.error.contains("lets no manifest read the variable `AZURE_CLIENT_SECRET`"))
                #expect(outcome.error.split(separator: "error[").count == 1, "\(outcome.error)")
            }
        }
    }

    @Test func letsApplyDoWhatItAllows() async throws {
        try await with("hosts: { only: [heart.eastus2.inference.ml.azure.com] }") { workplace, policy in
            let variables = Workplace.environment.merging(["RUNNER_POLICY": policy]) { first, _ in first }
            let outcome = await workplace.apply(environment: variables)
            #expect(outcome.status == .success, "\(outcome.error)")
        }
    }

    @Test func addsHosts() async throws {
        try await with("hosts: { add: [scoring.example.com] }") { workplace, policy in
            try workplace.edit("heart.eastus2.inference.ml.azure.com", "scoring.example.com")
            #expect(await workplace.run(["plan", workplace.manifest]).status == .invalid)
            let outcome = await workplace.run(["plan", workplace.manifest, "--policy", policy])
            #expect(outcome.status == .success, "\(outcome.error)")
        }
    }

    @Test func holdsSecretFilesAgainstFolders() async throws {
        try await with("secretFolders: { only: [secrets], add: [secrets] }") { workplace, policy in
            let folder = policy.dropLast("/policy.yaml".count) + "/secrets"
            let secrets = Workplace(folder: String(folder))
            try SystemFileSystem().createFolder(String(folder))
            try secrets.write("value", Workplace.secret)
            try workplace.edit("{ env: AZURE_CLIENT_SECRET }", "{ file: value }")
            // As written it would lie beside the manifest.
            let outcome = await workplace.run(["plan", workplace.manifest, "--policy", policy])
            #expect(outcome.status == .negative)
            #expect(outcome.error.contains("RN0383"))
            try workplace.edit("{ file: value }", "{ file: \(folder)/value }")
            let right = await workplace.run(["plan", workplace.manifest, "--policy", policy])
            #expect(right.status == .success, "\(right.error)")
            let applied = await workplace.apply(["--policy", policy])
            #expect(applied.status == .success, "\(applied.error)")
        }
    }

    @Test func doesNotFollowALinkOutOfTheFolders() async throws {
        try await with("secretFolders: { only: [secrets] }") { workplace, policy in
            let folder = String(policy.dropLast("/policy.yaml".count))
            try SystemFileSystem().createFolder(folder + "/secrets")
            try workplace.write("value", Workplace.secret)
            #expect(unsafe symlink(workplace.folder + "/value", folder + "/secrets/value") == 0)
            try workplace.edit("{ env: AZURE_CLIENT_SECRET }", "{ file: \(folder)/secrets/value }")
            let outcome = await workplace.apply(["--policy", policy, "--secret-dir", folder + "/secrets"])
            #expect(outcome.status == .blocked, "\(outcome.error)")
            #expect(outcome.error.contains("RN0383"))
        }
    }

    @Test func mustNotLieBesideTheManifest() async throws {
        try await Workplace.with { workplace in
            try workplace.write("policy.yaml", Self.head)
            let beside = await workplace.run(
                ["plan", workplace.manifest, "--policy", workplace.folder + "/policy.yaml"]
            )
            #expect(beside.status == .usage)
            #expect(beside.error.contains("RN0385"))
            // In the same work tree of Git.
            let files = SystemFileSystem()
            try files.createFolder(workplace.folder + "/.git")
            try files.createFolder(workplace.folder + "/jobs")
            let text = try files.read(workplace.manifest, limit: 1 << 20)
            try files.write(text, to: workplace.folder + "/jobs/heart.yaml")
            let inTree = await workplace.run([
                "plan", workplace.folder + "/jobs/heart.yaml", "--policy", workplace.folder + "/policy.yaml",
            ])
            #expect(inTree.status == .usage)
            #expect(inTree.error.contains("RN0385"))
        }
    }

    @Test func mustBeOnePolicy() async throws {
        try await with("") { workplace, policy in
            let wrong = await workplace.run(["plan", workplace.manifest, "--policy", workplace.emulator])
            #expect(wrong.status == .invalid)
            #expect(wrong.error.contains("RN0722"))
            let missing = await workplace.run(["plan", workplace.manifest, "--policy", policy + ".not"])
            #expect(missing.status == .noInput)
            let validated = await workplace.run(["validate", policy])
            #expect(validated.status == .success, "\(validated.output)")
        }
    }
}
