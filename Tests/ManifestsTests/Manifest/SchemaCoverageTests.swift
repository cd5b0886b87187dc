import JSONValues
import RunnerTestSupport
import Testing

@testable import Manifests

/// The schema describes the whole language: every key of it is obeyed, or refused with words of its own.
@Suite struct SchemaCoverageTests {
    /// Gathers the paths of a schema, `*` for any name.
    struct Paths {
        let root: JSONValue
        var found: Set<String> = []

        mutating func walk(_ schema: JSONValue, _ path: [String]) {
            if let reference = schema["$ref"]?.string {
                let target = reference.split(separator: "/").dropFirst().reduce(Optional(root)) {
                    $0?[String($1)]
                }
                if let target { walk(target, path) }
            }
            for keyword in ["oneOf", "anyOf", "allOf"] {
                for branch in schema[keyword]?.array ?? [] { walk(branch, path) }
            }
            for member in schema["properties"]?.members ?? [] { step(member.value, path + [member.name]) }
            if let any = schema["additionalProperties"], any.members != nil { step(any, path + ["*"]) }
        }

        private mutating func step(_ schema: JSONValue, _ path: [String]) {
            found.insert(path.joined(separator: "."))
            walk(schema, path)
        }
    }

    @Test func everyKeyIsReadOrRefusedWithWords() throws {
        let schema = try JSONReader().read(try Fixture.bytes("schemas/job-manifest.v1.schema.json"))
        var paths = Paths(root: schema)
        paths.walk(schema, [])
        #expect(paths.found.count > 80)
        let read = Set(AvailableKeys.read)
        // Keys of credential types that are refused as a whole.
        let ofOtherTypes: Set = [
            "credentials.*.objectId", "credentials.*.resourceId", "credentials.*.source",
            "credentials.*.federatedToken", "credentials.*.subscriptionId",
        ]
        let refused = Set(AvailableKeys.missing.keys).union(ofOtherTypes)
        for path in paths.found {
            let isKnown =
                read.contains(path) || read.contains { $0.hasPrefix(path + ".") }
                || refused.contains { path == $0 || path.hasPrefix($0 + ".") }
            #expect(isKnown, "\(path)")
        }
        for path in read { #expect(paths.found.contains(path), "\(path) is not in the schema") }
        for path in AvailableKeys.missing.keys {
            #expect(paths.found.contains(path), "\(path) is not in the schema")
        }
    }
}
