import Diagnostics
import RunnerTestSupport

@testable import Manifests

/// Documents and schemas that tests of the schema check are made of.
enum SchemaFixture {
    /// Golden pairs: `<case>.yaml` beside what is said about it, `<case>.txt`.
    static let folder = "Tests/ManifestsTests/Fixtures/invalid"

    /// The pairs' names.
    static let cases = Fixture.names(in: folder, suffix: ".yaml")

    /// A pair's document.
    static func source(_ name: String) throws -> SourceText {
        SourceText(name: "\(name).yaml", bytes: try Fixture.bytes("\(folder)/\(name).yaml"))
    }

    /// What is wrong with a source's documents; parsing must find nothing.
    static func problems(in source: SourceText) throws -> [Diagnostic] {
        var problems: [Diagnostic] = []
        let documents = YAMLParser().documents(in: source, into: &problems)
        guard problems.isEmpty else { throw problems[0] }
        for document in documents {
            let before = problems.count
            let checked = DocumentChecker().check(document, into: &problems)
            // Conforming and having a fault are the same question.
            precondition((checked == nil) == (problems.count > before), source.name)
        }
        return problems
    }

    /// A text's only document.
    static func root(_ text: String, name: String = "test.yaml") throws -> Node {
        var problems: [Diagnostic] = []
        let documents = YAMLParser().documents(in: SourceText(name: name, text: text), into: &problems)
        guard let root = documents.first?.root, problems.isEmpty else { throw problems.first ?? Missing() }
        return root
    }

    /// Compiles a schema; YAML will do.
    static func program(_ schema: String) throws -> SchemaProgram {
        var problems: [Diagnostic] = []
        guard
            let program = SchemaCompiler.compile(
                try root(schema, name: "schema.yaml").document,
                into: &problems
            )
        else {
            throw problems.first ?? Missing()
        }
        return program
    }

    /// What a schema says about a value.
    static func problems(of text: String, by schema: String) throws -> [Diagnostic] {
        let program = try program(schema)
        let root = try root(text)
        return problems(of: root, by: program)
    }

    /// What a compiled schema says about a value.
    static func problems(of root: Node, by program: SchemaProgram, steps: Int = 1_000_000) -> [Diagnostic] {
        let findings = SchemaEvaluator.findings(in: root, by: program, steps: steps)
        let report = SchemaReport(program: program, root: root, secrets: findings.secrets)
        return report.diagnostics(findings.faults)
    }

    struct Missing: Error {}
}
