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

    @Test(.enabled(if: SharedReference.isPresent, "the suite is not here"), arguments: files)
    func agreesWhereItAnswers(file: String) throws {
        let path = "suites/json-schema-test-suite/tests/draft2020-12/\(file).json"
        let bytes = try SharedReference.bytes(path)
        let source = SourceText(name: "\(file).json", bytes: bytes)
        var problems: [Diagnostic] = []
        let groups = try #require(YAMLParser().documents(in: source, into: &problems).first).root
        var wrong: [String] = []
        var refused: [String] = []
        var right = 0
        for group in groups.items {
            let name = group["description"]?.string ?? ""
            guard let program = try program(of: group) else {
                refused.append(name)
                continue
            }
            for test in group["tests"]?.items ?? groups.items {
                guard let data = test["data"], let isValid = test["valid"]?.boolean else { continue }
                let faults = SchemaEvaluator.findings(in: data, by: program).faults
                if faults.isEmpty == isValid {
                    right += 1
                } else {
                    wrong.append("\(name): \(test["description"]?.string ?? "")")
                }
            }
        }
        #expect(wrong == [])
        #expect(right > 0 || !refused.isEmpty)
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
