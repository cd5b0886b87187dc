import JSONValues
import Subprocess
import SystemPackage
import Testing

/// What the program did with something hostile, and what that cost.
struct LimitedRun: Sendable {
    /// How it ended; negative after a signal.
    let status: Int
    let output: String
    let error: String
    /// The most memory that it had at a time, in MiB.
    let peakInMebibytes: Int
    /// What it took of all processors.
    let processorTime: Duration
    /// How many connections were made to the port that was listened on; `nil` when it could not be.
    let connections: Int?

    /// Runs the program with 60 seconds of processor time and 4 GiB of addresses at most.
    ///
    /// - Parameters:
    ///   - arguments: The program's arguments; `{port}` stands for the port.
    ///   - folder: Where it runs.
    ///   - port: What is listened on meanwhile; any free port for 0.
    ///   - filled: Names of files in which `{port}` is replaced before.
    ///   - environment: The program's variables.
    /// - Throws: When it cannot be run.
    init(
        _ arguments: [String],
        in folder: String,
        port: Int = 0,
        filling filled: [String] = [],
        environment: [String: String] = [:]
    ) async throws {
        let variables = JSONValue.object(environment.map { .init($0.key, .string($0.value)) })
        let script = [
            "-c", Self.script, folder, "\(port)", filled.joined(separator: "/"), JSONWriter.text(variables),
        ]
        let result = try await Subprocess.run(
            .name("python3"),
            arguments: .init(script + [BinaryTests.program.string] + arguments),
            output: .string(limit: 64 << 20),
            error: .string(limit: 1 << 16)
        )
        let text = result.standardOutput
        let value = try #require(try? JSONReader().read(Array(text.utf8)), "\(result.standardError)")
        status = try #require(value["status"]?.integer)
        output = try #require(value["output"]?.string)
        error = try #require(value["error"]?.string)
        peakInMebibytes = try #require(value["peak"]?.integer) / 1024
        processorTime = .milliseconds(try #require(value["milliseconds"]?.integer))
        connections = value["connections"]?.integer
    }

    /// A shell could limit as well but tells no memory; and its listener would be another process to wait for.
    private static let script = """
        import json, resource, socket, subprocess, sys
        folder, port, filled, variables, *command = sys.argv[1:]
        try:
            listener = socket.create_server(("127.0.0.1", int(port)), backlog=100)
            listener.setblocking(False)
            port = str(listener.getsockname()[1])
        except OSError:
            listener = None
        for name in filter(None, filled.split("/")):
            with open(folder + "/" + name, encoding="utf-8", newline="") as file: text = file.read()
            with open(folder + "/" + name, "w", encoding="utf-8", newline="") as file:
                file.write(text.replace("{port}", port))
        def limit():
            resource.setrlimit(resource.RLIMIT_CPU, (60, 60))
            resource.setrlimit(resource.RLIMIT_AS, (4 << 30, 4 << 30))
            resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        done = subprocess.run(
            [word.replace("{port}", port) for word in command],
            cwd=folder, env=json.loads(variables), stdin=subprocess.DEVNULL, capture_output=True, preexec_fn=limit,
        )
        connections = None if listener is None else 0
        while listener is not None:
            try:
                listener.accept()
                connections += 1
            except BlockingIOError:
                break
        usage = resource.getrusage(resource.RUSAGE_CHILDREN)
        print(json.dumps({
            "status": done.returncode, "peak": usage.ru_maxrss, "connections": connections,
            "milliseconds": int(1000 * (usage.ru_utime + usage.ru_stime)),
            "output": done.stdout.decode("utf-8"), "error": done.stderr.decode("utf-8"),
        }))
        """

    /// Characters that a terminal or a reader could be fooled with; line ends are none.
    var unsafeScalars: [String] {
        (output + error).unicodeScalars.filter { scalar in
            switch scalar.value {
            case 0x0A: false
            case 0...0x1F, 0x7F...0x9F: true
            case 0x061C, 0x200B...0x200F, 0x2028...0x202E, 0x2060...0x206F, 0xFEFF: true
            default: false
            }
        }.map { String($0.value, radix: 16) }
    }
}
