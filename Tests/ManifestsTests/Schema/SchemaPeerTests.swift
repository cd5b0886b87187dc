import Diagnostics
import Glibc
import JSONValues
import RunnerTestSupport
import Testing

@testable import Manifests

/// Another validator agrees with ours on the same schemas and documents: editors will.
///
/// The peer is Python's `jsonschema`, where it can be imported.
@Suite struct SchemaPeerTests {
    static let isPresent = unsafe system("python3 -c 'import jsonschema' >/dev/null 2>&1") == 0

    /// Reads `kind`, a tab and a JSON document a line; prints a line of `valid` or the number of faults.
    static let script = """
        import json, sys, jsonschema
        schemas = {}
        for line in sys.stdin:
            kind, text = line.split('\\t', 1)
            if kind not in schemas:
                with open(f'{sys.argv[1]}/schemas/{kind}.v1.schema.json') as file: schema = json.load(file)
                jsonschema.Draft202012Validator.check_schema(schema)
                schemas[kind] = jsonschema.Draft202012Validator(schema)
            print('valid' if schemas[kind].is_valid(json.loads(text)) else 'invalid')
        """

    @Test(.enabled(if: isPresent, "python3 has no jsonschema"))
    func agreesOnEveryDocument() async throws {
        var input = ""
        var expected = ""
        let examples = try ["manifests/heart-disease.yaml", "manifests/emulator.yaml"].map {
            SourceText(name: $0, bytes: try Fixture.bytes($0))
        }
        var names: [String] = []
        for source in try SchemaFixture.cases.map(SchemaFixture.source) + examples {
            let root = try SchemaFixture.root(String(decoding: source.bytes, as: UTF8.self))
            guard let kind = root["kind"]?.text.flatMap(DocumentKind.init(rawValue:)) else { continue }
            let json = JSONWriter.text(try #require(root.jsonValue()))
            input += "\(kind == .emulator ? "emulator" : "job-manifest")\t\(json)\n"
            expected += try SchemaFixture.problems(in: source).isEmpty ? "valid\n" : "invalid\n"
            names.append(source.name)
        }
        #expect(names.count > 80)
        let answer = try await Self.answer(of: Self.script, to: input)
        let theirs = answer.split(separator: "\n")
        let ours = expected.split(separator: "\n")
        #expect(theirs.count == ours.count)
        #expect(zip(names, zip(theirs, ours)).filter { $0.1.0 != $0.1.1 }.map(\.0) == [])
    }

    /// Runs a Python script on some lines.
    private static func answer(of script: String, to input: String) async throws -> String {
        try await TemporaryFolder.with { folder in
            FixtureFiles.write(script, to: folder + "/peer.py")
            FixtureFiles.write(input, to: folder + "/input")
            let command =
                "python3 '\(folder)/peer.py' '\(Fixture.packageRoot)' < '\(folder)/input' > '\(folder)/output'"
            guard unsafe system(command) == 0 else { return "" }
            return FixtureFiles.text(folder + "/output") ?? ""
        }
    }
}
