import Diagnostics
import JSONValues
import Testing

@testable import Manifests

/// The yaml-test-suite beside the package.
///
/// Compared as documents, not as events: a valid case must be accepted and equal its `in.json` where it has one; an
/// invalid case must be refused. Cases that this parser refuses by policy (tags beyond the core schema, collections
/// as keys, keys that stand twice) count as right when nothing else is wrong with them. libyaml alone gets 330 of
/// 402 right by its events.
@Suite(
    .enabled(if: FixtureFiles.exists(FixtureFiles.yamlSuite), "../shared/suites/yaml-test-suite is absent")
)
struct YAMLSuiteTests {
    static let folder = FixtureFiles.yamlSuite

    /// The folders of all cases; some have numbered parts.
    static var cases: [String] {
        FixtureFiles.names(in: folder).filter { $0.first?.isUppercase == true || $0.first?.isNumber == true }
            .flatMap {
                name -> [String] in
                if FixtureFiles.exists("\(folder)/\(name)/in.yaml") { return [name] }
                return FixtureFiles.names(in: "\(folder)/\(name)").map { "\(name)/\($0)" }
                    .filter { FixtureFiles.exists("\(folder)/\($0)/in.yaml") }
            }
    }

    static let policy: Set<Diagnostic.Code> = [.unknownTag, .keyNotScalar, .duplicateKey, .tagMismatch]

    /// Why a case is not right; `nil` when it is.
    private func mistake(in name: String) throws -> String? {
        let path = "\(Self.folder)/\(name)"
        let bytes = try #require(FixtureFiles.bytes(path + "/in.yaml"))
        let reading = Reading(bytes: bytes)
        let isValid = !FixtureFiles.exists(path + "/error")
        if !isValid { return reading.problems.isEmpty ? "accepted" : nil }
        if !reading.problems.isEmpty {
            if Set(reading.problems.map(\.code)).isSubset(of: Self.policy) { return nil }
            return "refused: \(reading.problems[0].message)"
        }
        guard let json = FixtureFiles.bytes(path + "/in.json") else { return nil }
        let expected = jsonValues(json)
        let found = reading.documents.map { $0.root.jsonValue().map(comparable) }
        if expected.isEmpty, found.isEmpty { return nil }
        return found == expected ? nil : "not as in.json: \(found)"
    }

    /// All values of a file that holds several JSON texts.
    private func jsonValues(_ bytes: [UInt8]) -> [JSONValue?] {
        var values: [JSONValue?] = []
        var start = 0
        while bytes[start...].contains(where: { $0 > 0x20 }) {
            let source = SourceText(name: "in.json", bytes: bytes)
            var reader = JSONDocumentReader(source: source, limits: .standard, start: start)
            guard case .document(let document) = reader.readValue() else { break }
            values.append(document.root.jsonValue().map(comparable))
            start = reader.index
        }
        return values
    }

    /// A value with its members in order of name and its numbers as one spelling.
    private func comparable(_ value: JSONValue) -> JSONValue {
        switch value {
        case .number(let number): .string("number \(Double(number.text) ?? 0)")
        case .array(let elements): .array(elements.map(comparable))
        case .object(let members):
            .object(
                members.map { JSONValue.Member($0.name, comparable($0.value)) }.sorted { $0.name < $1.name }
            )
        default: value
        }
    }

    @Test func isNeverWorseThanLibyaml() throws {
        let cases = Self.cases
        #expect(cases.count == 402)
        var mistakes: [String] = []
        for name in cases {
            if let mistake = try mistake(in: name) { mistakes.append("\(name): \(mistake)") }
        }
        let right = cases.count - mistakes.count
        #expect(right >= 349, "\(right) right; \(mistakes.joined(separator: "\n"))")
    }

    @Test func refusesNoValidCaseThatLibyamlAccepts() throws {
        // Each line of the table names a case that libyaml gets wrong.
        let table = try #require(FixtureFiles.text(Self.folder + "/../libyaml-0.2.5-results.tsv"))
        let known = Set(
            table.split(separator: "\n").compactMap { $0.split(separator: "\t").first.map(String.init) }
        )
        for name in Self.cases where !known.contains(name) {
            let mistake = try mistake(in: name)
            #expect(mistake == nil, "\(name): \(mistake ?? "")")
        }
    }

    @Test func refusesEveryInvalidCase() throws {
        let invalid = Self.cases.filter { FixtureFiles.exists("\(Self.folder)/\($0)/error") }
        #expect(invalid.count == 94)
        for name in invalid { #expect(try mistake(in: name) == nil, "\(name)") }
    }

    @Test func survivesEveryPrefixOfEveryCase() throws {
        for name in Self.cases {
            let bytes = try #require(FixtureFiles.bytes("\(Self.folder)/\(name)/in.yaml"))
            for count in bytes.indices {
                let reading = Reading(bytes: Array(bytes[..<count]))
                #expect(reading.problems.isEmpty || reading.problems.containsErrors)
                for document in reading.documents { _ = document.root.jsonValue() }
            }
        }
    }
}
