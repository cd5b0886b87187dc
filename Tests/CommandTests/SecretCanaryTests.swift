import Diagnostics
import Host
import RunnerTestSupport
import Subprocess
import SystemPackage
import Testing

@testable import RunnerCommands

/// A marked secret of each type of credential goes through every command, every format and every failure, and is in
/// no sink, in no encoding.
@Suite struct SecretCanaryTests {
    /// A type of credential with marked secrets; a new type is a new row.
    struct Canary: Sendable, CustomTestStringConvertible {
        let name: String
        /// What of the manifest is replaced to use it.
        var edits: [(String, String)] = []
        /// Files beside the manifest that hold a marked secret.
        var files: [String: String] = [:]
        var environment: [String: String] = Workplace.environment
        /// What must be found nowhere.
        var secrets: [String] = [Workplace.secret]
        var testDescription: String { name }
    }

    static let canaries = [
        Canary(name: "service principal, secret of the environment"),
        Canary(
            name: "service principal, secret of a file",
            edits: [("{ env: AZURE_CLIENT_SECRET }", "{ file: secrets/canary }")],
            files: ["secrets/canary": Workplace.secret + "\n"],
            environment: Workplace.environment.filter { $0.key != "AZURE_CLIENT_SECRET" }
        ),
        Canary(
            name: "service principal, v1",
            edits: [
                (
                    "    type: azure-service-principal\n",
                    "    type: azure-service-principal\n    tokenEndpoint: v1\n"
                )
            ]
        ),
    ]

    /// A failure, by what is changed.
    struct Failure: Sendable {
        let name: String
        var manifest: [(String, String)] = []
        var emulator: [(String, String)] = []
        var environment: [String: String?] = [:]
        var arguments: [String] = []
        var status: Diagnostics.ExitStatus?
    }

    static let failures = [
        Failure(name: "none", status: .success),
        Failure(
            name: "not taken by Entra",
            emulator: [("\"\(Workplace.secret)\"", "another~throw-away")],
            status: .denied
        ),
        Failure(
            name: "unknown client",
            environment: ["AZURE_CLIENT_ID": "33333333-3333-4333-8333-333333333333"],
            status: .denied
        ),
        Failure(name: "tenant not set", environment: ["AZURE_TENANT_ID": nil], status: .missingConfiguration),
        Failure(
            name: "secret as tenant",
            environment: ["AZURE_TENANT_ID": Workplace.secret],
            status: .missingConfiguration
        ),
        Failure(
            name: "host out of reach",
            manifest: [("https://heart.eastus2.", "https://down.eastus2.")],
            status: .tryLater
        ),
        Failure(
            name: "literal in the manifest",
            manifest: [
                (
                    "    type: azure-service-principal",
                    "    clientSecrett: \"\(Workplace.secret)\"\n    type: azure-service-principal"
                )
            ],
            status: .invalid
        ),
        Failure(
            name: "broken line with a secret",
            manifest: [("  score:\n", "  score: { clientSecret: \"\(Workplace.secret)\n")],
            status: .invalid
        ),
        Failure(
            name: "signature in an address",
            manifest: [
                (
                    "data/heart-disease-uci\n",
                    "data/heart-disease-uci?sv=1&sig=" + SecretEncoding.percentUpper.text(Workplace.secret)
                        + "\n"
                )
            ]
        ),
        Failure(
            name: "script that tells all it knows",
            emulator: [
                ("scoringScript: score.py", "scoringScript: tell.py"),
                ("code: " + Fixture.packageRoot + "/manifests/heart-disease/code", "code: code"),
            ],
            status: .negative
        ),
        Failure(name: "ledger that cannot be made", arguments: ["--ledger", "/proc/no/ledger.sqlite"]),
    ]

    /// Every command that reads what the canary is in and asks nobody but the emulator, in every form of output.
    private static func commands(_ workplace: Workplace) -> [[String]] {
        let emulator = ["--emulator", workplace.emulator]
        let ledger = ["--ledger", workplace.ledger]
        let findings = FindingsFormat.allCases.map { ["validate", workplace.folder, "-o", $0.rawValue] }
        let rest: [[String]] = [
            ["plan", workplace.manifest], ["plan", workplace.manifest, "--check-secrets"] + emulator,
            ["secrets", "check", workplace.manifest],
            ["credentials", "check", workplace.manifest] + emulator,
            ["apply", workplace.manifest, "--dry-run"] + emulator + ledger,
            ["policy", "test", workplace.manifest, "--policy", workplace.folder + "/policy.yaml"],
        ]
        let saved = workplace.folder + "/reports/plan.json"
        let plans = PlanFormat.allCases.flatMap { format in
            [
                ["plan", workplace.manifest, "--out", saved, "-o", format.rawValue],
                ["show", saved, "-o", format.rawValue],
            ]
        }
        return findings + plans
            + OutputFormat.allCases.flatMap { format in rest.map { $0 + ["-o", format.rawValue] } }
            + [["apply", workplace.manifest, "--nonsense"]]
    }

