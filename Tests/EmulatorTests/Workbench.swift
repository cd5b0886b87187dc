import Diagnostics
import Emulator
import HTTPExchange
import HTTPTypes
import Host
import JSONValues
import Manifests
import RunnerTestSupport
import Testing
import Transport

/// A running emulator with a client, in a folder of its own.
struct Workbench {
    static let tenant = "11111111-1111-4111-8111-111111111111"
    static let client = "22222222-2222-4222-8222-222222222222"
    static let secret = "s3cret/+&=~ value"
    static let heart = "heart.eastus2.inference.ml.azure.com"
    static let bare = "bare.eastus2.inference.ml.azure.com"

    let folder: String
    let running: RunningEmulator
    let transport: AsyncHTTPTransport

    /// A scoring script that returns one row a file.
    static let namesScript = """
        import os
        def init(): pass
        def run(mini_batch): return [os.path.basename(path) for path in mini_batch]
        """

    /// Lends an emulator with one deployment: its script, further keys of it one a line, and the files in its folder.
    static func with<Result: Sendable>(
        script: String = namesScript,
        deployment: String = "",
        files: [String: String] = ["data/a.csv": "1", "data/b.csv": "2", "data/c.csv": "3"],
        time: any Timekeeper = SystemTimekeeper(),
        observe: @escaping @Sendable (EmulatorEvent) -> Void = { _ in },
        _ body: @Sendable (Workbench) async throws -> Result
    ) async throws -> Result {
        try await TemporaryFolder.with { folder in
            var files = files
            files["code/score.py"] = script
            try write(files, into: folder)
            let document = document(deployment: deployment)
            return try await with(document, folder: folder, time: time, observe: observe, body)
        }
    }

    /// Lends an emulator of a document that stands in a folder.
    static func with<Result: Sendable>(
        _ document: String,
        folder: String,
        time: any Timekeeper = SystemTimekeeper(),
        environment: [String: String] = [:],
        observe: @escaping @Sendable (EmulatorEvent) -> Void = { _ in },
        _ body: @Sendable (Workbench) async throws -> Result
    ) async throws -> Result {
        let host = host(time: time, environment: environment)
        return try await EmulatorServer.withRunning(
            try configuration(document),
            folder: folder,
            host: host,
            observe: observe
        ) { running in
            let routes = HostRoutes.sealed(hosts: running.address.hosts, port: running.address.port)
            return try await AsyncHTTPTransport.withTransport(routes: routes) { transport in
                try await body(Workbench(folder: folder, running: running, transport: transport))
            }
        }
    }

    static func host(time: any Timekeeper, environment: [String: String] = [:]) -> Host {
        Host(
            files: SystemFileSystem(),
            console: RecordingConsole(),
            environment: ProcessEnvironment(ProcessEnvironment.current.values.merging(environment) { $1 }),
            time: time,
            random: SeededRandom.shared(seed: 7),
            process: .current
        )
    }

    static func configuration(_ text: String) throws -> EmulatorConfiguration {
        var problems: [Diagnostic] = []
        let source = SourceText(name: "emulator.yaml", text: text)
        let document = try #require(YAMLParser().documents(in: source, into: &problems).first)
        let checked = try #require(DocumentChecker().check(document, into: &problems), "\(problems)")
        return try #require(EmulatorReader().configuration(from: checked, into: &problems), "\(problems)")
    }

    static func write(_ files: [String: String], into folder: String) throws {
        let system = SystemFileSystem()
        try system.createFolder(folder + "/data")
        for (name, text) in files {
            let parent = (folder + "/" + name).split(separator: "/").dropLast().joined(separator: "/")
            try system.createFolder("/" + parent)
            try system.write(Array(text.utf8), to: folder + "/" + name)
        }
    }

    static func document(deployment: String) -> String {
        let further = deployment.split(separator: "\n").map { "        \($0)\n" }.joined()
        return """
            apiVersion: runner/v1
            kind: Emulator
            metadata: { name: test }
            entra:
              tenants:
                \(tenant):
                  applications: { \(client): { clientSecret: "\(secret)" } }
            endpoints:
              heart:
                host: \(heart)
                workspace: { subscriptionId: 55555555-5555-4555-8555-555555555555, resourceGroup: ml, name: cardiology }
                defaultDeployment: main
                deployments:
                  main:
                    code: code
                    scoringScript: score.py
            \(further.isEmpty ? "" : further.replacingIndent())
              bare:
                host: \(bare)
                deployments: { main: { code: code, scoringScript: score.py } }
            storage:
              - { prefix: https://example.blob.core.windows.net/data, folder: data }
              - { prefix: azureml://datastores/workspaceblobstore/paths, folder: out, writable: true }
            """
    }
}

extension String {
    fileprivate func replacingIndent() -> String { split(separator: "\n").joined(separator: "\n") }
}
