import Diagnostics
import JSONValues
import Manifests
import RunnerTestSupport
import Testing

@testable import RunnerCommands

/// `runner explain` for paths.
@Suite struct ExplainTests {
    static let folder = "Tests/CommandTests/Fixtures/explain"

    private func run(_ arguments: [String]) async -> (
        status: Diagnostics.ExitStatus, output: String, error: String
    ) {
        let console = RecordingConsole()
        let status = await RunnerTool.run(["explain"] + arguments, host: .inMemory(console: console))
        return (status, console.output, console.error)
    }

    /// Whole outputs, in `Fixtures/explain/NAME.txt`.
    @Test(arguments: [
        ("job-inputs", ["jobs.score.inputs"]), ("input-type", ["jobs.*.inputs.*.type"]),
        ("client-secret", ["credentials.NAME.clientSecret"]), ("credential", ["credentials.scoring"]),
        ("client-id", ["credentials.*.clientId"]), ("endpoints", ["endpoints"]),
        ("storage", ["Emulator.storage"]),
        ("storage-prefix", ["--kind", "Emulator", "storage[0].prefix"]), ("rerun", ["jobs.score.rerun"]),
        ("ambiguous", ["jobs.timeouts"]), ("manifest-tree", ["JobManifest", "--recursive"]),
        ("application-tree", ["--recursive", "emulator.entra.tenants.*.applications"]),
        ("timeouts-json", ["jobs.*.timeouts", "-o", "json", "--recursive"]),
    ])
    func showsAPath(name: String, arguments: [String]) async {
        let outcome = await run(arguments)
        #expect(outcome.status == .success)
        #expect(outcome.error == "")
        #expect(Golden.difference(of: outcome.output, from: "\(Self.folder)/\(name).txt") == nil)
    }

    @Test(arguments: [
        ("metadata.nme", "`metadata` of `JobManifest` has no key `nme`", "did you mean `metadata.name`?"),
        ("jobz", "a document of kind `JobManifest` has no key `jobz`", "did you mean `jobs`?"),
        ("jobs.x.Inputs", "`jobs.*` of `JobManifest` has no key `Inputs`", "did you mean `jobs.*.inputs`?"),
        ("metadata.name.x", "has no key `x`", "nothing stands below `metadata.name`"),
        ("metadata.*", "`metadata` of `JobManifest` has no free names and no items", "its keys are `name`"),
        (
            "Emulator.storage.prefx", "`storage[]` of `Emulator` has no key `prefx`",
            "did you mean `storage[].prefix`?"
        ),
        ("jobs..x", "`jobs..x` is not a path", "dots between them"),
        ("me\u{1B}tadata", "has no key `me\\u{1B}tadata`", "its keys are `apiVersion`"),
    ])
    func saysWhatIsNear(path: String, message: String, words: String) async {
        let outcome = await run([path])
        #expect(outcome.status == .usage)
        #expect(outcome.output == "")
        #expect(outcome.error.hasPrefix("error[RN0727]: "))
        #expect(outcome.error.contains(message) && outcome.error.contains(words), "\(outcome.error)")
        #expect(!outcome.error.contains("\u{1B}"))
    }

    /// Codes are codes in any case of letters, also as JSON; a number alone is taken for one.
    @Test func stillExplainsCodes() async throws {
        #expect(await run(["rn0203"]).output.hasPrefix("RN0203: unknown key"))
        let json = try JSONReader().read(Array(await run(["RN0203", "-o", "json"]).output.utf8))
        #expect(json["code"] == "RN0203" && json["exit"]?["code"] == 65)
        #expect(await run(["0203"]).error.contains("did you mean `RN0203`?"))
        let all = try JSONReader().read(Array(await run(["-o", "json"]).output.utf8))
        #expect(all["codes"]?.array?.count == DiagnosticCatalog.codes.count)
    }

    /// Every example of the schemas, as it is shown, is YAML that means the same.
    @Test(arguments: DocumentKind.allCases) func writesExamplesAsYAML(kind: DocumentKind) throws {
        var values: [JSONValue] = [
            "it's", "a\nb", "\u{1B}[0m", "true", "1", "", "a: b", "a:", "x#y", "- a", "\\d{4}", "\u{202E}x",
            "null",
            "http://x,y", "say \"a\" 'b'",
        ]
        for explanation in try SchemaExplainer(kind).all(from: SchemaPath()) {
            for shape in explanation.forms.map(\.shape) {
                values += shape.examples + shape.values.map(\.value) + [shape.defaultValue].compactMap { $0 }
            }
        }
        #expect(values.count > 30)
        for value in values + [.array(values), .object(values.enumerated().map { .init("k\($0.0)", $0.1) })] {
            let text = FlowText.text(value)
            var problems: [Diagnostic] = []
            let read = YAMLParser().documents(in: SourceText(name: "x", text: "v: " + text), into: &problems)
            #expect(problems.isEmpty, "\(text)")
            #expect(read.first?.root["v"]?.jsonValue() == value, "\(text)")
            #expect(!text.unicodeScalars.contains(where: VisibleScalar.mustEscape))
        }
    }
}
