import Host
import RunnerTestSupport
import Subprocess
import SystemPackage
import Testing

/// The program on folders that somebody sent for review: findings in bounded time and memory, and nothing else.
@Suite struct HostilePullRequestTests {
    /// What nobody may see: the values of the reviewer's variables, and a file beside the folder.
    private static let environment = [
        "AZURE_TENANT_ID": "11111111-1111-4111-8111-marked-tenant",
        "AZURE_CLIENT_ID": "22222222-2222-4222-8222-marked-client",
        "AZURE_CLIENT_SECRET": "marked~secret~value",
        "PATH": ProcessEnvironment.current["PATH"] ?? "/usr/bin:/bin",
    ]

    private static let planForms = ["text", "json", "markdown", "github", "azure", "gitlab", "sarif"]
    private static let findingForms = [
        "text", "json", "sarif", "junit", "tap", "github", "gitlab", "markdown",
    ]

    /// Lends a folder with something hostile in it, and what must not be read beside it.
    private static func with(
        _ hostile: HostileFolder,
        _ body: (_ folder: String) async throws -> Void
    ) async throws {
        try await TemporaryFolder.with { top in
            let top = try SystemFileSystem().canonicalPath(top)
            try SystemFileSystem().write(Array("outside: marked~outside\n".utf8), to: top + "/outside")
            let made = await Self.ledger(in: top)
            try #require(made)
            try await hostile.write(to: top + "/review")
            try await body(top + "/review")
        }
    }

    private static func ledger(in folder: String) async -> Bool {
        let made = try? await Subprocess.run(
            .path(BinaryTests.program),
            arguments: .init(["ledger", "init", "--ledger", folder + "/ledger.sqlite"]),
            output: .discarded,
            error: .discarded
        )
        return made?.terminationStatus == .exited(0)
    }

    private func expectHarmless(_ run: LimitedRun, _ what: [String]) {
        let words = run.output + run.error
        #expect(run.connections == 0, "\(what)")
        #expect(!words.contains("marked") && !words.contains("root:"), "\(what): \(words.prefix(2000))")
        #expect(run.unsafeScalars == [], "\(what)")
        #expect(!words.contains("\n::stop-commands") && !words.contains("\n##vso[task.set"), "\(what)")
        #expect(run.peakInMebibytes <= 512, "\(what)")
        // Built for debugging it is some ten times slower than it ships.
        #expect(run.processorTime < .seconds(30), "\(what)")
    }

    @Test(arguments: HostileFolder.all)
    func isToldAndDoesNothing(hostile: HostileFolder) async throws {
        try await Self.with(hostile) { folder in
            let before = try SystemFileSystem().names(in: folder)
            var commands: [[String]] = []
            // Every form has its turn, and each folder is looked at in some.
            let turn = HostileFolder.all.firstIndex { $0.name == hostile.name } ?? 0
            for place in [turn, turn + 3] {
                commands.append([
                    "validate", "--format", Self.findingForms[place % Self.findingForms.count], ".",
                ])
                commands.append(
                    ["plan", "-o", Self.planForms[place % Self.planForms.count], "."] + hostile.options
                )
            }
            commands += [["plan", "--as", ["az", "curl", "python"][turn % 3], "."] + hostile.options]
            if hostile.isRepository {
                commands.append(["plan", ".", "--against", "HEAD"] + hostile.options)
                commands.append(["plan", ".", "--against", "HEAD", "-o", "markdown"] + hostile.options)
            }
            for command in commands {
                let run = try await LimitedRun(
                    command,
                    in: folder,
                    filling: hostile.namesThePort ? ["m.yaml"] : [],
                    environment: Self.environment
                )
                expectHarmless(run, command)
                let isAgainst = command.contains("--against")
                let isWrong = command[0] == "plan" ? !hostile.says.isEmpty : !hostile.isValid
                let onlyAgainst = hostile.says == ["RN0755"]
                guard isWrong, !onlyAgainst || isAgainst else {
                    #expect(
                        [0, 1].contains(run.status),
                        "\(command): \(run.status) \(run.error.prefix(2000))"
                    )
                    continue
                }
                #expect([1, 4, 64, 65, 66, 69, 74, 78].contains(run.status), "\(command): \(run.status)")
                let words = run.output + run.error
                #expect(
                    hostile.says.contains { words.contains($0) },
                    "\(command): \(words.prefix(2000))"
                )
            }
            let left = try SystemFileSystem().names(in: folder)
            #expect(left == before)
            #expect(SystemFileSystem().kind(of: folder + "/mark") == nil)
        }
    }

    /// What `plan` opens and starts, by strace: nothing outside of the folder, no socket; Git alone beside it.
    @Test(.enabled(if: BinaryTests.strace != nil, "strace is not installed"), arguments: HostileFolder.all)
    func opensNothingOutside(hostile: HostileFolder) async throws {
        let strace = try #require(BinaryTests.strace)
        try await Self.with(hostile) { folder in
            let top = folder.dropLast("/review".count)
            var values: [Subprocess.Environment.Key: String] = [:]
            for (name, value) in Self.environment { values[.init(stringLiteral: name)] = value }
            let command =
                ["plan", "."] + hostile.options + (hostile.isRepository ? ["--against", "HEAD"] : [])
            let result = try await Subprocess.run(
                .path(FilePath(strace)),
                arguments: .init(
                    [
                        "-f", "-qq", "-o", "\(top)/trace", "-e", "trace=open,openat,execve,%network",
                        BinaryTests.program.string,
                    ] + command
                ),
                environment: .custom(values),
                workingDirectory: FilePath(folder),
                output: .discarded,
                error: .discarded
            )
            _ = result
            let calls = String(
                decoding: try SystemFileSystem().read("\(top)/trace", limit: 64 << 20),
                as: UTF8.self
            ).split(separator: "\n")
            try #require(calls.contains { $0.contains("libc.so") }, "the trace sees what is opened")
            for call in calls {
                #expect(!call.contains("AF_INET"), "\(call)")
                let parts = call.split(separator: "\"", maxSplits: 2, omittingEmptySubsequences: false)
                guard parts.count > 1 else { continue }
                let path = String(parts[1])
                if call.contains("execve(") {
                    #expect(path.hasSuffix("/runner") || path.hasSuffix("/git"), "\(call)")
                    continue
                }
                for secret in ["/outside", "/mounted", "/proc/self/environ", "/shadow"] {
                    #expect(!path.hasSuffix(secret), "\(call)")
                }
                // Git looks up who it is; the program itself does not.
                #expect(path != "/etc/passwd" || hostile.isRepository, "\(call)")
            }
        }
    }
}
