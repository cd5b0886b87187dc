import Diagnostics
import Host
import JSONValues
import RunnerTestSupport
import Testing

@testable import Manifests

/// The official JSON Schema test suite.
enum SchemaSuite {
    static let folder = "suites/json-schema-test-suite"

    /// What became of some tests.
    struct Score: Sendable {
        var right = 0
        var total = 0
        var wrong: [String] = []
    }

    /// The suite's other schemas, as `http://localhost:1234/…`.
    static let remotes: SchemaRegistry = {
        var registry = SchemaRegistry()
        for path in paths(in: "\(folder)/remotes") {
            guard let document = try? document(at: "\(folder)/remotes/\(path)") else { continue }
            registry.add(document, at: "http://localhost:1234/\(path)")
        }
        return registry
    }()

    /// The JSON files below a folder.
    static func paths(in folder: String) -> [String] {
        let system = SystemFileSystem()
        var found: [String] = []
        var pending = [""]
        while let path = pending.popLast() {
            let place = SharedReference.folder + "/" + folder + (path.isEmpty ? "" : "/" + path)
            for name in (try? system.names(in: place)) ?? [] {
                let inner = path.isEmpty ? name : path + "/" + name
                if name.hasSuffix(".json") {
                    found.append(inner)
                } else if system.kind(of: place + "/" + name) == .folder {
                    pending.append(inner)
                }
            }
        }
        return found.sorted()
    }

    static func document(at path: String) throws -> Document {
        var problems: [Diagnostic] = []
        let source = SourceText(name: path, bytes: try SharedReference.bytes(path))
        return try #require(YAMLParser().documents(in: source, into: &problems).first, "\(problems)")
    }

    /// A value of a file as a document of its own, so that `#` is its root.
    static func document(of value: Node, name: String = "schema.json") throws -> Document {
        let text = JSONWriter.text(try #require(value.jsonValue()))
        var problems: [Diagnostic] = []
        return try #require(
            YAMLParser().documents(in: SourceText(name: name, text: text), into: &problems).first
        )
    }

    /// Runs some files of a folder of tests.
    static func score(_ files: [String], in draft: String, assertsFormats: Bool = false) throws -> Score {
        var score = Score()
        let options = SchemaCompiler.Options(
            refusesUnknownKeywords: false,
            assertsFormats: assertsFormats,
            dialect: draft == "draft7" ? .draft7 : .draft2020
        )
        for file in files {
            for group in try document(at: "\(folder)/tests/\(draft)/\(file)").root.items {
                let name = "\(file): \(group["description"]?.string ?? "")"
                var problems: [Diagnostic] = []
                let schema = try document(of: try #require(group["schema"]))
                let program = SchemaCompiler.compile(
                    schema,
                    registry: remotes,
                    options: options,
                    into: &problems
                )
                for test in group["tests"].map({ Array($0.items) }) ?? [] {
                    guard let data = test["data"], let isValid = test["valid"]?.boolean else { continue }
                    score.total += 1
                    let faults = program.map { SchemaEvaluator.findings(in: data, by: $0).faults }
                    if let faults, faults.isEmpty == isValid {
                        score.right += 1
                    } else {
                        let reason = program == nil ? problems.first?.message ?? "" : "wrong"
                        score.wrong.append("\(name): \(test["description"]?.string ?? ""): \(reason)")
                    }
                }
            }
        }
        return score
    }
}
