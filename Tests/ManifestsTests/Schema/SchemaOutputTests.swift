import Diagnostics
import JSONValues
import RunnerTestSupport
import Testing

@testable import Manifests

/// Output and annotations, by hand and by the official suites.
@Suite struct SchemaOutputTests {
    private func output(of text: String, by schema: String, _ form: SchemaOutput) throws -> String {
        var problems: [Diagnostic] = []
        let document = try SchemaFixture.root(schema, name: "schema.yaml").document
        let validator = try #require(SchemaValidator(document, into: &problems))
        return JSONWriter.text(validator.output(for: try SchemaFixture.root(text).document, form))
    }

    @Test func givesTheFlag() throws {
        #expect(try output(of: "a", by: "{ type: string }", .flag) == #"{"valid":true}"#)
        #expect(try output(of: "1", by: "{ type: string }", .flag) == #"{"valid":false}"#)
    }

    @Test func listsFaults() throws {
        let schema =
            "{ $id: 'u:s', properties: { a/b: { $ref: '#/$defs/s' } }, $defs: { s: { type: string } } }"
        #expect(
            try output(of: "{ a/b: 1 }", by: schema, .basic)
                == #"{"valid":false,"errors":[{"valid":false,"keywordLocation":"/properties/a~1b/$ref/type","#
                + #""absoluteKeywordLocation":"u:s#/$defs/s/type","instanceLocation":"/a~1b","#
                + ##""error":"`\"a/b\"` must be a string, not a whole number"}]}"##
        )
    }

    @Test func listsAnnotations() throws {
        let schema =
            "{ anyOf: [{ type: string, title: no }, { title: yes, x-y: [1] }], not: { not: { title: no } } }"
        #expect(
            try output(of: "1", by: schema, .basic)
                == #"{"valid":true,"annotations":[{"valid":true,"keywordLocation":"/anyOf/1/title","#
                + #""instanceLocation":"","annotation":"yes"},{"valid":true,"keywordLocation":"/anyOf/1/x-y","#
                + #""instanceLocation":"","annotation":[1]}]}"#
        )
    }

    // MARK: The suites

    @Test(.enabled(if: SharedReference.isPresent, "the suite is not here"))
    func isWhatTheOutputTestsWant() throws {
        let folder = "\(SchemaSuite.folder)/output-tests/draft2020-12"
        var registry = SchemaRegistry()
        registry.add(
            try SchemaSuite.document(at: "\(folder)/output-schema.json"),
            at: "https://json-schema.org/draft/2020-12/output/schema"
        )
        var count = 0
        for file in SchemaSuite.paths(in: "\(folder)/content") {
            for group in try SchemaSuite.document(at: "\(folder)/content/\(file)").root.items {
                var problems: [Diagnostic] = []
                let schema = try SchemaSuite.document(of: try #require(group["schema"]))
                let validator = try #require(SchemaValidator(schema, into: &problems))
                for test in group["tests"].map({ Array($0.items) }) ?? [] {
                    let data = try SchemaSuite.document(of: try #require(test["data"]))
                    for form in SchemaOutput.allCases {
                        guard let wanted = test["output"]?[form.rawValue] else { continue }
                        let judge = try #require(
                            SchemaValidator(
                                try SchemaSuite.document(of: wanted),
                                registry: registry,
                                into: &problems
                            )
                        )
                        let text = JSONWriter.text(validator.output(for: data, form))
                        let answer = try SchemaFixture.root(text).document
                        #expect(judge.check(answer, into: &problems), "\(file): \(text)")
                        count += 1
                    }
                }
            }
        }
        #expect(count >= 4)
    }

    /// Every assertion for 2020-12; the few for a version that does not exist yet are left out.
    @Test(.enabled(if: SharedReference.isPresent, "the suite is not here"))
    func annotatesAsTheSuiteWants() throws {
        let folder = "\(SchemaSuite.folder)/annotations/tests"
        var count = 0
        for file in SchemaSuite.paths(in: folder) {
            for group in try SchemaSuite.document(at: "\(folder)/\(file)").root["suite"].map({
                Array($0.items)
            }) ?? [] {
                let compatibility = group["compatibility"]?.string ?? ""
                guard compatibility != "9999", !compatibility.hasPrefix("<=") else { continue }
                var problems: [Diagnostic] = []
                let schema = try SchemaSuite.document(of: try #require(group["schema"]))
                let options = SchemaCompiler.Options.foreign(assertsFormats: false, address: "")
                let program = SchemaCompiler.compile(schema, options: options, into: &problems)
                for test in group["tests"].map({ Array($0.items) }) ?? [] {
                    let instance = try #require(test["instance"])
                    for assertion in test["assertions"].map({ Array($0.items) }) ?? [] {
                        let found = Self.notes(for: assertion, of: instance, by: try #require(program))
                        let wanted = assertion["expected"].map { Array($0.entries) } ?? []
                        #expect(found.count == wanted.count, "\(file): \(assertion.flow)")
                        for entry in wanted {
                            #expect(
                                found[entry.name] == entry.value.jsonValue(),
                                "\(file): \(assertion.flow)"
                            )
                        }
                        count += 1
                    }
                }
            }
        }
        #expect(count >= 80)
    }

    /// The annotations of one keyword at one place, by where the schema says so.
    private static func notes(
        for assertion: Node,
        of instance: Node,
        by program: SchemaProgram
    ) -> [String: JSONValue] {
        let locations = SchemaLocations(program)
        var found: [String: JSONValue] = [:]
        for note in SchemaEvaluator.account(of: instance, by: program).notes {
            let place = SchemaLocations.pointer(
                note.path.map { step in
                    switch step {
                    case .key(let key): key.text ?? ""
                    case .item(let index): "\(index)"
                    }
                }
            )
            guard note.keyword == assertion["keyword"]?.string, place == assertion["location"]?.string,
                let rule = note.trace.last
            else { continue }
            found["#" + SchemaLocations.fragment(locations.pointer(of: rule))] = note.value
        }
        return found
    }
}
