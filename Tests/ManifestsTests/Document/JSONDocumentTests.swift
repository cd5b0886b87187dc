import Diagnostics
import JSONValues
import Manifests
import Testing

/// JSON through its own reader, and documents as JSON.
@Suite struct JSONDocumentTests {
    @Test(arguments: ["test.json", "test.yaml", "<stdin>"])
    func readsJSONWhateverItsName(name: String) {
        let text =
            #"{"a\/b": "\ud83d\ude00 \u00e9\n", "n": [1, -2.5e3, true, false, null], "e": {}, "<<": "x"}"#
        let root = Reading(text, name: name).root
        #expect(root?.shown == "{a/b: '😀 é\n', n: [int(1), dec(-2.5e3), true, false, null], e: {}, <<: 'x'}")
    }

    @Test func keepsPlaces() {
        let marked: MarkedYAML = "\n{1️⃣\"é\" : 2️⃣[3️⃣1 ,4️⃣\"\\u0041\"]}\n"
        let root = Reading(marked.text).root
        let entry = root?.entries.first
        #expect(entry?.key.span.start == marked.places[1])
        #expect(entry?.value.span.start == marked.places[2])
        #expect(entry?.value.items.first?.span.start == marked.places[3])
        #expect(entry?.value.items.last?.span.start == marked.places[4])
        #expect(root?.span.end == marked.text.utf8.count - 1)
    }

    @Test(arguments: [
        "{\"a\": 1,1️⃣}", "{\"a\": 1} 1️⃣x", "[1 1️⃣2]", "{1️⃣a: 1}", "[1️⃣01]", "[1.1️⃣]", "[1️⃣'a']", "[1️⃣\"a]",
        "[\"1️⃣\\ud83d\"]", "[\"1️⃣\\x\"]", "[\"a1️⃣\tb\"]", "1️⃣", "[1️⃣nul]", "{\"a\"1️⃣ 1}", "[1,1️⃣]", "[1️⃣NaN]",
        "1️⃣// x\n[]",
        "[-1️⃣]", "[1️⃣+1]", "[1️⃣.5]", "{\"a\": 1️⃣}", "[1️⃣", "[\"1️⃣\\ud83d\\u0041\"]", "[\"1️⃣\\udc00\"]",
    ])
    func refusesWhatIsNotJSONByName(text: String) {
        let marked = MarkedYAML(text)
        let reading = Reading(marked.text, name: "x.json")
        #expect(reading.fault?.code == .invalidJSON)
        #expect(reading.documents.isEmpty)
        let place = marked.places[1] ?? 0
        // Blanks before the place are no matter.
        #expect(reading.place == place || reading.place == place + 1)
    }

    @Test func readsFlowYAMLThatIsNotJSON() {
        #expect(Reading("{a: 1, # comment\n b: [x,]}").root?.shown == "{a: int(1), b: ['x']}")
        #expect(Reading("[1]: x").fault?.code == .keyNotScalar)
        #expect(Reading("{\"a\": 1}\n---\n{\"a\": 2}\n").documents.count == 2)
    }

    @Test func reportsDuplicatesOnceAndInJSONToo() {
        let marked: MarkedYAML = "{\"a\": 1, 1️⃣\"\\u0061\": 2}"
        for name in ["x.json", "x.yaml"] {
            let reading = Reading(marked.text, name: name)
            #expect(reading.fault?.code == .duplicateKey)
            #expect(reading.place == marked.places[1])
        }
    }

    @Test(arguments: [
        ("+1", "1"), ("0777", "777"), ("-00", "-0"), (".5", "0.5"), ("-.5e3", "-0.5e3"), ("1.", "1.0"),
        ("1.e2", "1.0e2"),
        ("0o17", "15"), ("0xFF", "255"), ("0xFFFFFFFFFFFFFFFF", "18446744073709551615"), ("1e400", "1e400"),
        ("12345678901234567890123", "12345678901234567890123"), ("!!float 0x10", "16"), ("007.50", "7.50"),
        (".inf", nil), ("-.inf", nil), (".nan", nil), ("0x10000000000000000", nil),
    ])
    func writesNumbersInTheGrammarOfJSON(text: String, expected: String?) {
        let value = Reading("v: \(text)").root?["v"]?.jsonValue()
        #expect(value == expected.map { .number(JSONNumber(text: $0)) })
    }

    @Test func writesDocumentsAsJSON() {
        let root = Reading("a: &x [~, true, é]\nb: {<<: {c: 1}, d: *x}\n").root
        let list: JSONValue = .array([.null, true, "é"])
        #expect(root?.jsonValue() == ["a": list, "b": ["d": list, "c": 1]])
    }
}
