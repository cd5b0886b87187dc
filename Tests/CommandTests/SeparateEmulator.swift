import Host
import RunnerTestSupport
import Subprocess
import SystemPackage

/// A workplace whose endpoint is an emulator in a process of its own, so that it lives on when a run is killed.
struct SeparateEmulator: Sendable {
    let workplace: Workplace
    /// Such as `http://127.0.0.1:41217`.
    let address: String

    private var log: String { workplace.folder + "/emulator.log" }

    /// Starts the emulator, whose jobs are queued for so long, lends it and ends it.
    static func with(
        queued: String = "PT0.2S",
        _ body: @escaping @Sendable (SeparateEmulator) async throws -> Void
    ) async throws {
        try await Workplace.with { workplace in
            let document = try SystemFileSystem().read(workplace.emulator, limit: 1 << 20)
            try workplace.write(
                "emulator.yaml",
                String(decoding: document, as: UTF8.self)
                    .replacingOccurrences("queued: PT0.2S", "queued: \(queued)") + """
                        environment:
                          IDENTITY_ENDPOINT: http://169.254.130.4:8081/msi/token
                          IDENTITY_HEADER: \(Self.identityHeader)

                        """
            )
            let line = #"exec "$0" emulator --config "$1" 2>"$2""#
            _ = try await Subprocess.run(
                .name("sh"),
                arguments: [
                    "-c", line, BinaryTests.program.string, workplace.emulator,
                    workplace.folder + "/emulator.log",
                ],
                environment: Self.environment(Workplace.environment),
                input: .none,
                output: .sequence,
                error: .discarded
            ) { execution in
                var address = ""
                for try await line in execution.standardOutput.strings() where address.isEmpty {
                    address = String(line.prefix { $0 != "\n" })
                    let emulator = SeparateEmulator(workplace: workplace, address: address)
                    do {
                        try emulator.writeManifest()
                        try await body(emulator)
                    } catch {
                        try execution.send(signal: .kill)
                        throw error
                    }
                    try execution.send(signal: .interrupt)
                }
            }
        }
    }

    private static let identityHeader = "marked-identity-header"

    private func writeManifest() throws {
        let text = try Fixture.text("manifests/managed-identity.yaml")
            .replacingOccurrences("https://heart.", "\(address)/_hosts/heart.")
        try workplace.write("managed-identity.yaml", text)
    }

    static func environment(_ values: [String: String]) -> Subprocess.Environment {
        var environment: [Subprocess.Environment.Key: String] = [:]
        for (name, value) in values { environment[Subprocess.Environment.Key(stringLiteral: name)] = value }
        return .custom(environment)
    }

    /// How a run ended.
    struct Outcome: Sendable {
        let status: TerminationStatus
        let output: String
        let error: String
    }

    /// What the manifest's identity is found by.
    var environment: [String: String] {
        [
            "PATH": Workplace.environment["PATH"] ?? "",
            "IDENTITY_ENDPOINT": address + "/_hosts/169.254.130.4/msi/token",
            "IDENTITY_HEADER": Self.identityHeader,
        ]
    }

    /// The manifest that is written for it.
    var manifest: String { workplace.folder + "/managed-identity.yaml" }

    /// Runs a command in this process, on the workplace's ledger.
    func run(_ arguments: [String], allowsHost: Bool = true) async -> Workplace.Outcome {
        let host = allowsHost ? ["--allow-host", String(address.dropFirst("http://".utf8.count))] : []
        return await workplace.run(
            arguments + ["--ledger", workplace.ledger] + host,
            environment: environment
        )
    }

    /// Runs `apply` as a process, with a line of shell in front of it.
    func apply(
        manifest: String? = nil,
        failpoint: String? = nil,
        shell: String = ""
    ) async throws -> Outcome {
        var values = environment
        values["RUNNER_FAILPOINT"] = failpoint
        let host = String(address.dropFirst("http://".utf8.count))
        let result = try await Subprocess.run(
            .name("sh"),
            arguments: [
                "-c", #"\#(shell) exec "$0" apply "$1" --ledger "$2" --allow-host "$3""#,
                BinaryTests.program.string, manifest ?? self.manifest, workplace.ledger, host,
            ],
            environment: Self.environment(values),
            input: .none,
            output: .string(limit: 1 << 20),
            error: .string(limit: 1 << 20)
        )
        return Outcome(
            status: result.terminationStatus,
            output: result.standardOutput,
            error: result.standardError
        )
    }

    /// How many jobs the endpoint has taken.
    func jobsCreated() throws -> Int {
        let text = String(decoding: try SystemFileSystem().read(log, limit: 1 << 24), as: UTF8.self)
        return text.split(separator: "\n").count { $0.hasPrefix("201  POST") && $0.hasSuffix("/jobs") }
    }
}
