import Diagnostics
import Host
import JSONValues
import RunnerTestSupport
import Subprocess
import SystemPackage
import Testing

@testable import RunnerCommands

/// `plan --as curl`, run by bash and curl against a server that writes down what it is asked, beside `apply` itself.
@Suite(.enabled(if: ThrowAwayAuthority.canBeMade, "needs openssl to make certificates"))
struct EquivalentRequestTests {
    /// The hosts that the server plays.
    private static let hosts = PlayedCloud.hosts + ["management.azure.com"]

    /// A cloud that writes down what it is asked.
    private struct Recorder: Sendable {
        let proxyPort: Int
        let authorities: String
        let record: String

        /// What was asked since the last time: requests that look endpoints up, get tokens and create jobs.
        func taken() throws -> [JSONValue] {
            let text = String(decoding: try SystemFileSystem().read(record, limit: 1 << 20), as: UTF8.self)
            try SystemFileSystem().write([], to: record)
            return try text.split(separator: "\n").map { line in
                let value = try JSONReader().read(Array(line.utf8))
                let fields = (value["fields"]?.array ?? []).map { field -> JSONValue in
                    let name = field.array?.first?.string?.lowercased() ?? ""
                    // An id for each request, and nothing else that may differ.
                    return name == "client-request-id"
                        ? [.string(name)] : [.string(name), field.array?.last ?? .null]
                }
                return [
                    "method": value["method"] ?? .null, "path": value["path"] ?? .null,
                    "fields": .array(
                        fields.sorted {
                            JSONWriter.text($0).utf8.lexicographicallyPrecedes(JSONWriter.text($1).utf8)
                        }
                    ), "body": value["body"] ?? .null,
                ]
            }.filter { $0["path"]?.string?.hasPrefix("/jobs/") == false }
        }
    }

    private static func recording(
        in workplace: Workplace,
        _ body: @escaping @Sendable (Recorder) async throws -> Void
    ) async throws {
        let authority = try await ThrowAwayAuthority.make(hosts: hosts)
        try SystemFileSystem().write(authority.pem, to: workplace.folder + "/ca.pem")
        let record = workplace.folder + "/record"
        try SystemFileSystem().write([], to: record)
        let script = Fixture.packageRoot + "/Tests/CommandTests/Fixtures/equivalents/server.py"
        _ = try await Subprocess.run(
            .name("python3"),
            arguments: [.init(stringLiteral: script), .init(stringLiteral: record)],
            input: .none,
            output: .sequence,
            error: .discarded
        ) { execution in
            for try await line in execution.standardOutput.strings() {
                guard let port = Int(line.prefix { $0.isNumber }) else { continue }
                do {
                    try await TunnelServer.withRunning(to: port, tls: authority.serverContext) { proxy in
                        try await body(
                            Recorder(
                                proxyPort: proxy.port,
                                authorities: workplace.folder + "/ca.pem",
                                record: record
                            )
                        )
                    }
                } catch {
                    try execution.send(signal: .kill)
                    throw error
                }
                try execution.send(signal: .kill)
            }
        }
    }

    /// One manifest by its scoring URI, one by its workspace with and without a deployment.
    static let endpoints = [
        "scoringUri: https://heart.eastus2.inference.ml.azure.com/jobs",
        """
        workspace: { subscriptionId: 55555555-5555-4555-8555-555555555555, resourceGroup: ml, name: cardiology }
            name: heart
        """,
    ]

