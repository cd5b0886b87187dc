import Host
import RunnerTestSupport
import Subprocess
import SystemPackage
import Testing

#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

@testable import Credentials
@testable import Emulator

/// What the programs that runner starts are given: their arguments and variables, as they themselves see them.
///
/// Every variable that holds a secret somewhere is set to a marked one. A program that stands in for the real one
/// writes down what it was started with before it becomes the real one.
@Suite(
    .enabled(if: SystemFileSystem().kind(of: "/proc/self/environ") != nil, "needs a process's own /proc")
)
struct ChildEnvironmentTests {
    /// A program that runner starts, by what a command makes it do.
    struct Child: Sendable, CustomTestStringConvertible {
        let program: String
        let command: [String]
        /// All variables that it may have.
        let allowed: Set<String>
        /// Those of ``secrets`` that it needs.
        var needs: Set<String> = []
        var testDescription: String { command.joined(separator: " ") + " starts " + program }
    }

    static let children = [
        Child(
            program: "git",
            // Refused, and recorded with the commit that it is of.
            command: ["apply", "hostile.yaml", "--ledger", "ledger.sqlite"],
            allowed: [
                "PATH", "HOME", "XDG_CONFIG_HOME", "GIT_CEILING_DIRECTORIES", "GIT_OPTIONAL_LOCKS", "LC_ALL",
            ]
        ),
        Child(
            program: "git",
            command: ["plan", "heart-disease.yaml", "--against", "HEAD"],
            allowed: [
                "PATH", "HOME", "XDG_CONFIG_HOME", "LC_ALL", "GIT_OPTIONAL_LOCKS", "GIT_TERMINAL_PROMPT",
                "GIT_NO_LAZY_FETCH", "GIT_NO_REPLACE_OBJECTS", "GIT_PAGER", "GIT_ALLOW_PROTOCOL",
            ]
        ),
        // It asks for the machine's own tokens where it is signed in as the machine, and by the operator's proxy.
        Child(
            program: "az",
            command: ["credentials", "check", "az.yaml"],
            allowed: AzureCLISignIn.passed.union(["LC_ALL", "AZURE_CORE_NO_COLOR"]),
            needs: ["IDENTITY_HEADER", "MSI_SECRET", "HTTPS_PROXY"]
        ),
        Child(
            program: "python3",
            command: [
                "apply", "heart-disease.yaml", "--emulator", "emulator.yaml", "--ledger", "two.sqlite",
            ],
            allowed: ScoringEnvironment.allowed.union([
                "PYTHONUNBUFFERED", "PYTHONDONTWRITEBYTECODE", "PYTHONUTF8", "AZUREML_RUN_ID",
                "AZUREML_BI_OUTPUT_PATH", "AZUREML_MODEL_DIR",
            ])
        ),
    ]

    /// Variables with secrets: those of credentials, and of whatever else a CI job has around it.
    static let secrets = [
        "AZURE_CLIENT_CERTIFICATE_PASSWORD", "AZURE_PASSWORD", "ACTIONS_ID_TOKEN_REQUEST_TOKEN",
        "SYSTEM_ACCESSTOKEN", "IDENTITY_HEADER", "MSI_SECRET", "GITHUB_TOKEN", "GH_TOKEN", "CI_JOB_TOKEN",
        "AWS_SECRET_ACCESS_KEY", "PGPASSWORD", "GIT_ASKPASS", "GIT_CONFIG_PARAMETERS", "SSH_AUTH_SOCK",
        "AZUREML_WORKSPACE_KEY", "HTTPS_PROXY", "RUNNER_SECRET_OF_NOBODY",
    ]
    private static let canary = "marked~child~Secret"

    private static func environment(_ workplace: Workplace) -> [String: String] {
        var values = Workplace.environment
        for name in secrets { values[name] = canary + "~" + name }
        values["HTTPS_PROXY"] = "http://user:\(canary)@127.0.0.1:9"
        values["AZURE_CLIENT_SECRET"] = Workplace.secret
        values["HOME"] = workplace.folder
        values["LC_ALL"] = "C.UTF-8"
        values["PATH"] = workplace.folder + "/bin:" + (values["PATH"] ?? "")
        return values
    }

