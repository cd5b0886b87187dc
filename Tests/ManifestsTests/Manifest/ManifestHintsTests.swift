import Diagnostics
import Testing

@testable import Manifests

@Suite struct ManifestHintsTests {
    /// The warnings about a job's text.
    static func warnings(_ text: String, key: String = "experimentName") throws -> [Diagnostic] {
        let source = MarkedManifest.sound(job: "{ endpoint: heart, \(key): '\(text)' }").text
        var problems: [Diagnostic] = []
        let documents = YAMLParser().documents(in: SourceText(name: "m.yaml", text: source), into: &problems)
        let checked = try #require(documents.first.flatMap { DocumentChecker().check($0, into: &problems) })
        #expect(problems == [])
        ManifestHints().check(checked, into: &problems)
        return problems
    }

    @Test(arguments: [
        ("{{ date }}", "{{ date }}", "the parameter is looked up with `${{ parameters.date }}`"),
        ("a-{{parameters.date}}-b", "{{parameters.date}}", "a look-up is written `${{ parameters.date }}`"),
        ("{%- if x -%}", "{%- if x -%}", nil), ("<your-name>", "<your-name>", nil),
        ("a/<NAME>/b", "<NAME>", nil),
        ("${DATE}", "${DATE}", nil), ("$(Build.BuildId)", "$(Build.BuildId)", nil),
        ("${{ run.id }}-{{ x }}", "{{ x }}", nil),
    ])
    func findsLeftovers(_ text: String, _ found: String, _ help: String?) throws {
        let warnings = try Self.warnings(text)
        #expect(warnings.map(\.code) == [.unfilledTemplate])
        #expect(warnings.map(\.severity) == [.warning])
        #expect(warnings.first?.message == "`\(found)` looks as if it was to be replaced")
        if let help { #expect(warnings.first?.help == help) }
        let span = try #require(warnings.first?.primary?.span)
        #expect(span.end - span.start == found.utf8.count)
    }

    @Test(arguments: [
        "${{ run.id }}", "a < b > c", "<1>", "1 < 2", "{ }", "{{", "}}", "{{}}", "$", "${", "${ x", "$logs",
        "<>", "{%",
        "Ada <ada@example.org>", "parameters", "parameters.other", "date",
    ])
    func leavesOthersAlone(_ text: String) throws {
        #expect(try Self.warnings(text) == [])
    }

    @Test(arguments: ["parameters.date", "run.id", "attempt.number"]) func findsLookUpsWithoutBraces(
        _ text: String
    ) throws {
        #expect(try Self.warnings(text).map(\.code) == [.lookupMissing])
    }

    @Test(arguments: ["{", "<", "<a", "{{a", "{%", "${", "${{ run.id }}{"]) func isLinearInHostileTexts(
        _ text: String
    ) {
        let bytes = Array(String(repeating: text, count: 400_000 / text.utf8.count).utf8)
        let started = ContinuousClock.now
        #expect(UnfilledTemplate.leftover(in: bytes[...], from: 0) == nil)
        #expect(ContinuousClock.now - started < .seconds(20))
    }
}
