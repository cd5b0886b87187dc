import RunnerTestSupport
import Testing

@testable import Manifests

/// The official JSON Schema test suite, counted.
@Suite(.enabled(if: SharedReference.isPresent, "the suite is not here"))
struct SchemaSuiteTests {
    private func files(_ draft: String) -> [String] {
        SchemaSuite.paths(in: "\(SchemaSuite.folder)/tests/\(draft)")
    }

    @Test func isRightInAllOf202012() throws {
        let score = try SchemaSuite.score(
            files("draft2020-12").filter { !$0.hasPrefix("optional/") },
            in: "draft2020-12"
        )
        #expect(score.wrong == [])
        #expect(score.right == 1299)
    }

    /// The one that is missing needs a schema of draft 2019-09, which is refused aloud.
    @Test func isRightInTheOptionalPart() throws {
        let files = files("draft2020-12").filter {
            $0.hasPrefix("optional/") && !$0.hasPrefix("optional/format")
        }
        let score = try SchemaSuite.score(files, in: "draft2020-12")
        #expect(score.wrong.map { $0.prefix(28) } == ["optional/cross-draft.json: r"])
        #expect(score.right == 157)
        #expect(score.total == 158)
    }

    /// With `format` asserted, as an option or by the dialect.
    @Test func isRightInFormats() throws {
        let files = files("draft2020-12").filter { $0.hasPrefix("optional/format") }
        let score = try SchemaSuite.score(files, in: "draft2020-12", assertsFormats: true)
        #expect(score.wrong == [])
        #expect(score.right == 768)
    }

    /// Beyond what is asked for; the one that is missing is as in 2020-12.
    @Test func isRightInTheOptionalPartOfDraft07() throws {
        let files = files("draft7").filter {
            $0.hasPrefix("optional/") && !$0.hasPrefix("optional/format/")
        }
        let score = try SchemaSuite.score(files, in: "draft7")
        #expect(
            score.wrong.allSatisfy {
                $0.hasPrefix("optional/cross-draft") || $0.hasPrefix("optional/content")
            }
        )
        #expect(score.total - score.right <= 6)
    }

    @Test func isRightInAllOfDraft07() throws {
        let score = try SchemaSuite.score(
            files("draft7").filter { !$0.hasPrefix("optional/") },
            in: "draft7"
        )
        #expect(score.wrong == [])
        #expect(score.right == 927)
    }
}
