import Diagnostics
import JSONValues
import RunnerTestSupport
import Testing

@testable import Manifests

/// The official JSON Schema test suite, as far as the validator goes.
///
/// A group whose schema holds an unknown keyword, or a reference that it does not follow yet, must be refused aloud;
/// every other group must be right in every test.
@Suite struct SchemaSuiteTests {
    static let files = [
        "additionalProperties", "allOf", "anyOf", "boolean_schema", "const", "default", "dependentRequired",
        "enum",
        "exclusiveMaximum", "exclusiveMinimum", "format", "if-then-else", "infinite-loop-detection", "items",
        "maxItems", "maxLength", "maxProperties", "maximum", "minItems", "minLength", "minProperties",
        "minimum",
        "not", "oneOf", "pattern", "patternProperties", "prefixItems", "properties", "propertyNames", "ref",
        "required",
        "type", "uniqueItems", "optional/bignum", "optional/ecmascript-regex", "optional/float-overflow",
        "optional/non-bmp-regex",
    ]

    /// What became of a file's tests.
    struct Score {
        var right = 0
        var wrong: [String] = []
        var refusedGroups: [String] = []
    }

    @Test(.enabled(if: SharedReference.isPresent, "the suite is not here"), arguments: files)
    func agreesWhereItAnswers(file: String) throws {
        let score = try score(file)
        #expect(score.wrong == [])
        #expect(score.right > 0 || !score.refusedGroups.isEmpty)
    }

    /// What is answered must not become less.
    @Test(.enabled(if: SharedReference.isPresent, "the suite is not here"))
    func answersMostOfThem() throws {
        let scores = try Self.files.map { try score($0) }
        #expect(scores.reduce(0) { $0 + $1.right } >= 894)
        #expect(scores.reduce(0) { $0 + $1.refusedGroups.count } <= 39)
    }

    private func score(_ file: String) throws -> Score {
        let bytes = try SharedReference.bytes("suites/json-schema-test-suite/tests/draft2020-12/\(file).json")
        let source = SourceText(name: "\(file).json", bytes: bytes)
        var problems: [Diagnostic] = []
        let groups = try #require(YAMLParser().documents(in: source, into: &problems).first).root
        var score = Score()
        for group in groups.items {
            let name = group["description"]?.string ?? ""
            guard let program = try program(of: group) else {
                score.refusedGroups.append(name)
                continue
            }
            for test in group["tests"].map({ Array($0.items) }) ?? [] {
                guard let data = test["data"], let isValid = test["valid"]?.boolean else { continue }
                let faults = SchemaEvaluator.findings(in: data, by: program).faults
                if faults.isEmpty == isValid {
                    score.right += 1
                } else {
                    score.wrong.append("\(name): \(test["description"]?.string ?? "")")
                }
            }
        }
        return score
    }

    /// Compiles a group's schema as a document of its own, so that `#` is its root.
    private func program(of group: Node) throws -> SchemaProgram? {
        let schema = try #require(group["schema"]?.jsonValue())
        var problems: [Diagnostic] = []
        let source = SourceText(name: "schema.json", text: JSONWriter.text(schema))
        let document = try #require(YAMLParser().documents(in: source, into: &problems).first)
        return SchemaCompiler.compile(document, into: &problems)
    }
}
