import Diagnostics
import Host
import RunnerTestSupport
import Subprocess
import Synchronization
import SystemPackage
import Testing

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

@testable import RunnerCommands

/// A manifest under review is hostile: reading and planning it reads no value and no file outside, connects to nobody.
@Suite struct TrustBoundaryTests {
    /// Wants a variable's value, a file of the system, a file behind a link that leads out, and a host of its own.
    static func hostile(scoringHost: String = "heart.attacker.example") -> String {
        """
        apiVersion: runner/v1
        kind: JobManifest
        metadata: { name: hostile }
        credentials:
          one:
            type: azure-service-principal
            tenantId: { env: AZURE_TENANT_ID }
            clientId: { env: AZURE_CLIENT_ID }
            clientSecret: { env: AZURE_CLIENT_SECRET }
          two:
            type: azure-service-principal
            tenantId: { file: secrets/link }
            clientId: { file: ../outside }
            clientSecret: { file: /etc/passwd }
        endpoints:
          mine: { type: azureml-batch, scoringUri: "https://\(scoringHost)/jobs", credential: one }
          other: { type: azureml-batch, scoringUri: "https://heart.eastus2.inference.ml.azure.com/jobs", credential: two }
        jobs:
          a: { endpoint: mine, inputs: { x: { type: uri_folder, uri: "https://a.blob.core.windows.net/d" } } }
          b: { endpoint: other, inputs: { x: { type: uri_folder, uri: "https://a.blob.core.windows.net/d" } } }
        """
    }

    static let environment = [
        "AZURE_TENANT_ID": "11111111-1111-4111-8111-111111111111",
        "AZURE_CLIENT_ID": "22222222-2222-4222-8222-222222222222",
        "AZURE_CLIENT_SECRET": "marked~secret~value",
    ]

    /// A folder with the manifest, a link out of it and a file outside.
    static func withManifest(_ text: String, _ body: (_ folder: String) async throws -> Void)
        async throws
    {
        try await TemporaryFolder.with { top in
            let files = SystemFileSystem()
            let folder = try files.canonicalPath(top) + "/jobs"
            try files.createFolder(folder + "/secrets")
            try files.write(Array("outside~value".utf8), to: folder + "/../outside")
            try #require(unsafe symlink("../../outside", folder + "/secrets/link") == 0)
            try files.write(Array(text.utf8), to: folder + "/hostile.yaml")
            try await body(folder)
        }
    }

    /// What an operator's own variables are called.
    private static func isOperators(_ name: String) -> Bool {
        ["NO_COLOR", "TERM", "CI", "PATH", "TF_BUILD", "ARM_CLOUD_METADATA_URL"].contains(name)
            || name.hasPrefix("RUNNER_")
            || name.hasPrefix("GITHUB_")
    }

    /// Whether a path is looked at to find the work tree that a manifest has to be in: its folder, those above, and
    /// `.git` in them.
    private static func isOnTheWayUp(_ path: String, from folder: String) -> Bool {
        let above = path.hasSuffix("/.git") ? String(path.dropLast(5)) : path
        return above.isEmpty || above == "/" || above == "." || folder == above
            || folder.hasPrefix(above + "/")
    }

