import Diagnostics
import Manifests
import Testing

/// Golden pairs: `Fixtures/yaml/invalid/<case>.yaml` beside what is said about it, `<case>.txt`.
///
/// `RECORD=1 swift test --filter YAMLGoldenTests` writes the `.txt` files; review them as code.
@Suite struct YAMLGoldenTests {
    static let folder = FixtureFiles.folder + "/invalid"
    static let cases = FixtureFiles.names(in: folder).filter { !$0.hasSuffix(".txt") }

    /// Codes that a file of reasonable size cannot provoke; ``LimitTests`` do, with smaller limits.
    static let withoutFixture: [Diagnostic.Code] = [.sourceTooLarge, .tooManyValues]

    private static func source(_ name: String) throws -> SourceText {
        SourceText(name: name, bytes: try #require(FixtureFiles.bytes(folder + "/" + name)))
    }

    private static func problems(in source: SourceText) -> [Diagnostic] {
        let reading = Reading(source)
        return reading.documents.isEmpty && reading.problems.isEmpty
            ? [.emptySource(source)] : reading.problems
    }

    @Test(arguments: cases)
    func saysWhatIsRecorded(name: String) throws {
        let source = try Self.source(name)
        func shown(_ label: Diagnostic.Label) -> String {
            let start = source.position(at: label.span.start)
            let end = source.position(at: label.span.end)
            return "\(start.line):\(start.column)-\(end.line):\(end.column) \(label.text)\n"
        }
        var text = ""
        for problem in Self.problems(in: source) {
            text += "\(problem.severity)[\(problem.code.name)]: \(problem.message)\n"
            if let primary = problem.primary { text += "  at \(shown(primary))" }
            for label in problem.secondary { text += "  also \(shown(label))" }
            for note in problem.notes { text += "  note: \(note)\n" }
            if let help = problem.help { text += "  help: \(help)\n" }
        }
        let path = Self.folder + "/" + (name.split(separator: ".").first.map(String.init) ?? name) + ".txt"
        if FixtureFiles.isRecording { FixtureFiles.write(text, to: path) }
        #expect(FixtureFiles.text(path) == text)
    }

    @Test func hasAFixtureForEveryCode() throws {
        var provoked = Set(Self.withoutFixture)
        for name in Self.cases { provoked.formUnion(Self.problems(in: try Self.source(name)).map(\.code)) }
        #expect(Diagnostic.Code.yamlCodes.filter { !provoked.contains($0) }.map(\.name) == [])
        #expect(provoked.subtracting(Diagnostic.Code.yamlCodes).map(\.name) == [])
    }

    @Test func numbersAndExplainsEveryCode() {
        let codes = Diagnostic.Code.yamlCodes
        #expect(Set(codes.map(\.name)).count == codes.count)
        #expect(codes.allSatisfy { $0.name.hasPrefix("RN01") && $0.name.utf8.count == 6 })
        #expect(codes.allSatisfy { $0.explanation.contains("Wrong:") && $0.explanation.contains("Right:") })
    }
}
