import Diagnostics
import Testing

@testable import Manifests

@Suite struct AvailableKeysTests {
    struct Case: CustomTestStringConvertible {
        let name: String
        let source: MarkedManifest
        let what: String

        static func job(_ text: String, _ what: String) -> Case {
            Case(name: text, source: .sound(job: "{ endpoint: heart, \(text) }"), what: what)
        }

        static func credential(_ text: String, _ what: String) -> Case {
            Case(name: text, source: .sound(credential: text), what: what)
        }

        static func endpoint(_ text: String, _ what: String) -> Case {
            Case(name: text, source: .sound(endpoint: text), what: what)
        }

        static func type(_ type: String, _ what: String) -> Case {
            let source = MarkedManifest(
                """
                metadata: { name: m }
                credentials: { scoring: { type: 1️⃣\(type), clientId: x, source: imds } }
                endpoints:
                  heart: { type: azureml-batch, scoringUri: 'https://x', credential: scoring }
                jobs: { a: { endpoint: heart } }
                """
            )
            return Case(name: type, source: source, what: what)
        }

        var testDescription: String { name }

        static let all: [Case] = [
            .job("1️⃣priority: 3", "this key"),
            .job("settings: { 1️⃣compute: x }", "this key"),
            .job("inputs: { x: { type: uri_file, uri: u, 1️⃣mode: ro_mount } }", "this key"),
            .endpoint("1️⃣priority: 3", "this key"),
        ]
    }

    @Test(arguments: Case.all)
    func refusesWhatIsNotDoneYet(_ missing: Case) throws {
        let (manifest, problems) = try missing.source.read()
        #expect(manifest == nil)
        #expect(problems.map(\.code) == [.notAvailableYet])
        let problem = try #require(problems.first)
        #expect(problem.primary?.span.start == missing.source.marks[0])
        #expect(problem.primary?.text == "this version does not have \(missing.what)")
        #expect(problems.exitStatus == .unavailable)
    }

    /// A path in one of the tables that contradicts another would make a rule dead.
    @Test func readsNothingThatIsMissing() {
        #expect(Set(AvailableKeys.read).isDisjoint(with: AvailableKeys.missing.keys))
        #expect(Set(AvailableKeys.missingValues.keys).isSubset(of: AvailableKeys.read))
    }
}
