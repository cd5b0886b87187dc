import Host
import RunnerTestSupport
import Subprocess
import SystemPackage

/// A workplace whose endpoint is a process of its own, where jobs run until they are cancelled: the program runs beside
/// it, and is interrupted.
struct InterruptServer: Sendable {
    /// What becomes of a request to cancel.
    enum Mode: String, CaseIterable, Sendable {
        case take
        case refuse
        case lose
        case hang
        case late
        case ended
    }

    let workplace: Workplace
    let port: Int

    private var journal: String { workplace.folder + "/journal" }
    private var manifest: String { workplace.folder + "/jobs.yaml" }

    /// Starts a server, lends it and ends it.
    static func with(_ mode: Mode, _ body: @escaping @Sendable (InterruptServer) async throws -> Void)
        async throws
    {
        try await Workplace.with { workplace in
            let script = Fixture.packageRoot + "/Tests/CommandTests/Fixtures/interrupt/server.py"
            _ = try await Subprocess.run(
                .name("python3"),
                arguments: .init([script, workplace.folder + "/journal", mode.rawValue]),
                input: .none,
                output: .sequence,
                error: .discarded
            ) { execution in
                for try await line in execution.standardOutput.strings() {
                    guard let port = Int(line.filter(\.isNumber)) else { continue }
                    let server = InterruptServer(workplace: workplace, port: port)
                    do {
                        try server.writeManifest()
                        try await body(server)
                    } catch {
                        try execution.send(signal: .kill)
                        throw error
                    }
                    try execution.send(signal: .kill)
                }
            }
        }
    }

    private func writeManifest() throws {
        var text = """
            apiVersion: runner/v1
            kind: JobManifest
            metadata: { name: m }
            credentials:
              scoring: { type: azure-managed-identity }
            endpoints:
              named:
                type: azureml-batch
                workspace: { subscriptionId: 55555555-5555-4555-8555-555555555555, resourceGroup: ml, name: cardiology }
                name: heart
                credential: scoring
              address:
                type: azureml-batch
                scoringUri: "http://127.0.0.1:\(port)/jobs"
                deployment: one
                credential: scoring
            jobs:

            """
        for (name, endpoint) in [("one", "named"), ("two", "named"), ("three", "address")] {
            text += """
                  \(name):
                    endpoint: \(endpoint)
                    inputs: { x: { type: uri_folder, uri: "https://a.blob.core.windows.net/\(name)" } }

                """
        }
        try workplace.write("jobs.yaml", text)
    }

    /// The environment that the program runs in.
    var environment: [String: String] {
        [
            "PATH": Workplace.environment["PATH"] ?? "",
            "ARM_CLOUD_METADATA_URL": "http://127.0.0.1:\(port)/metadata",
            "IDENTITY_ENDPOINT": "http://127.0.0.1:\(port)/msi/token",
            "IDENTITY_HEADER": "marked-identity-header",
        ]
    }

    /// Applies as a process of its own, and sends it signals.
    ///
    /// - Parameters:
    ///   - arguments: Further arguments.
    ///   - command: The command and what it is about; `apply` of two jobs that can be cancelled unless given.
    ///   - variables: Further variables.
    ///   - signals: What is sent when a word is seen for the n-th time on standard error.
    /// - Returns: How it ended.
    /// - Throws: When the program does not start.
    func run(
        _ arguments: [String],
        command: [String]? = nil,
        variables: [String: String] = [:],
        signals: [(word: String, time: Int, signal: Signal)]
    ) async throws -> SeparateEmulator.Outcome {
        let command = command ?? ["apply", manifest, "--select", "m/one", "--select", "m/two"]
        let allowed = ["--ledger", workplace.ledger, "--allow-host", "127.0.0.1:\(port)"]
        let result = try await Subprocess.run(
            .path(BinaryTests.program),
            arguments: .init(command + arguments + allowed),
            environment: SeparateEmulator.environment(environment.merging(variables) { $1 }),
            input: .none,
            output: .string(limit: 1 << 20),
            error: .sequence
        ) { execution in
            var words = ""
            var left = signals
            for try await line in execution.standardError.strings() {
                words += line + "\n"
                while let next = left.first, words.split(separator: next.word).count > next.time {
                    left.removeFirst()
                    try execution.send(signal: next.signal)
                }
            }
            return words
        }
        return SeparateEmulator.Outcome(
            status: result.terminationStatus,
            output: result.standardOutput,
            error: result.closureResult
        )
    }

    /// Applies every job, also that of the endpoint that is named by its address.
    var applyingAll: [String] { ["apply", manifest] }

    /// Runs a command in this process.
    func run(_ arguments: [String]) async -> Workplace.Outcome {
        await workplace.run(arguments + ["--ledger", workplace.ledger], environment: environment)
    }

    /// How many requests to cancel arrived.
    func cancels() throws -> Int { try requests { $0.hasSuffix("/cancel") } }

    /// How many jobs were created.
    func jobsCreated() throws -> Int { try requests { $0 == "POST /jobs" } }

    private func requests(_ isCounted: (Substring) -> Bool) throws -> Int {
        let text = String(decoding: try SystemFileSystem().read(journal, limit: 1 << 20), as: UTF8.self)
        return text.split(separator: "\n").count(where: isCounted)
    }
}
