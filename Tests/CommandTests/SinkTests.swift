import Diagnostics
import Host
import RunnerTestSupport
import Secrets
import Testing

@testable import RunnerCommands

/// Nothing is written in a way that the list of sinks does not know.
@Suite struct SinkTests {
    /// What writes bytes somewhere, as it stands in source text.
    static let primitives = [
        // Streams, files, descriptors.
        "print(", "debugPrint(", "dump(", "fputs(", "fwrite(", "putchar(", "puts(", "fopen(", "FileHandle",
        "descriptor.write(", ".writeAll(", ".write(bytes", ".write(rows", ".create(", ".openLines(",
        "files.write(", "file.write(", "real.write(", "Glibc.write(", "pwrite(", "writev(", "sendfile(",
        "O_WRONLY", "O_RDWR", "rename(",
        // Logs.
        "syslog(", "openlog(", "Logger(", "os_log(",
        // Data bases, programs, hosts.
        "db.execute(", "insert.execute(", "Subprocess.run(", "execvp(", "posix_spawn(", "InputWriter.write(",
        "client.execute(", "outbound.write(", "sendto(", "sendmsg(",
        // The last words of a program.
        "fatalError(", "preconditionFailure(", "precondition(", "assertionFailure(",
    ]

    /// Files in which such words mean something else: a ledger without an entry, the guard itself.
    static let innocent: Set = [
        "RunnerCommands/Loading/LedgerOpening.swift", "RunnerCommands/Sinks/RedactingFileSystem.swift",
    ]

    private static func uses(_ primitive: String, _ line: Substring) -> Bool {
        guard !line.drop(while: { $0 == " " }).hasPrefix("//") else { return false }
        var rest = line[...]
        while let found = rest.firstRange(of: primitive) {
            let before =
                found.lowerBound == rest.startIndex ? " " : rest[rest.index(before: found.lowerBound)]
            // `.print(` and `fingerprint(` are other words.
            let isWord =
                primitive.first == "."
                || !(before.isLetter || before.isNumber || before == "_" || before == ".")
            if isWord { return true }
            rest = rest[found.upperBound...]
        }
        return false
    }

    private static func sources(_ folder: String = "") throws -> [(path: String, lines: [Substring])] {
        let root = Fixture.packageRoot + "/Sources/"
        let files = SystemFileSystem()
        return try files.names(in: root + folder).flatMap { name -> [(path: String, lines: [Substring])] in
            let path = folder + name
            switch files.kind(of: root + path) {
            case .folder: return try sources(path + "/")
            case .file where name.hasSuffix(".swift") && !name.hasSuffix("+Generated.swift"):
                let text = String(decoding: try files.read(root + path, limit: 4 << 20), as: UTF8.self)
                return [(path, text.split(separator: "\n", omittingEmptySubsequences: false))]
            default: return []
            }
        }
    }

