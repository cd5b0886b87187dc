import Diagnostics
import Manifests
import Testing

/// What is too large, too deep or too much.
@Suite struct LimitTests {
    @Test func allowsTheDepthLimitAndNoMore() {
        let depth = YAMLLimits.standard.depth
        let open = String(repeating: "[", count: depth)
        let close = String(repeating: "]", count: depth)
        #expect(Reading("\(open)\(close)").root != nil)
        #expect(Reading("a: \(open.dropLast())\(close.dropLast())").root != nil)
        let reading = Reading("- \(open)\(close)")
        #expect(reading.fault?.code == .nestedTooDeep)
        #expect(reading.place == 2 + depth - 1)
    }

    @Test(arguments: ["[", "{a: ", "- ", "? ", "[{"])
    func cutsDeepTextOffAtOnce(unit: String) {
        // libyaml alone takes more than ten seconds for 100,000 brackets.
        let reading = Reading(String(repeating: unit, count: 100_000))
        #expect(reading.problems.last?.code == .nestedTooDeep)
        #expect(reading.documents.isEmpty)
    }

    @Test func cutsDeepJSONOffAtOnce() {
        let text = String(repeating: "[", count: 100_000)
        #expect(Reading(text, name: "deep.json").place == 256)
        let marked = String(repeating: "[\n", count: 100_000)
        #expect(Reading(marked, name: "deep.json").fault?.code == .nestedTooDeep)
    }

    @Test func refusesLargeFiles() {
        var limits = YAMLLimits.standard
        limits.bytes = 4
        #expect(Reading("a: 1", limits: limits).root != nil)
        #expect(Reading("a: 12", limits: limits).fault?.code == .sourceTooLarge)
    }

    @Test func refusesTooManyDocuments() {
        var limits = YAMLLimits.standard
        limits.documents = 3
        #expect(Reading("--- 1\n--- 2\n--- 3\n", limits: limits).documents.count == 3)
        let marked: MarkedYAML = "--- 1\n--- 2\n--- 3\n1️⃣--- 4\n--- 5\n"
        let reading = Reading(marked.text, limits: limits)
        #expect(reading.fault?.code == .tooManyValues)
        #expect(reading.place == marked.places[1])
    }

    @Test func refusesTooManyNodes() {
        var limits = YAMLLimits.standard
        limits.nodes = 4
        #expect(Reading("[1, 2, 3]", limits: limits).root != nil)
        #expect(Reading("- 1\n- 2\n- 3\n- 4\n- 5\n- 6\n", limits: limits).fault?.code == .tooManyValues)
    }

    @Test func refusesTooManyTagDirectives() {
        var text = ""
        for number in 0..<101 { text += "%TAG !t\(number)! tag:e.test,2000:\n" }
        #expect(Reading(text + "--- 1\n").fault?.code == .tooManyValues)
    }

    @Test(arguments: ["", "\n\n", "# nothing\n# here\n", "\u{FEFF}", "\u{FEFF}# x\n"])
    func givesNoDocumentForEmptyText(text: String) {
        let reading = Reading(text)
        #expect(reading.documents.isEmpty)
        #expect(reading.problems.isEmpty)
        let fault = Diagnostic.emptySource(SourceText(name: "x.yaml", text: text))
        #expect(fault.code == .emptySource)
    }
}
