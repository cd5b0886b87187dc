import Diagnostics
import Host
import RunnerTestSupport
import SystemPackage

@testable import RunnerCommands

/// A folder with the heart-disease manifest and its emulator, where a test runs commands as a user would.
struct Workplace: Sendable {
    /// The folder.
    let folder: String
    /// The files that commands see.
    var files: any FileSystem = SystemFileSystem()
    /// The secret that the emulator takes.
    static let secret = "marked~Secret+value/with=signs&1"

    /// The manifest's file.
    var manifest: String { folder + "/heart-disease.yaml" }
    /// The emulator's document.
    var emulator: String { folder + "/emulator.yaml" }
    /// The ledger's file.
    var ledger: String { folder + "/ledger.sqlite" }
    /// Where jobs write.
    var store: String { folder + "/store" }

    /// What a command left behind.
    struct Outcome: Sendable {
        let status: Diagnostics.ExitStatus
        let output: String
        let error: String
    }

    /// Lends a workplace.
    static func with(_ body: (Workplace) async throws -> Void) async throws {
        try await TemporaryFolder.with { folder in
            let workplace = Workplace(folder: folder)
            try workplace.write("heart-disease.yaml", try Fixture.text("manifests/heart-disease.yaml"))
            let document = try example("manifests/emulator.yaml")
                .replacingOccurrences("{ env: AZURE_CLIENT_SECRET }", "\"\(secret)\"")
            try workplace.write("emulator.yaml", document)
            try await body(workplace)
        }
    }

    /// An emulator's document of the package that finds its files from any folder, and writes into this one.
    static func example(_ path: String) throws -> String {
        try Fixture.text(path)
            .replacing(
                "heart-disease/",
                with: Fixture.packageRoot + "/manifests/heart-disease/",
                in: ["code: ", "model: ", "folder: "]
            )
            .replacing("pipeline/", with: Fixture.packageRoot + "/manifests/pipeline/", in: ["code: "])
            .replacingOccurrences("../.runner/emulator/workspaceblobstore", "store")
    }

    /// Writes a file of the folder.
    func write(_ name: String, _ text: String) throws {
        try SystemFileSystem().write(Array(text.utf8), to: folder + "/" + name)
    }

    /// Changes the manifest.
    func edit(_ old: String, _ new: String) throws {
        let text = String(decoding: try SystemFileSystem().read(manifest, limit: 1 << 20), as: UTF8.self)
        let changed = text.replacingOccurrences(old, new)
        precondition(changed != text, "the manifest has no `\(old)`")
        try write("heart-disease.yaml", changed)
    }

    /// The environment that the manifest asks for.
    static let environment = [
        "AZURE_TENANT_ID": "11111111-1111-4111-8111-111111111111",
        "AZURE_CLIENT_ID": "22222222-2222-4222-8222-222222222222",
        "AZURE_CLIENT_SECRET": secret,
        "PATH": ProcessEnvironment.current["PATH"] ?? "/usr/bin:/bin",
    ]

    /// Runs a command in this process.
    func run(
        _ arguments: [String],
        environment: [String: String] = environment,
        commands: any CommandRunner = NoCommands()
    ) async -> Outcome {
        let console = RecordingConsole()
        let real = Host.system()
        let host = Host(
            files: files,
            console: console,
            environment: ProcessEnvironment(environment),
            time: real.time,
            random: real.random,
            commands: commands,
            process: real.process
        )
        let status = await RunnerTool.run(arguments, host: host)
        return Outcome(status: status, output: console.output, error: console.error)
    }

    /// Applies the manifest on the emulator.
    func apply(
        _ extra: [String] = [],
        environment: [String: String] = environment
    ) async -> Outcome {
        await run(
            ["apply", manifest, "--emulator", emulator, "--ledger", ledger] + extra,
            environment: environment
        )
    }
}

extension String {
    /// The text with every occurrence of another text replaced.
    func replacingOccurrences(_ old: String, _ new: String) -> String {
        split(separator: old, omittingEmptySubsequences: false).joined(separator: new)
    }

    /// The text with `old` replaced where it follows one of some prefixes.
    fileprivate func replacing(_ old: String, with new: String, in prefixes: [String]) -> String {
        prefixes.reduce(self) { $0.replacingOccurrences($1 + old, $1 + new) }
    }
}