    @Test func everyWriterIsRegistered() throws {
        let registered = Sink.allCases.reduce(into: Set<String>()) { $0.formUnion($1.writers) }
        var found: Set<String> = []
        for (path, lines) in try Self.sources() {
            for (number, line) in lines.enumerated() {
                for primitive in Self.primitives
                where !Self.innocent.contains(path) && Self.uses(primitive, line) {
                    found.insert(path)
                    #expect(
                        registered.contains(path),
                        "\(path):\(number + 1) writes by `\(primitive)`: name its sink in Sink.swift"
                    )
                }
            }
        }
        #expect(registered.subtracting(found).isEmpty, "these write nothing any more")
    }

    @Test func aNewWriterIsSeen() {
        #expect(Self.uses("print(", "    print(secret)"))
        #expect(Self.uses("files.write(", "try host.files.write(bytes, to: path)") == false)
        #expect(Self.uses(".writeAll(", "try descriptor.writeAll(bytes)"))
        #expect(!Self.uses("print(", "    // print(secret)"))
        #expect(!Self.uses("print(", "fingerprint(secret)"))
    }

    @Test func noCommandHasTheMachineWithoutTheRedactor() throws {
        // What makes the machine, and what only watches it.
        let makers: Set = ["Host/Host.swift", "Host/Watching/SystemFileWatch.swift"]
        let machine = ["SystemConsole(", "SystemFileSystem(", "SystemCommandRunner(", "Host.system("]
        for (path, lines) in try Self.sources() where !makers.contains(path) {
            for (number, line) in lines.enumerated() {
                for maker in machine {
                    #expect(!Self.uses(maker, line), "\(path):\(number + 1) goes around the redactor")
                }
            }
        }
        // The program's own texts, in which no value of a run can be, and the data of emulated jobs.
        let own: Set = [
            "RunnerCommands/ContextualCommand.swift", "RunnerCommands/RunnerTool.swift",
            "RunnerCommands/Commands/ExplainCommand.swift", "RunnerCommands/Commands/SchemaCommand.swift",
            "RunnerCommands/Commands/CompletionsCommand.swift", "RunnerCommands/Commands/InitCommand.swift",
            "RunnerCommands/Loading/Rehearsal.swift",
        ]
        let users = try Self.sources().filter { $0.lines.contains { $0.contains("bareHost") } }.map(\.path)
        #expect(Set(users) == own)
        // A ledger that is written to knows the redactor.
        for (path, lines) in try Self.sources() where path.hasPrefix("RunnerCommands/") {
            let opens = lines.contains {
                Self.uses("SQLiteLedger.open(", $0) || Self.uses("SQLiteLedger.create(", $0)
            }
            #expect(!opens || path == "RunnerCommands/Loading/LedgerOpening.swift", "\(path)")
        }
    }

    @Test func messagesOfACrashAreLiterals() throws {
        for (path, lines) in try Self.sources() {
            for (number, line) in lines.enumerated()
            where Self.primitives.suffix(4).contains(where: { Self.uses($0, line) }) {
                let shown = line.split(separator: "\\(").dropFirst().map { $0.prefix { $0 != ")" } }
                // The names of schemas and of keys in them.
                #expect(shown.allSatisfy { ["name", "kind.rawValue"].contains($0) }, "\(path):\(number + 1)")
            }
        }
    }

    @Test func theConsoleHidesWhatACommandForgets() {
        let console = RecordingConsole()
        let context = CommandContext(host: .inMemory(console: console))
        context.redactor.register(Secret("marked~secret+value/1"))
        for encoding in SecretEncoding.allCases {
            context.host.console.writeOutput("out " + encoding.text("marked~secret+value/1") + "\n")
            context.host.console.writeError("err " + encoding.text("marked~secret+value/1") + "\n")
        }
        context.host.console.writeOutput("https://h/x?sv=1&sig=abc%2Bd&se=2 Authorization: Bearer abc\n")
        for encoding in SecretEncoding.allCases {
            let needle = encoding.needle("marked~secret+value/1")
            #expect(!Array(console.output.utf8).contains(needle), "\(encoding)")
            #expect(!Array(console.error.utf8).contains(needle), "\(encoding)")
        }
        #expect(console.output.hasSuffix("https://h/x?sv=1&sig=***&se=2 Authorization: ***\n"))
        #expect(console.output.hasPrefix("out ***\n"))
    }

    @Test func aSecretTooShortToBeHiddenIsNamed() async throws {
        try await Workplace.with { workplace in
            var environment = Workplace.environment
            environment["AZURE_CLIENT_SECRET"] = "abcde"
            let outcome = await workplace.run(
                ["plan", workplace.manifest, "--check-secrets"],
                environment: environment
            )
            #expect(outcome.status == .success)
            #expect(outcome.error.contains("warning[RN0409]: a secret of `credentials.scoring` is too short"))
            #expect(outcome.error.contains("a secret of 5 bytes"))
        }
    }
}