    @Test(arguments: endpoints, ["", "    deployment: classifier-v3\n"])
    func curlSendsWhatApplySends(endpoint: String, deployment: String) async throws {
        let named = """
                workspace:
                  subscriptionId: 55555555-5555-4555-8555-555555555555
                  resourceGroup: ml
                  name: cardiology
                name: heart
            """
        let manifest = EquivalentTests.manifest.replacingOccurrences(named, "    " + endpoint)
            .replacingOccurrences("    deployment: classifier-v2\n", deployment)
        try await Workplace.with { workplace in
            try workplace.write("nightly.yaml", manifest)
            let path = workplace.folder + "/nightly.yaml"
            try await Self.recording(in: workplace) { recorder in
                let environment = Workplace.environment.merging(
                    ["HTTPS_PROXY": "http://127.0.0.1:\(recorder.proxyPort)"]
                ) { $1 }
                let began = await workplace.run([
                    "ledger", "init", "--ledger", workplace.ledger, "--id", "lab",
                ])
                #expect(began.status == .success, "\(began.error)")
                let script = await workplace.run(
                    ["plan", path, "--ledger", workplace.ledger, "--as", "curl"],
                    environment: [:]
                )
                #expect(script.status == .success, "\(script.error)")
                #expect(!script.output.contains(Workplace.secret))
                try workplace.write("nightly.sh", script.output)
                let applied = await workplace.run(
                    [
                        "apply", path, "--ledger", workplace.ledger, "--ca-file", recorder.authorities,
                        "--parallelism", "1",
                    ],
                    environment: environment
                )
                #expect(applied.status == .success, "\(applied.error)")
                let own = try recorder.taken()
                var values: [Subprocess.Environment.Key: String] = ["CURL_CA_BUNDLE": recorder.authorities]
                for (name, value) in environment { values[.init(stringLiteral: name)] = value }
                let result = try await Subprocess.run(
                    .name("bash"),
                    arguments: ["nightly.sh"],
                    environment: .custom(values),
                    workingDirectory: FilePath(workplace.folder),
                    output: .string(limit: 1 << 20),
                    error: .string(limit: 1 << 20)
                )
                #expect(result.terminationStatus == .exited(0), "\(result.standardError)")
                let others = try recorder.taken()
                // apply gets every token before it looks anything up; the order among these is its own.
                #expect(own.filter { $0["path"] == "/jobs" }.count == 2)
                #expect(Self.sorted(others) == Self.sorted(own))
                #expect(SystemFileSystem().kind(of: workplace.folder + "/mark") == nil)
            }
        }
    }

    /// Where `scripts/benchmark-submission` installs azure-ai-ml.
    private static let python = Fixture.packageRoot + "/.build/benchmark-submission/venv/bin/python"
    private static let isInstalled = SystemFileSystem().kind(of: python) != nil

    @Test(.enabled(if: isInstalled, "azure-ai-ml is not installed: scripts/benchmark-submission does"))
    func theClientSendsTheSameBody() async throws {
        try await Workplace.with { workplace in
            try workplace.write("nightly.yaml", EquivalentTests.manifest)
            let planned = await workplace.run(
                ["plan", workplace.folder + "/nightly.yaml", "--as", "python"],
                environment: [:]
            )
            try workplace.write("nightly.py", planned.output)
            let script = await workplace.run(
                ["plan", workplace.folder + "/nightly.yaml", "--as", "curl"],
                environment: [:]
            )
            try workplace.write("nightly.sh", script.output)
            try await Self.recording(in: workplace) { recorder in
                var values: [Subprocess.Environment.Key: String] = [
                    "CURL_CA_BUNDLE": recorder.authorities, "REQUESTS_CA_BUNDLE": recorder.authorities,
                    "HTTPS_PROXY": "http://127.0.0.1:\(recorder.proxyPort)", "HOME": workplace.folder,
                ]
                for (name, value) in Workplace.environment { values[.init(stringLiteral: name)] = value }
                var bodies: [[JSONValue]] = []
                for command in [["bash", "nightly.sh"], [Self.python, "nightly.py"]] {
                    let result = try await Subprocess.run(
                        .name("env"),
                        arguments: .init(command),
                        environment: .custom(values),
                        workingDirectory: FilePath(workplace.folder),
                        output: .string(limit: 1 << 20),
                        error: .string(limit: 1 << 20)
                    )
                    #expect(result.terminationStatus == .exited(0), "\(result.standardError)")
                    let jobs = try recorder.taken().filter { $0["path"] == "/jobs" }
                    bodies.append(
                        try jobs.map { job in
                            let text = job["body"]?.string ?? ""
                            // The client's own word beside the instance count, as the script says.
                            let said = text.replacingOccurrences("\"isLocal\": true, ", "")
                            let value = try JSONReader().read(Array(said.utf8))
                            let deployment = job["fields"]?.array?.first {
                                $0.array?.first == "azureml-model-deployment"
                            }
                            return [.string(JSONWriter.text(value, .canonical)), deployment ?? .null]
                        }
                    )
                }
                #expect(bodies[0].count == 2)
                // The endpoint's default is the service's to choose for the client.
                #expect(bodies[0].first == bodies[1].first)
                #expect(bodies[0].last?.array?.first == bodies[1].last?.array?.first)
            }
        }
    }

    private static func sorted(_ requests: [JSONValue]) -> [String] {
        requests.map { JSONWriter.text($0) }.sorted()
    }
}
