import Diagnostics
import Host
import JSONValues
import RunnerTestSupport
import Testing

@testable import RunnerCommands

/// `runner secrets check`: all that there is to say of a secret without saying it.
@Suite struct SecretsCheckTests {
    private static let manifest = """
        apiVersion: runner/v1
        kind: JobManifest
        metadata: { name: nightly }
        credentials:
          one:
            type: azure-service-principal
            tenantId: { env: TENANT }
            clientId: 22222222-2222-4222-8222-222222222222
            clientSecret: { file: secrets/one }
          two:
            type: azure-service-principal
            tenantId: { env: TENANT }
            clientId: { env: CLIENT }
            clientSecret: { file: secrets/two }
        endpoints:
          heart: { type: azureml-batch, scoringUri: "https://heart.eastus2.inference.ml.azure.com/jobs", credential: one }
          lung: { type: azureml-batch, scoringUri: "https://lung.eastus2.inference.ml.azure.com/jobs", credential: two }
        jobs:
          a: { endpoint: heart, inputs: { x: { type: uri_folder, uri: "https://a.blob.core.windows.net/d" } } }
          b: { endpoint: lung, inputs: { x: { type: uri_folder, uri: "https://a.blob.core.windows.net/d" } } }
        """

    private static func run(
        _ files: MemoryFileSystem,
        _ arguments: [String] = [],
        environment: [String: String] = [:]
    ) async -> (status: Diagnostics.ExitStatus, console: RecordingConsole) {
        files.add("jobs/nightly.yaml", manifest)
        let console = RecordingConsole()
        let host = Host.inMemory(files: files, console: console, environment: environment)
        let status = await RunnerTool.run(["secrets", "check", "jobs/nightly.yaml"] + arguments, host: host)
        return (status, console)
    }

    @Test func saysWhereEachIsAndHowItStands() async {
        let files = MemoryFileSystem()
        files.add("jobs/secrets/one", "\u{FEFF}fake~secret~one\r\n", mode: 0o600)
        files.add("jobs/secrets/two", "22222222-3333-4222-8222-222222222222\n", mode: 0o644)
        let (status, console) = await Self.run(
            files,
            environment: ["TENANT": "contoso.com", "CLIENT": "33333333"]
        )
        #expect(status == .success, "\(console.error)")
        let lines = console.output.split(separator: "\n").map(String.init)
        let one = lines.first { $0.contains("credentials.one.clientSecret") } ?? ""
        #expect(one.contains("found"))
        #expect(one.contains("`jobs/secrets/one`, 15 bytes, private"))
        #expect(one.contains("left away: a byte order mark, left away: one line break at its end"))
        let two = lines.first { $0.contains("credentials.two.clientSecret") } ?? ""
        #expect(two.contains("36 bytes, others can read it, left away: one line break at its end"))
        #expect(two.contains("looks like the id of a secret"))
        #expect(console.error.contains("warning[RN0408]"))
        for value in ["fake~secret", "22222222-3333", "contoso"] {
            #expect(!(console.output + console.error).contains(value))
        }
    }

    @Test func listsAllThatIsMissingAndEndsWith78() async {
        let files = MemoryFileSystem()
        files.add("jobs/secrets/two", "x", mode: 0o666)
        let (status, console) = await Self.run(
            files,
            environment: ["CREDENTIALS_DIRECTORY": "/run/credentials/r"]
        )
        #expect(status == .missingConfiguration)
        let lines = console.output.split(separator: "\n")
        #expect(lines.filter { $0.contains("missing") }.count == 4)
        #expect(lines.filter { $0.contains("unusable") }.count == 1)
        #expect(console.output.contains("looked at `jobs/secrets/one`, `/run/credentials/r/secrets/one`"))
        for code in ["RN0401", "RN0403", "RN0404"] {
            #expect(console.error.contains("error[\(code)]"), "\(code)")
        }
    }

    @Test func writesJSON() async throws {
        let files = MemoryFileSystem()
        files.add("/run/secrets/secrets/one", "fake~secret~one", mode: 0o600)
        let (status, console) = await Self.run(
            files,
            ["-o", "json", "--secret-dir", "/run/secrets"],
            environment: ["TENANT": "contoso.com", "CLIENT": ""]
        )
        #expect(status == .missingConfiguration)
        #expect(console.error == "")
        let document = try JSONReader().read(Array(console.output.utf8))
        #expect(document["kind"]?.string == "SecretReport")
        let credentials = try #require(document["credentials"]?.array)
        #expect(credentials.map { $0["credential"]?.string } == ["one", "two"])
        let references = credentials.flatMap { $0["references"]?.array ?? [] }
        #expect(references.map { $0["state"]?.string } == ["found", "found", "found", "unusable", "missing"])
        #expect(references[1]["file"]?.string == "/run/secrets/secrets/one")
        #expect(references[1]["file_mode"]?.string == "private")
        #expect(document["diagnostics"]?.array?.count == 2)
        #expect(!console.output.contains("fake~secret"))
        files.add("report.json", console.output)
        files.add("schema.json", ReportSchema.secrets.text)
        let verdict = RecordingConsole()
        let host = Host.inMemory(files: files, console: verdict)
        let isValid = await RunnerTool.run(
            ["validate", "--schema", "schema.json", "report.json"],
            host: host
        )
        #expect(isValid == .success, "\(verdict.error)")
    }

    @Test func reportsEveryFormOfUnusableFiles() async {
        for (content, mode, code) in [
            ("two\nlines", UInt16(0o600), "RN0406"), ("", 0o600, "RN0402"), ("fine~secret", 0o620, "RN0404"),
        ] {
            let files = MemoryFileSystem()
            files.add("jobs/secrets/one", content, mode: mode)
            let (status, console) = await Self.run(files)
            #expect(status == .missingConfiguration)
            #expect(console.error.contains(code), "\(console.error)")
        }
    }
}
