import Diagnostics
import Manifests
import Testing

/// Where keys and values begin and end.
@Suite struct SpanTests {
    /// The text of a node's span.
    private func excerpt(_ node: Node?) -> String? {
        guard let node else { return nil }
        return String(decoding: node.document.source.bytes[node.span.start..<node.span.end], as: UTF8.self)
    }

    @Test(arguments: [
        ("v: plain text # no\nw: 1", "plain text"), ("v: 'it''s' # no", "'it''s'"),
        ("v: \"a\\tb\"", "\"a\\tb\""),
        ("v: [1, 2] # no", "[1, 2]"), ("v: {a: 1}\n", "{a: 1}"), ("v: two\n  lines\nw: 1", "two\n  lines"),
        ("v: |\n  block\n\n\n# no\nw: 1", "|\n  block"), ("v:\n  a: 1\n  b: 2\n\n# no\nw: 1", "a: 1\n  b: 2"),
        ("v:\n- 1\n- - 2\n# no\nw: 1", "- 1\n- - 2"), ("v: &x !!str 1\n", "&x !!str 1"), ("v:\nw: 1", ""),
        ("v: é\n", "é"), ("é: {ü: 1}\nv: [ö, \"é\"]\n", "[ö, \"é\"]"), ("v: &a\n  b: 1\n", "&a\n  b: 1"),
    ])
    func coversAValue(text: String, expected: String) {
        #expect(excerpt(Reading(text).root?["v"]) == expected)
    }

    @Test func coversKeys() {
        let root = Reading("é: 1\n'b c' : 2\n? d\n: 3\n").root
        #expect(root?.entries.map { excerpt($0.key) } == ["é", "'b c'", "d"])
    }

    @Test func coversPairsInFlowSequences() {
        let root = Reading("[a: 1, b: [2]]").root
        #expect(root?.items.map { excerpt($0) } == ["a: 1", "b: [2]"])
    }

    @Test(arguments: [
        ("a\\\n b", "a\\ b"), ("'it''s'", "it's"), ("\"\\x41\\u00e9\\U0001F600\\/\"", "Aé😀/"),
        ("\"a\n  b\"", "a b"),
        ("|\n  a\n   b\n", "a\n b\n"), (">-\n  a\n  b\n", "a b"), ("|+\n  a\n", "a\n\n"),
        ("'a\n\n  b'", "a\nb"),
    ])
    func decodesText(text: String, expected: String) {
        #expect(Reading("v: \(text)\n").root?["v"]?.text == expected)
    }

    @Test func showsADocumentOfNothingAtItsBeginning() {
        let starts = ["---\n...\n", "a: 1\n--- # no\n"].map { Reading($0).documents.last?.root.span.start }
        #expect(starts == [0, 5])
    }

    @Test func givesEveryDocument() {
        let reading = Reading("a: 1\n---\nb: 2\n...\n---\n- 3\n")
        #expect(reading.documents.map(\.root.shown) == ["{a: int(1)}", "{b: int(2)}", "[int(3)]"])
        #expect(reading.documents.map(\.root.span.start) == [0, 9, 22])
    }

    @Test func reportsFaultsOfEveryDocument() {
        let reading = Reading("a: 1\na: 2\n---\nb: 1\n---\nc: *x\n")
        #expect(reading.problems.map(\.code) == [.duplicateKey, .undefinedAlias])
        #expect(reading.documents.map(\.root.shown) == ["{b: int(1)}"])
    }
}
