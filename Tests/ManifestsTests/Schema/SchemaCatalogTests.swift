import Diagnostics
import RunnerTestSupport
import Testing

@testable import Manifests

/// The schemas in `schemas/` and those in the binary.
@Suite struct SchemaCatalogTests {
    static let files: [(kind: DocumentKind, path: String)] = [
        (.jobManifest, "schemas/job-manifest.v1.schema.json"), (.emulator, "schemas/emulator.v1.schema.json"),
        (.policy, "schemas/policy.v1.schema.json"),
    ]

    @Test(arguments: files)
    func isTheFileByteForByte(file: (kind: DocumentKind, path: String)) throws {
        #expect(try Array(file.kind.schemaText.utf8) == Fixture.bytes(file.path), "run scripts/embed-schemas")
        #expect(SchemaCatalog.source(for: file.kind).name == file.path)
    }

    @Test func holdsEverySchemaOfTheFolder() {
        #expect(Fixture.names(in: "schemas", suffix: ".schema.json").count == Self.files.count)
        #expect(Self.files.map(\.kind) == DocumentKind.allCases)
    }

    /// The meta-schemas are the files byte for byte, and each is a schema that accepts itself.
    @Test(arguments: SchemaCatalog.metaSchemas.map(\.name))
    func hasMetaSchemas(name: String) throws {
        let meta = try #require(SchemaCatalog.metaSchemas.first { $0.name == name })
        #expect(try Array(meta.text.utf8) == Fixture.bytes(name), "run scripts/embed-schemas")
        let document = try SchemaFixture.root(meta.text, name: name).document
        var problems: [Diagnostic] = []
        let validator = try #require(SchemaValidator(document, into: &problems))
        #expect(problems.isEmpty)
        #expect(validator.check(document, into: &problems), "\(problems)")
    }

    /// The meta-schema of 2020-12 and its vocabularies find what is wrong in a schema, ours are right by it.
    @Test func checksSchemasByTheMetaSchema() throws {
        let meta = try SchemaFixture.program("{ $ref: 'https://json-schema.org/draft/2020-12/schema' }")
        for kind in DocumentKind.allCases {
            #expect(SchemaFixture.problems(of: try SchemaFixture.root(kind.schemaText), by: meta).isEmpty)
        }
        let wrong = try SchemaFixture.root("{ properties: { a: { allOf: [{ minLength: -1 }] } } }")
        #expect(SchemaFixture.problems(of: wrong, by: meta).map(\.code) == [.numberOutOfRange])
    }

    /// A keyword that the validator does not know would be a fault here.
    @Test(arguments: DocumentKind.allCases)
    func compiles(kind: DocumentKind) {
        var problems: [Diagnostic] = []
        let documents = YAMLParser().documents(in: SchemaCatalog.source(for: kind), into: &problems)
        let program = documents.first.flatMap { SchemaCompiler.compile($0, into: &problems) }
        #expect(problems.map(\.message) == [])
        #expect((program?.rules.count ?? 0) > 20)
    }

    /// Whatever is not described is refused, everywhere; and everything is described in words.
    @Test(arguments: DocumentKind.allCases)
    func isClosedAndDescribed(kind: DocumentKind) throws {
        let root = try SchemaFixture.root(kind.schemaText, name: "schema.json")
        var pending = [(path: "#", schema: root)]
        while let (path, schema) = pending.popLast() {
            if schema["type"]?.string == "object" {
                #expect(schema["additionalProperties"] != nil, "\(path)")
            }
            for keyword in ["properties", "$defs"] {
                for entry in schema[keyword]?.entries ?? schema.entries where schema[keyword] != nil {
                    let isDescribed = entry.value["description"] != nil || entry.value["$ref"] != nil
                    #expect(isDescribed || entry.value["title"] != nil, "\(path)/\(keyword)/\(entry.name)")
                    pending.append(("\(path)/\(keyword)/\(entry.name)", entry.value))
                }
            }
            for keyword in ["items", "additionalProperties", "propertyNames"] {
                if let inner = schema[keyword], inner.kind == .mapping {
                    pending.append(("\(path)/\(keyword)", inner))
                }
            }
            for keyword in ["oneOf", "anyOf"] {
                for inner in schema[keyword]?.items ?? schema.items {
                    pending.append(("\(path)/\(keyword)", inner))
                }
            }
        }
    }

    @Test(arguments: ["manifests/heart-disease.yaml", "manifests/emulator.yaml"])
    func acceptsTheExamples(path: String) throws {
        let source = SourceText(name: path, bytes: try Fixture.bytes(path))
        let problems = try SchemaFixture.problems(in: source)
        #expect(DiagnosticRenderer(sources: [source]).text(for: problems) == "")
    }

    /// Every example and default of a schema is right by the schema that it stands in.
    @Test(arguments: DocumentKind.allCases)
    func givesRightExamples(kind: DocumentKind) throws {
        let document = try SchemaFixture.root(kind.schemaText, name: "schema.json").document
        var problems: [Diagnostic] = []
        let program = try #require(SchemaCompiler.compile(document, into: &problems))
        var count = 0
        for (number, rule) in program.rules.enumerated() {
            for example in rule.annotations.examples {
                let faults = SchemaEvaluator.findings(in: example, by: program.startingAt(number)).faults
                #expect(faults.isEmpty, "\(example.flow)")
                count += 1
            }
        }
        #expect(count > 8)
    }
}

extension SchemaProgram {
    /// The same program with another root.
    fileprivate func startingAt(_ number: Int) -> SchemaProgram {
        SchemaProgram(name: name, rules: rules, root: number, isShared: isShared, places: places)
    }
}