    @Test(arguments: canaries) func noSinkHoldsTheSecret(canary: Canary) async throws {
        // Failures do not depend on where a secret came from; the ways of it are in `GossipCanaryTests`.
        let failures =
            canary.name.hasSuffix("environment") ? Self.failures : [Self.failures[0], Self.failures[1]]
        for (number, failure) in failures.enumerated() {
            try await Workplace.with { workplace in
                try Self.prepare(workplace, canary, failure)
                var environment = canary.environment
                for (name, value) in failure.environment { environment[name] = value }
                var search = try SinkSearch(workplace)
                for command in Self.commands(workplace) {
                    await search.run(command, environment: environment)
                }
                let format = RunOutputFormat.allCases[number % RunOutputFormat.allCases.count].rawValue
                let reports = RunReportFormat.allCases.flatMap {
                    ["--report", "\($0.rawValue)=\(workplace.folder)/reports/\($0.rawValue)"]
                }
                let ledger = failure.arguments.isEmpty ? ["--ledger", workplace.ledger] : failure.arguments
                let outcome = await search.run(
                    ["apply", workplace.manifest, "--emulator", workplace.emulator, "-o", format]
                        + ["--events-into", workplace.folder + "/events/lines.jsonl"] + reports + ledger,
                    environment: environment
                )
                if let status = failure.status {
                    #expect(outcome.status == status, "\(failure.name): \(outcome.error)")
                }
                await search.run(
                    ["ledger", "show", "heart-disease/score", "-o", "json"] + ledger,
                    environment: environment
                )
                await search.run(["cancel", workplace.manifest] + ledger, environment: environment)
                for again in [["wait"], ["resume"], ["retry", "--failed"], ["ledger", "unlock"]] {
                    await search.run(again + ledger, environment: environment)
                }
                await search.run(
                    ["resolve", "heart-disease/score", "--absent"] + ledger,
                    environment: environment
                )
                try search.addFiles()
                if failure.status == .success {
                    #expect(
                        search.sinks == [.output, .error, .ledger, .report, .eventStream, .emulatedOutput]
                    )
                }
                search.expectNothing(of: canary.secrets, "\(canary.name), \(failure.name)")
            }
        }
    }

    /// Every command is in one of the canaries, or knows no secret.
    @Test func everyCommandIsLookedAt() {
        let names = EnvironmentOptions.options.keys.compactMap(\.first)
        let looked: Set = [
            "validate", "plan", "apply", "status", "outputs", "logs", "resolve", "ledger", "credentials",
            "secrets", "doctor", "show", "policy", "cancel",
            "wait", "resume", "retry",
        ]
        // The emulator is told its applications' secrets, and says of requests where they went; see below.
        let others: Set = ["emulator", "init", "import", "explain", "schema", "completions", "version"]
        #expect(Set(names) == looked.union(others))
    }

    /// There is one level of what a run says, and `validate --quiet` below it.
    ///
    /// No option and no variable makes it say more, and nothing is logged (``Sink/log``). An option that changes that comes with canaries of its own.
    @Test func nothingMakesARunSayMore() async throws {
        let names = Set(EnvironmentOptions.options.values.joined().map(\.name))
        let more = names.filter { name in
            ["verbos", "log", "debug", "trace", "quiet", "level"].contains { name.contains($0) }
        }
        #expect(more == ["quiet"])
        try await Workplace.with { workplace in
            var loud = Workplace.environment
            for name in [
                "RUNNER_LOG", "RUNNER_LOG_LEVEL", "RUNNER_DEBUG", "RUNNER_VERBOSE", "LOG_LEVEL", "DEBUG",
            ] {
                loud[name] = "trace"
            }
            loud["ACTIONS_STEP_DEBUG"] = "true"
            loud["SYSTEM_DEBUG"] = "true"
            for command in [
                ["validate", workplace.manifest, "--quiet"], ["plan", workplace.manifest, "--check-secrets"],
            ] {
                var search = try SinkSearch(workplace)
                let outcome = await search.run(command, environment: loud)
                let usual = await workplace.run(command)
                #expect(outcome.status == .success)
                #expect(outcome.output == usual.output && outcome.error == usual.error)
                search.expectNothing(of: [Workplace.secret], "\(command)")
            }
        }
    }

    @Test func whatImportAndInitWriteHoldsNothing() async throws {
        try await Workplace.with { workplace in
            let signed =
                "https://a.blob.core.windows.net/d?sv=1&sig="
                + SecretEncoding.percentUpper.text(Workplace.secret)
            let script =
                "az ml batch-endpoint invoke -n heart -g g -w w --input '\(signed)' # \(Workplace.secret)\n"
            try workplace.write("script.sh", script)
            try SystemFileSystem().createFolder(workplace.folder + "/new")
            var search = try SinkSearch(workplace)
            let environment = Workplace.environment
            await search.run(["import", workplace.folder + "/script.sh"], environment: environment)
            await search.run(
                ["import", workplace.folder + "/script.sh", "--out", workplace.folder + "/new/i.yaml"],
                environment: environment
            )
            await search.run(["init", workplace.folder + "/new/n.yaml"], environment: environment)
            try search.addFiles()
            #expect(search.sinks.contains(.newManifest))
            search.expectNothing(of: [Workplace.secret], "import")
        }
    }

    private static func prepare(_ workplace: Workplace, _ canary: Canary, _ failure: Failure) throws {
        let files = SystemFileSystem()
        for (old, new) in canary.edits + failure.manifest { try workplace.edit(old, new) }
        for (path, text) in canary.files {
            try files.createFolder(
                workplace.folder + "/" + path.split(separator: "/").dropLast().joined(separator: "/")
            )
            try workplace.write(path, text)
        }
        try files.createFolder(workplace.folder + "/reports")
        try workplace.write(
            "policy.yaml",
            "apiVersion: runner/v1\nkind: Policy\nmetadata: { name: p }\ncredentialTypes: { only: [azure-cli] }\n"
        )
        guard !failure.emulator.isEmpty else { return }
        var document = String(decoding: try files.read(workplace.emulator, limit: 1 << 20), as: UTF8.self)
        for (old, new) in failure.emulator {
            #expect(document.contains(old))
            document = document.replacingOccurrences(old, new)
        }
        try workplace.write("emulator.yaml", document)
        try files.createFolder(workplace.folder + "/code")
        try workplace.write("code/tell.py", tellTale)
    }

    /// Tells all that a scoring script can know: its own environment, its parent's, its arguments.
    private static let tellTale = """
        import os, sys
        def told():
            words = [repr(dict(os.environ)), repr(sys.argv)]
            for name in ("environ", "cmdline"):
                try:
                    words.append(repr(open(f"/proc/self/{name}", "rb").read()))
                except OSError as error:
                    words.append(repr(error))
            return " ".join(words)
        def init():
            print(told(), file=sys.stderr)
        def run(mini_batch):
            print(told(), file=sys.stderr)
            raise ValueError(told())
        """

    @Test func aCrashTellsNothing() async throws {
        try await Workplace.with { workplace in
            try workplace.slowJobs()
            var environment: [Subprocess.Environment.Key: String] = [:]
            for (name, value) in Workplace.environment { environment[.init(stringLiteral: name)] = value }
            let result = try await Subprocess.run(
                .name("sh"),
                arguments: [
                    "-c", "ulimit -c unlimited; cd \"$0\"; exec \"$@\"",
                    .init(stringLiteral: workplace.folder),
                    .init(stringLiteral: BinaryTests.program.string), "apply",
                    .init(stringLiteral: workplace.manifest), "--emulator",
                    .init(stringLiteral: workplace.emulator), "--ledger",
                    .init(stringLiteral: workplace.ledger),
                ],
                environment: .custom(environment),
                input: .none,
                output: .string(limit: 1 << 16),
                error: .sequence
            ) { execution in
                var words = ""
                for try await line in execution.standardError.strings() {
                    words += line
                    if line.contains("queued") { try execution.send(signal: .quit) }
                }
                return words
            }
            #expect(result.terminationStatus != .exited(0))
            #expect(result.closureResult.contains("queued"))
            let names = try SystemFileSystem().names(in: workplace.folder)
            #expect(!names.contains { $0.hasPrefix("core") }, "\(names)")
            var search = try SinkSearch(workplace)
            search.add(.crash, "quit", Array((result.closureResult + result.standardOutput).utf8))
            search.expectNothing(of: [Workplace.secret], "a crash")
        }
    }

    @Test func theSearchWouldFindIt() {
        for encoding in SecretEncoding.allCases {
            let text = Array(("xx " + encoding.text(Workplace.secret) + " xx").utf8)
            #expect(text.contains(encoding.needle(Workplace.secret)), "\(encoding)")
            #expect(encoding.needle(Workplace.secret).count > 12, "\(encoding)")
        }
    }
}
