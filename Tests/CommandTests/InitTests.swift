import Diagnostics
import Host
import JSONValues
import Manifests
import RunnerTestSupport
import Testing

@testable import RunnerCommands

/// `runner init`, by its output and by the commands that read it.
@Suite struct InitTests {
    /// Runs a command on a machine in memory.
    private func run(
        _ arguments: [String],
        files: MemoryFileSystem = MemoryFileSystem(),
        environment: [String: String] = [:]
    ) async -> (status: Diagnostics.ExitStatus, output: String, error: String) {
        let console = RecordingConsole()
        let host = Host.inMemory(files: files, console: console, environment: environment)
        let status = await RunnerTool.run(arguments, host: host)
        return (status, console.output, console.error)
    }

    @Test func offersTheTypesOfTheSchema() throws {
        let path = try #require(SchemaPath("credentials.*.type"))
        let values = try SchemaExplainer(.jobManifest).explain(path).forms.flatMap(\.shape.values)
        #expect(values.compactMap(\.value.string) == CredentialSketch.allCases.map(\.rawValue))
        #expect(CredentialSketch.servicePrincipal.missing == nil)
    }

    /// Each is valid without a warning, says honestly whether it can be planned, and is planned when it says so.
    @Test(arguments: CredentialSketch.allCases)
    func writesAManifestThatIsValid(credential: CredentialSketch) async throws {
        let files = MemoryFileSystem()
        let made = await run(["init", "--credential", credential.rawValue, "nightly.yaml"], files: files)
        #expect(made.status == .success && made.output == "")
        #expect(made.error.hasPrefix("wrote nightly.yaml\n"))
        let text = try #require(files.text("nightly.yaml"))
        #expect(
            Golden.difference(of: text, from: "Tests/CommandTests/Fixtures/init/\(credential.rawValue).yaml")
                == nil
        )
        #expect(text.split(separator: "\n").allSatisfy { $0.count <= 130 })
        for variable in credential.variables {
            #expect(text.contains("#   \(variable.name) ") && made.error.contains(variable.name))
        }

        // The schema alone: what this version does is another question.
        var problems: [Diagnostic] = []
        let source = SourceText(name: "nightly.yaml", text: text)
        let documents = YAMLParser().documents(in: source, into: &problems)
        #expect(documents.compactMap { DocumentChecker().check($0, into: &problems) }.count == 1)
        #expect(problems == [])

        let plan = await run(["plan", "nightly.yaml"], files: files)
        let isExecutable = credential.missing == nil
        #expect(plan.status == (isExecutable ? .success : .unavailable), "\(plan.error)")
        #expect(plan.output.contains("nightly/score") == isExecutable)
        #expect(text.contains("NOT EXECUTABLE YET") == !isExecutable)
        #expect(made.error.contains("would end with 69") == !isExecutable)
        // Whatever `validate` thinks of what this version lacks, it has nothing else to say.
        let validated = await run(["validate", "nightly.yaml"], files: files)
        let codes = validated.error.split(separator: "error[").dropFirst().map { $0.prefix(6) }
        #expect(validated.status == .success || validated.status == .unavailable)
        #expect(
            codes.allSatisfy { $0 == "RN0350" } && !validated.error.contains("warning["),
            "\(validated.error)"
        )
        if isExecutable { #expect(validated.status == .success && plan.error == "") }
    }

    @Test(arguments: [
        ([], "batch-scoring.yaml", "batch-scoring"), (["--name", "nightly"], "nightly.yaml", "nightly"),
        (["sub/"], "sub/batch-scoring.yaml", "batch-scoring"), (["--name", "a", "sub"], "sub/a.yaml", "a"),
        (["sub/weekly.yaml"], "sub/weekly.yaml", "weekly"),
        (["Ünsafe #x.yaml"], "Ünsafe #x.yaml", "batch-scoring"),
        (["--name", "true", "t.yaml"], "t.yaml", "true"),
    ])
    func takesNameAndPlace(arguments: [String], place: String, name: String) async throws {
        let files = MemoryFileSystem()
        files.addFolder("sub")
        #expect(await run(["init"] + arguments, files: files).status == .success)
        let text = try #require(files.text(place))
        var problems: [Diagnostic] = []
        let root = YAMLParser().documents(in: SourceText(name: "x", text: text), into: &problems).first?.root
        #expect(root?["metadata"]?["name"]?.jsonValue() == .string(name))
        #expect(await run(["validate", place], files: files).status == .success)
    }

    @Test func writesToStandardOutput() async {
        let files = MemoryFileSystem()
        let made = await run(["init", "-"], files: files)
        #expect(made.status == .success)
        #expect(
            made.output.hasPrefix("# yaml-language-server: $schema=.schemas/job-manifest.v1.schema.json\n")
        )
        #expect(!made.error.contains("wrote"))
        #expect(files.paths == [])
        #expect(await run(["init", "--with-schema", "-"]).status == .usage)
    }

    @Test func writesTheSchemaOnceAndPassesOverItInFolders() async throws {
        let files = MemoryFileSystem()
        files.addFolder("jobs")
        for name in ["a", "b"] {
            let made = await run(["init", "--with-schema", "--name", name, "jobs"], files: files)
            #expect(made.status == .success, "\(made.error)")
        }
        let schema = "jobs/" + ManifestSketch.schemaPath
        #expect(files.text(schema) == DocumentKind.jobManifest.schemaText)
        #expect(await run(["validate", "jobs"], files: files).status == .success)
        files.add(schema, "{}")
        #expect(await run(["init", "--with-schema", "jobs/c.yaml"], files: files).error.contains("RN0707"))
        #expect(files.text("jobs/c.yaml") == nil && files.text(schema) == "{}")
    }

    @Test func neverOverwrites() async {
        let files = MemoryFileSystem(["a.yaml": "mine"])
        files.addLink("link.yaml", to: "nowhere")
        for (path, extra) in [("a.yaml", []), ("link.yaml", []), ("a.yaml", ["--with-schema"])]
            as [(String, [String])]
        {
            let made = await run(["init", path] + extra, files: files)
            #expect(made.status == .usage)
            #expect(made.error.contains("error[RN0707]: `\(path)` is there already"))
        }
        #expect(files.text("a.yaml") == "mine")
        #expect(files.paths == ["/project/a.yaml", "/project/link.yaml"])
        #expect(await run(["init", "nowhere/a.yaml"], files: files).status == .ledgerFailure)
    }

    @Test(arguments: ["Nightly", "a-", "1a", "", "a b", "a\n", String(repeating: "a", count: 64)])
    func refusesNames(name: String) async {
        #expect(await run(["init", "--name", name, "-"]).status == .usage)
    }

    /// GitHub Actions sets `RUNNER_NAME` for purposes of its own.
    @Test func takesNoNameFromGitHub() async {
        let environment = ["RUNNER_NAME": "GitHub Actions 2", "RUNNER_CREDENTIAL": "azure-cli"]
        let made = await run(["init", "-"], environment: environment)
        #expect(made.status == .success && made.output.contains("type: azure-cli"))
        #expect(
            await run(["init", "-"], environment: ["RUNNER_MANIFEST_NAME": "weekly"]).output.contains(
                "name: weekly"
            )
        )
    }
}
