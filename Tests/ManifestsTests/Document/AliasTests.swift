import Diagnostics
import Manifests
import Testing

/// Anchors, aliases and merge keys.
@Suite struct AliasTests {
    @Test func sharesTheNodeThatAnAliasNames() {
        let root = Reading("a: &x [1, 2]\nb: *x\nc: &y text\nd: *y\n").root
        #expect(root?.shown == "{a: [int(1), int(2)], b: [int(1), int(2)], c: 'text', d: 'text'}")
        #expect(root?["a"]?.span == root?["b"]?.span)
    }

    @Test func letsAnAnchorBeGivenAgain() {
        let root = Reading("- &a 1\n- *a\n- &a 2\n- *a\n- &a [&a x, *a]\n- *a\n").root
        #expect(root?.shown == "[int(1), int(1), int(2), int(2), ['x', 'x'], 'x']")
    }

    @Test func takesAliasesOfScalarsAsKeys() {
        #expect(Reading("- &k key\n- {*k : 1}\n").root?.shown == "['key', {key: int(1)}]")
    }

    @Test(arguments: [
        ("a: 1\nb: 1️⃣*nope\n", "define `&nope` above, or quote the text"),
        ("b: &defaults 1\nc: 1️⃣*default\n", "did you mean `*defaults`?"),
        ("--- &a 1\n--- 1️⃣*a\n", "define `&a` above, or quote the text"),
        ("- 1️⃣*later\n- &later 1\n", "define `&later` above, or quote the text"),
    ])
    func refusesUndefinedAliases(text: String, help: String) {
        let marked = MarkedYAML(text)
        let reading = Reading(marked.text)
        #expect(reading.fault?.code == .undefinedAlias)
        #expect(reading.place == marked.places[1])
        #expect(reading.fault?.help == help)
    }

    @Test(arguments: ["a: 2️⃣&a [1, 1️⃣*a]\n", "2️⃣&r\nx: 1\ny: 1️⃣*r\n", "a: 2️⃣&a\n  <<: 1️⃣*a\n  b: 1\n"])
    func refusesCycles(text: String) {
        let marked = MarkedYAML(text)
        let reading = Reading(marked.text)
        #expect(reading.fault?.code == .cyclicAlias)
        #expect(reading.place == marked.places[1])
        #expect(reading.fault?.secondary.first?.span.start == marked.places[2])
    }

    @Test func refusesExponentialExpansionWithoutExpanding() {
        var text = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n"
        for level in 1...60 {
            let alias = "*a\(level - 1)"
            let list = [String](repeating: alias, count: 10).joined(separator: ", ")
            text += "a\(level): &a\(level) [\(list)]\n"
        }
        let reading = Reading(text)
        #expect(reading.fault?.code == .expandsTooFar)
        #expect(reading.fault?.message == "alias `*a3` makes the document expand to more than 100000 values")
    }

    @Test func allowsTenTimesTheValuesOfALargeDocument() {
        var limits = YAMLLimits.standard
        limits.expandedNodes = 10
        let items = [String](repeating: "x", count: 100).joined(separator: ", ")
        // 102 values are written (two collections): 1020 is the limit.
        let nine = [String](repeating: "*a", count: 9).joined(separator: ", ")
        #expect(Reading("[&a [\(items)], \(nine)]", limits: limits).root?.count == 10)
        let ten = nine + ", *a"
        #expect(Reading("[&a [\(items)], \(ten)]", limits: limits).fault?.code == .expandsTooFar)
    }

    @Test func countsLevelsThatComeThroughAliases() {
        var limits = YAMLLimits.standard
        limits.depth = 4
        #expect(Reading("- &a [[1]]\n- [*a]\n", limits: limits).root != nil)
        let marked: MarkedYAML = "- &a [[1]]\n- [[1️⃣*a]]\n"
        let reading = Reading(marked.text, limits: limits)
        #expect(reading.fault?.code == .nestedTooDeep)
        #expect(reading.place == marked.places[1])
    }

    @Test(arguments: [
        ("b: &b {x: 1, y: 2}\nd:\n  <<: *b\n  x: 9\n", "{x: int(9), y: int(2)}"),
        ("b: &b {x: 1, y: 2}\nd:\n  x: 9\n  <<: *b\n", "{x: int(9), y: int(2)}"),
        ("b: [&p {x: 1}, &q {x: 2, y: 3}]\nd: {<<: [*p, *q], z: 4}\n", "{z: int(4), x: int(1), y: int(3)}"),
        ("d: {<<: {x: 1}, y: 2}\n", "{y: int(2), x: int(1)}"),
        ("d: {<<: [], y: 2}\n", "{y: int(2)}"),
        ("b: &b {<<: {x: 1}, y: 2}\nd: {<<: *b}\n", "{y: int(2), x: int(1)}"),
        ("b: &b [{x: 1}]\nd: {<<: *b}\n", "{x: int(1)}"),
        ("d: {\"<<\": 1, '<': 2}\n", "{<<: int(1), <: int(2)}"),
        ("d: {!!str <<: 1}\n", "{<<: int(1)}"),
    ])
    func mergesMappings(text: String, expected: String) {
        #expect(Reading(text).root?["d"]?.shown == expected)
    }

    @Test func keepsThePlacesOfMergedEntries() {
        let marked: MarkedYAML = "b: &b {1️⃣x: 2️⃣1}\nd: {<<: *b}\n"
        let entry = Reading(marked.text).root?["d"]?.entry("x")
        #expect(entry?.key.span.start == marked.places[1])
        #expect(entry?.value.span.start == marked.places[2])
    }

    @Test(arguments: [
        "a:\n  <<: 1️⃣3\n", "{<<: 1️⃣text}", "{<<: 1️⃣~}", "{<<: [{}, 1️⃣3]}", "b: 1️⃣&b [[]]\nc: {<<: *b}", "<<:1️⃣ \n",
    ])
    func refusesToMergeAnythingElse(text: String) {
        let marked = MarkedYAML(text)
        let reading = Reading(marked.text)
        #expect(reading.fault?.code == .mergesOther)
        #expect(reading.fault?.secondary.first?.text == "merged here")
        // What an alias names is reported where it stands.
        if !text.contains("&b") { #expect(reading.place == marked.places[1]) }
    }

    @Test func mergesLongChainsCheaply() {
        var text = "b0: &b0 {k: v}\n"
        for level in 1...300 {
            let list = [String](repeating: "*b\(level - 1)", count: 9).joined(separator: ", ")
            text += "b\(level): &b\(level) {<<: [\(list)], l: v}\n"
        }
        #expect(Reading(text).root?["b300"]?.shown == "{l: 'v', k: 'v'}")
    }

    @Test func boundsTheWorkOfMerging() {
        var text = "base: &m {"
        for number in 0..<2000 { text += "k\(number): 0, " }
        text += "}\n"
        for number in 0..<200 { text += "d\(number): {<<: *m}\n" }
        #expect(Reading(text).fault?.code == .expandsTooFar)
    }
}
