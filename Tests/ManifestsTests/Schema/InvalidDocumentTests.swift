import Diagnostics
import RunnerTestSupport
import Testing

@testable import Manifests

/// Golden pairs: what is said about documents with mistakes.
///
/// `RECORD=1 swift test --filter InvalidDocumentTests` writes the `.txt` files; review them as code.
@Suite struct InvalidDocumentTests {
    /// Faults of schemas, and checks that take too long: no document against our own schemas has them.
    static let withoutFixture: Set<Diagnostic.Code> = [
        .checkTooCostly, .unknownSchemaKeyword, .malformedSchemaKeyword, .unresolvedSchemaReference,
        .malformedSchemaPattern, .unknownSchemaDialect, .duplicateSchemaName, .endlessSchema,
    ]

    @Test(arguments: SchemaFixture.cases)
    func saysWhatIsRecorded(name: String) throws {
        let source = try SchemaFixture.source(name)
        let text = DiagnosticRenderer(sources: [source]).text(for: try SchemaFixture.problems(in: source))
        #expect(!text.isEmpty)
        #expect(Golden.difference(of: text, from: "\(SchemaFixture.folder)/\(name).txt") == nil)
    }

    @Test func hasAPairForEveryPartOfTheSchemas() { #expect(SchemaFixture.cases.count >= 90) }

    /// Whatever else is wrong around it: the text of a secret is neither quoted nor shown.
    @Test(arguments: SchemaFixture.cases)
    func neverShowsASecret(name: String) throws {
        let source = try SchemaFixture.source(name)
        for problem in try SchemaFixture.problems(in: source) {
            let text = DiagnosticRenderer(sources: [source]).text(for: problem)
            #expect(!text.contains("hunter2"), "\(text)")
            #expect(!text.contains("20261120") || name == "parameter-values-of-another-type", "\(text)")
        }
    }

    @Test func provokesEveryCode() throws {
        var provoked = Self.withoutFixture
        for name in SchemaFixture.cases {
            provoked.formUnion(try SchemaFixture.problems(in: try SchemaFixture.source(name)).map(\.code))
        }
        #expect(Diagnostic.Code.schemaCodes.filter { !provoked.contains($0) }.map(\.name) == [])
        #expect(provoked.subtracting(Diagnostic.Code.schemaCodes).map(\.name) == [])
    }

    @Test func numbersAndExplainsEveryCode() {
        let codes = Diagnostic.Code.schemaCodes
        #expect(Set(codes.map(\.name)).count == codes.count)
        #expect(codes.allSatisfy { $0.name.hasPrefix("RN02") && $0.name.utf8.count == 6 })
        #expect(codes.allSatisfy { $0.explanation.contains("Wrong:") && $0.explanation.contains("Right:") })
    }
}
