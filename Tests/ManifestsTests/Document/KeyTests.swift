import Diagnostics
import Manifests
import Testing

/// Keys: scalars, each once, compared as text.
@Suite struct KeyTests {
    @Test(arguments: [
        ("2️⃣name: a\n1️⃣\"name\": b\n", "name"),
        ("jobs:\n  - {2️⃣n: 1, m: 2, 1️⃣n: 3}\n", "n"),
        ("2️⃣1: a\n1️⃣'1': b\n", "1"),
        ("2️⃣\"a\\nb\": 1\n1️⃣\"a\\x0ab\": 2\n", "a\\u{a}b"),
        ("2️⃣<<: {}\n1️⃣<<: {}\n", "<<"),
        ("{2️⃣é: 1, 1️⃣é: 2}", "é"),
        ("k0: 0\nk1: 0\nk2: 0\nk3: 0\n2️⃣k4: 0\nk5: 0\nk6: 0\nk7: 0\nk8: 0\nk9: 0\n1️⃣k4: 0\n", "k4"),
        ("a: &x k\n2️⃣k: 1\n1️⃣*x : 2\n", "k"),
    ])
    func reportsDuplicatesAtTheSecondKey(text: String, name: String) {
        let marked = MarkedYAML(text)
        let reading = Reading(marked.text)
        #expect(reading.fault?.code == .duplicateKey)
        #expect(reading.fault?.message == "duplicate key `\(name)`")
        // An alias as a key is reported where its text is.
        if !marked.text.contains("*x") { #expect(reading.place == marked.places[1]) }
        if !marked.text.contains("*x") {
            #expect(reading.fault?.secondary.first?.span.start == marked.places[2])
        }
        #expect(reading.documents.isEmpty)
    }

    @Test func reportsEveryDuplicate() {
        let reading = Reading("a: 1\na: 2\na: 3\nb: {c: 1, c: 2}\n")
        #expect(reading.problems.map(\.code) == [.duplicateKey, .duplicateKey, .duplicateKey])
    }

    @Test func tellsCanonicallyEqualKeysApart() {
        let root = Reading("\"e\\u0301\": 1\n\"\\u00e9\": 2\n").root
        #expect(root?.count == 2)
        #expect(root?["\u{e9}"]?.integer == 2)
        #expect(root?["e\u{301}"]?.integer == 1)
    }

    @Test func takesEveryScalarAsTheTextOfAKey() {
        let root = Reading("1: a\ntrue: b\n~: c\n1.5: d\n? e\n\"\": f\n").root
        #expect(root?.entries.map(\.name) == ["1", "true", "~", "1.5", "e", ""])
        #expect(root?["e"]?.kind == .null)
    }

    @Test(arguments: [
        "? 1️⃣[a]\n: 1\n", "? 1️⃣{a: b}\n: 1\n", "{1️⃣[a]: 1}", "1️⃣[a, b]: 1\n", "? 1️⃣- a\n: 1\n",
        "a: &x []\n? 1️⃣*x\n: 1\n", "? 1️⃣? [a]\n", "[1️⃣[a]: b]",
    ])
    func refusesCollectionsAsKeys(text: String) {
        let marked = MarkedYAML(text)
        let reading = Reading(marked.text)
        #expect(reading.fault?.code == .keyNotScalar)
        #expect(reading.place == marked.places[1])
    }

    @Test func findsDuplicatesAmongManyKeysInLinearTime() {
        // Quadratic work would be 1250 million comparisons here.
        var text = ""
        for number in 0..<50_000 { text += "k\(number): 0\n" }
        #expect(Reading(text).root?.count == 50_000)
        let reading = Reading(text + "k37777: 1\n")
        #expect(reading.fault?.message == "duplicate key `k37777`")
        #expect(reading.place == text.utf8.count)
    }

    @Test func stopsAfterTooManyFaults() {
        let reading = Reading(String(repeating: "a: 1\n", count: 1000))
        #expect(reading.problems.count == YAMLLimits.standard.faults)
        #expect(reading.problems.last?.notes.last == "reading stopped here, at fault number 100")
    }
}
