import Diagnostics
import Host
import Ledgers
import RunnerTestSupport
import Subprocess
import SystemPackage
import Testing

/// The program itself, as a process.
@Suite struct BinaryTests {
    /// The program beside the tests' own.
    static let program: FilePath = {
        let tests = (try? SystemFileSystem().canonicalPath("/proc/self/exe")) ?? CommandLine.arguments[0]
        return FilePath(tests).removingLastComponent().appending("runner")
    }()

    static let strace = ["/usr/bin/strace", "/bin/strace"].first { SystemFileSystem().kind(of: $0) == .file }

    private func environment(_ values: [String: String]) -> Subprocess.Environment {
        var environment: [Subprocess.Environment.Key: String] = [:]
        for (name, value) in values { environment[Subprocess.Environment.Key(stringLiteral: name)] = value }
        return .custom(environment)
    }

    @Test func saysItsVersion() async throws {
        let result = try await Subprocess.run(
            .path(Self.program),
            arguments: ["version"],
            environment: environment([:]),
            output: .string(limit: 4096),
            error: .string(limit: 4096)
        )
        #expect(result.terminationStatus == .exited(0))
        #expect(result.standardOutput == "runner 0.1.0\n")
        #expect(result.standardError == "")
    }

    @Test(.enabled(if: strace != nil, "strace is not installed"), arguments: [["version"], ["validate"]])
    func startsWithoutDatabaseCertificatesAndEventLoop(command: [String]) async throws {
        let strace = try #require(Self.strace)
        let subject = command == ["validate"] ? [Fixture.packageRoot + "/manifests/heart-disease.yaml"] : []
        let traced = [
            "-f", "-e", "trace=openat,open,epoll_create1,epoll_create,io_uring_setup,socket", "-qq",
        ]
        let result = try await Subprocess.run(
            .path(FilePath(strace)),
            arguments: .init(traced + [Self.program.string] + command + subject),
            environment: environment([:]),
            output: .string(limit: 1 << 16),
            error: .string(limit: 1 << 20)
        )
        let calls = result.standardError.split(separator: "\n")
        try #require(!calls.contains { $0.contains("ptrace") && $0.contains("Operation not permitted") })
        #expect(result.terminationStatus == .exited(0), "\(result.standardError)")
        #expect(calls.contains { $0.contains("libc.so") }, "the trace sees what is opened")
        for call in calls {
            #expect(
                !call.contains("epoll_create") && !call.contains("io_uring") && !call.contains("socket("),
                "\(call)"
            )
            for word in [
                "/etc/ssl", "ca-certificates", ".pem", ".crt", ".sqlite", "/etc/passwd", "/etc/resolv",
            ] {
                #expect(!call.contains(word), "\(call)")
            }
        }
    }

    @Test func anInterruptIsRecordedAndSaysHowToGoOn() async throws {
        try await Workplace.with { workplace in
            try workplace.slowJobs()
            let result = try await Subprocess.run(
                .path(Self.program),
                arguments: [
                    "apply", workplace.manifest, "--emulator", workplace.emulator, "--ledger",
                    workplace.ledger,
                ],
                environment: environment(Workplace.environment),
                input: .none,
                output: .string(limit: 1 << 16),
                error: .sequence
            ) { execution in
                var words = ""
                for try await line in execution.standardError.strings() {
                    words += line
                    if line.contains("queued") { try execution.send(signal: .interrupt) }
                }
                return words
            }
            #expect(result.terminationStatus == .exited(130), "\(result.closureResult)")
            #expect(result.closureResult.contains("stopping: nothing new is sent"))
            #expect(result.closureResult.contains("error[RN0547]: job `heart-disease/score` is not finished"))
            #expect(result.closureResult.contains("takes up what is unfinished, and so does apply"))
            let verified = await workplace.run(["ledger", "verify", "--ledger", workplace.ledger])
            #expect(verified.status == .success)
            let listed = await workplace.run(["ledger", "list", "--ledger", workplace.ledger])
            #expect(listed.output.contains("queued"))
            let runs = try await SQLiteLedgerReader(at: workplace.ledger).runs(matching: RunQuery())
            #expect(runs.map(\.exitStatus) == [130])
        }
    }

    @Test func theEmulatorAloneAnswersUntilItIsInterrupted() async throws {
        try await Workplace.with { workplace in
            let result = try await Subprocess.run(
                .path(Self.program),
                arguments: ["emulator", "--config", .init(stringLiteral: workplace.emulator)],
                environment: environment(Workplace.environment),
                input: .none,
                output: .sequence,
                error: .discarded
            ) { execution in
                for try await line in execution.standardOutput.strings() {
                    let address = line.split(separator: "\n").first.map(String.init) ?? ""
                    let asked = try await Subprocess.run(
                        .name("python3"),
                        arguments: ["-c", Self.question, address],
                        output: .string(limit: 1 << 16),
                        error: .string(limit: 1 << 16)
                    )
                    try execution.send(signal: .interrupt)
                    return asked.standardOutput + asked.standardError
                }
                return ""
            }
            #expect(
                result.closureResult.contains("token for https://ml.azure.com"),
                "\(result.closureResult)"
            )
            #expect(result.terminationStatus == .exited(130))
        }
    }

    /// Asks for a token under Entra's own host name, as a client of another make.
    private static let question = """
        import base64, json, sys, urllib.parse, urllib.request
        form = urllib.parse.urlencode({
            "grant_type": "client_credentials",
            "client_id": "22222222-2222-4222-8222-222222222222",
            "client_secret": "marked~Secret+value/with=signs&1",
            "scope": "https://ml.azure.com/.default",
        }).encode()
        request = urllib.request.Request(
            sys.argv[1] + "/11111111-1111-4111-8111-111111111111/oauth2/v2.0/token",
            data=form,
            headers={"Host": "login.microsoftonline.com"},
        )
        token = json.load(urllib.request.urlopen(request, timeout=60))["access_token"]
        part = token.split(".")[1]
        print("token for", json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))["aud"])
        """
}

extension Workplace {
    /// Makes jobs wait for their compute for an hour.
    func slowJobs() throws {
        let text = String(decoding: try SystemFileSystem().read(emulator, limit: 1 << 20), as: UTF8.self)
        try write("emulator.yaml", text.replacingOccurrences("queued: PT0.2S", "queued: PT1H"))
    }
}