    /// Puts a program in front of the real one that writes down what it was started with.
    private static func standIn(for program: String, in workplace: Workplace) throws {
        let real = (Workplace.environment["PATH"] ?? "").split(separator: ":").map { $0 + "/" + program }
            .first { SystemFileSystem().kind(of: $0) == .file }
        let answer =
            #"echo '{"accessToken":"a.b.c","expires_on":4102444800,"tokenType":"Bearer"}'"#
        let then = program == "az" ? answer : "exec '\(try #require(real))' \"$@\""
        let place = workplace.folder + "/bin/" + program
        let script = """
            #!/bin/sh
            /bin/cat /proc/$$/environ >'\(workplace.folder)/told.environ'
            /bin/cat /proc/$$/cmdline >'\(workplace.folder)/told.arguments'
            \(then)

            """
        try SystemFileSystem().createFolder(workplace.folder + "/bin")
        try SystemFileSystem().write(Array(script.utf8), to: place)
        try #require(unsafe chmod(place, 0o700) == 0)
    }

    private static func git(_ arguments: [String], in workplace: Workplace) async throws {
        let made = try await Subprocess.run(
            .name("git"),
            arguments: .init(
                ["-C", workplace.folder, "-c", "user.name=a", "-c", "user.email=a@b.c"] + arguments
            ),
            output: .discarded,
            error: .string(limit: 1 << 16)
        )
        try #require(made.terminationStatus == .exited(0), "\(made.standardError)")
    }

    @Test(arguments: children) func isGivenWhatItNeedsAndNoMore(child: Child) async throws {
        try await Workplace.with { workplace in
            try workplace.write("az.yaml", Self.signIn)
            try workplace.write("hostile.yaml", TrustBoundaryTests.hostile())
            try await Self.git(["init", "-q"], in: workplace)
            try await Self.git(["add", "heart-disease.yaml"], in: workplace)
            try await Self.git(["commit", "-qm", "x"], in: workplace)
            try Self.standIn(for: child.program, in: workplace)
            let result = try await Subprocess.run(
                .path(BinaryTests.program),
                arguments: .init(child.command),
                environment: SeparateEmulator.environment(Self.environment(workplace)),
                workingDirectory: FilePath(workplace.folder),
                input: .none,
                output: .string(limit: 1 << 20),
                error: .string(limit: 1 << 20)
            )
            let words = result.standardOutput + result.standardError
            func told(_ name: String) throws -> [String] {
                try #require(
                    SystemFileSystem().kind(of: workplace.folder + "/told." + name) == .file,
                    "\(child.program) was not started: \(words)"
                )
                let bytes = try SystemFileSystem().read(workplace.folder + "/told." + name, limit: 1 << 20)
                return bytes.split(separator: 0).map { String(decoding: $0, as: UTF8.self) }
            }
            let variables = try told("environ")
            let names = Set(variables.map { String($0.prefix { $0 != "=" }) })
            #expect(names.contains("PATH"))
            #expect(names.subtracting(child.allowed).isEmpty, "\(names.subtracting(child.allowed))")
            for variable in variables where variable.contains(Self.canary) {
                #expect(child.needs.contains(String(variable.prefix { $0 != "=" })), "\(variable)")
            }
            #expect(child.needs.isSubset(of: names), "what it needs is there")
            #expect(!variables.contains { $0.contains(Workplace.secret) })
            let given = try told("arguments")
            #expect(given.count > 1)
            #expect(!given.contains { $0.contains(Self.canary) || $0.contains(Workplace.secret) }, "\(given)")
            #expect(!words.contains(Self.canary) && !words.contains(Workplace.secret))
        }
    }

    private static let signIn = """
        apiVersion: runner/v1
        kind: JobManifest
        metadata: { name: signed-in }
        credentials:
          scoring: { type: azure-cli }
        endpoints:
          heart:
            type: azureml-batch
            scoringUri: https://heart.eastus2.inference.ml.azure.com/jobs
            credential: scoring
        jobs:
          score:
            endpoint: heart
            inputs: { patients: { type: uri_folder, uri: "https://data.blob.core.windows.net/data" } }

        """

    /// A program more that is started is a row more above.
    @Test func noOtherSourceStartsPrograms() {
        #expect(
            Sink.childProcess.writers == [
                "Emulator/Scoring/ScoringWorker.swift", "Host/SystemCommandRunner.swift",
            ]
        )
    }
}