    /// `apply` records that it was refused: as whom, in which commit, in which CI job; it reads no more than that.
    @Test(arguments: [
        ["validate"], ["validate", "-o", "json"], ["plan"], ["plan", "-o", "json"], ["apply"],
    ])
    func readsNoValueAndNothingOutside(command: [String]) async throws {
        try await Self.withManifest(Self.hostile()) { folder in
            let asked = Mutex<[String]>([])
            let files = RecordingFileSystem(SystemFileSystem())
            let console = RecordingConsole()
            let real = Host.system()
            let host = Host(
                files: files,
                console: console,
                environment: ProcessEnvironment(Self.environment) { name in asked.withLock { $0.append(name) }
                },
                time: real.time,
                random: real.random,
                process: real.process
            )
            let ledger = command == ["apply"] ? ["--ledger", folder + "/ledger.sqlite"] : []
            let status = await RunnerTool.run(command + [folder + "/hostile.yaml"] + ledger, host: host)
            if command[0] != "validate" {
                #expect(status == .invalid, "\(console.error)")
                #expect((console.output + console.error).contains("RN0361"))
                #expect((console.output + console.error).contains("heart.attacker.example"))
            }
            let isRecorded = command == ["apply"]
            let names = asked.withLock { $0 }
            #expect(
                names.allSatisfy { isRecorded ? Self.environment[$0] == nil : Self.isOperators($0) },
                "\(names)"
            )
            #expect(!names.contains(ProcessEnvironment.everything))
            #expect(files.paths.contains(folder + "/hostile.yaml"))
            for path in files.paths {
                let isInside = path.hasPrefix(folder) && !path.contains("..") && !path.contains("/secrets/")
                #expect(isInside || Self.isOnTheWayUp(path, from: folder), "\(path)")
            }
            let left = try SystemFileSystem().names(in: folder)
            #expect(
                left == ["hostile.yaml"] + (isRecorded ? ["ledger.sqlite", "ledger.sqlite.users"] : []) + [
                    "secrets"
                ]
            )
        }
    }

    @Test func theRecordWouldShowIt() {
        let asked = Mutex<[String]>([])
        let environment = ProcessEnvironment(Self.environment) { name in asked.withLock { $0.append(name) } }
        _ = environment["AZURE_CLIENT_SECRET"]
        _ = environment.nonEmpty("AZURE_TENANT_ID")
        _ = environment.names.count
        _ = environment.values
        #expect(
            asked.withLock { $0 } == [
                "AZURE_CLIENT_SECRET", "AZURE_TENANT_ID", ProcessEnvironment.everything,
            ]
        )
    }

    /// What a run of the program opened and connected to, by strace.
    private static func trace(_ arguments: [String]) async throws -> (
        files: Set<String>, calls: String, words: String
    ) {
        let strace = try #require(BinaryTests.strace)
        return try await TemporaryFolder.with { folder in
            let log = folder + "/trace"
            var values: [Subprocess.Environment.Key: String] = [:]
            for (name, value) in environment { values[.init(stringLiteral: name)] = value }
            let result = try await Subprocess.run(
                .path(FilePath(strace)),
                arguments: .init(
                    ["-f", "-qq", "-o", log, "-e", "trace=%file,%network", BinaryTests.program.string]
                        + arguments
                ),
                environment: .custom(values),
                output: .string(limit: 1 << 20),
                error: .string(limit: 1 << 20)
            )
            let calls = String(decoding: try SystemFileSystem().read(log, limit: 16 << 20), as: UTF8.self)
            var files: Set<String> = []
            for call in calls.split(separator: "\n") {
                // The first string of a call is its path.
                let parts = call.split(separator: "\"", maxSplits: 2, omittingEmptySubsequences: false)
                if parts.count > 1 { files.insert(String(parts[1])) }
            }
            return (files, calls, result.standardOutput + result.standardError)
        }
    }

    @Test(
        .enabled(if: BinaryTests.strace != nil, "strace is not installed"),
        arguments: ["validate", "plan"]
    )
    func theProgramOpensNothingMoreThanItsVersionDoes(command: String) async throws {
        try await Self.withManifest(Self.hostile()) { folder in
            let version = try await Self.trace(["version"])
            let reviewed = try await Self.trace([command, folder + "/hostile.yaml"])
            try #require(version.calls.contains("libc.so"), "the trace sees what is opened")
            #expect(reviewed.files.contains(folder + "/hostile.yaml"))
            let more = reviewed.files.subtracting(version.files).filter {
                !$0.hasPrefix(folder + "/") && $0 != folder
            }
            // On the way up it only looks whether something is there; the working folder stands for itself.
            for path in more {
                #expect(Self.isOnTheWayUp(path, from: folder) || path == Fixture.packageRoot, "\(path)")
                let calls = reviewed.calls.split(separator: "\n").filter { $0.contains("\"\(path)\"") }
                #expect(!calls.contains { $0.contains("open") }, "\(path)")
            }
            #expect(
                !reviewed.files.contains {
                    $0.hasSuffix("passwd") || $0.hasSuffix("outside") || $0.hasSuffix("/link")
                }
            )
            #expect(!reviewed.calls.contains("socket(") && !reviewed.calls.contains("connect("))
            #expect(!reviewed.words.contains("marked~secret"))
        }
    }

    @Test(.enabled(if: BinaryTests.strace != nil, "strace is not installed"))
    func applyRefusesAForeignHostBeforeItReadsASecret() async throws {
        try await Self.withManifest(Self.hostile()) { folder in
            let traced = try await Self.trace(
                ["apply", folder + "/hostile.yaml", "--ledger", folder + "/ledger.sqlite"]
            )
            #expect(traced.words.contains("error[RN0361]"), "\(traced.words)")
            #expect(!traced.calls.contains("AF_INET"))
            #expect(!traced.files.contains { $0.hasSuffix("outside") || $0.hasSuffix("/link") })
        }
    }

    @Test(.enabled(if: BinaryTests.strace != nil, "strace is not installed"))
    func applyRefusesFilesOutsideBeforeItAsksForAToken() async throws {
        let manifest = Self.hostile(scoringHost: "lung.eastus2.inference.ml.azure.com")
        try await Self.withManifest(manifest) { folder in
            let traced = try await Self.trace(
                ["apply", folder + "/hostile.yaml", "--ledger", folder + "/ledger.sqlite"]
            )
            #expect(traced.words.ranges(of: "error[RN0405]").count == 3, "\(traced.words)")
            // The user's name may be asked for at a daemon of this machine; no host is.
            #expect(!traced.calls.contains("AF_INET"))
            #expect(!traced.words.contains("outside~value") && !traced.words.contains("root:"))
            let opened = traced.calls.split(separator: "\n").filter {
                $0.contains("openat(") || $0.contains("open(")
            }
            #expect(!opened.contains { $0.contains(folder + "/../outside") || $0.contains("\"/etc/shadow") })
        }
    }

    @Test(.enabled(if: BinaryTests.strace != nil, "strace is not installed"))
    func theMemoryIsClosedBeforeASecretIsRead() async throws {
        try await TemporaryFolder.with { top in
            let folder = try SystemFileSystem().canonicalPath(top)
            try SystemFileSystem().createFolder(folder + "/secrets")
            try SystemFileSystem().write(Array("marked~secret~value\n".utf8), to: folder + "/secrets/s")
            let text = Self.hostile(scoringHost: "lung.eastus2.inference.ml.azure.com")
                .replacingOccurrences("/etc/passwd", "secrets/s").replacingOccurrences(
                    "secrets/link",
                    "secrets/s"
                )
                .replacingOccurrences("../outside", "secrets/s")
            try SystemFileSystem().write(Array(text.utf8), to: folder + "/m.yaml")
            for command in [["secrets", "check"], ["plan", "--check-secrets"], ["plan"]] {
                let strace = try #require(BinaryTests.strace)
                var values: [Subprocess.Environment.Key: String] = [:]
                for (name, value) in Self.environment { values[.init(stringLiteral: name)] = value }
                let result = try await Subprocess.run(
                    .path(FilePath(strace)),
                    arguments: .init(
                        [
                            "-f", "-qq", "-e", "trace=openat,prctl,prlimit64,setrlimit",
                            BinaryTests.program.string,
                        ]
                            + command + [folder + "/m.yaml"]
                    ),
                    environment: .custom(values),
                    output: .discarded,
                    error: .string(limit: 1 << 20)
                )
                let calls = result.standardError.split(separator: "\n")
                let closed = calls.firstIndex { $0.contains("PR_SET_DUMPABLE") && $0.contains("DISABLE") }
                let limited = calls.firstIndex { $0.contains("RLIMIT_CORE") && $0.contains("rlim_cur=0") }
                let read = calls.firstIndex { $0.contains("secrets/s\"") }
                if command == ["plan"] {
                    #expect(closed == nil && limited == nil && read == nil)
                } else {
                    let first = try #require(read)
                    let (closed, limited) = (try #require(closed), try #require(limited))
                    #expect(closed < first && limited < first)
                }
            }
        }
    }
}
