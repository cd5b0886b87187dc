import Diagnostics
import Manifests
import Testing

/// Mistakes in the syntax: the right place, our words.
@Suite struct SyntaxFaultTests {
    @Test(arguments: [
        ("a: 1️⃣\"abc\nb: 2\nc: 3\n2️⃣", "unclosed quote"), ("a: 1️⃣'abc\n2️⃣---\nb: 2\n", "unclosed quote"),
        ("a: 1️⃣[1, 2\nb2️⃣: 3\n", "unclosed bracket `[`"), ("a: 1️⃣{x: 1\n2️⃣b: [3]\n", "unclosed brace `{`"),
        ("a: 1️⃣[\n2️⃣", "unclosed bracket `[`"), ("x: [1, 1️⃣[2, 3]\n", "unclosed bracket `[`"),
        ("a: 1️⃣[1, 2}\n", "unclosed bracket `[`"), ("a: &x 1️⃣[\"]\", '[' # ]\n2️⃣", "unclosed bracket `[`"),
    ])
    func pointsAtTheOpener(text: String, message: String) {
        let marked = MarkedYAML(text)
        let fault = Reading(marked.text).fault
        #expect(fault?.code == .unclosed)
        #expect(fault?.message == message)
        if message.hasSuffix("quote") { #expect(fault?.secondary.first?.span.start == marked.places[2]) }
        // In `[1, [2, 3]` the inner bracket is closed: the outer one is not.
        let place = text.hasPrefix("x") ? 3 : marked.places[1]
        #expect(fault?.primary?.span.start == place)
        #expect(fault?.secondary.count == 1)
    }

    @Test(
        arguments: [
            ("a:\n1️⃣\tb: 1\n", Diagnostic.Code.badIndentation, "a tab cannot indent"),
            ("a:\n   b: 1\n  1️⃣c: 2\n", .badIndentation, "the indentation does not match"),
            ("- a\n b1️⃣: 1\n", .badIndentation, "a key cannot begin here"),
            ("cmd: echo a1️⃣: b\n", .badSyntax, "a second `:` on one line"),
            ("a: b\n  c1️⃣: d\n", .badIndentation, "a key cannot begin here"),
            ("b:\t1️⃣- x\n", .badSyntax, "a list cannot begin here"),
            ("a: 1️⃣@x\n", .badSyntax, "a value cannot begin with `@`"),
            ("a: 1️⃣`x`\n", .badSyntax, "a value cannot begin with a grave accent"),
            ("a: 1\n1️⃣foo\nb: 2\n", .badSyntax, "a key without `:`"),
            ("a: [1, \"x\" 1️⃣\"y\"]\n", .badSyntax, "a comma is missing inside brackets"),
            ("a: \"x\" 1️⃣y\n", .badSyntax, "unexpected text after a value"),
            ("a: \"C:1️⃣\\qux\"\n", .badEscape, "bad escape in double quotes"),
            ("a: \"1️⃣\\ud83d\\ude00\"\n", .badEscape, "bad escape in double quotes"),
            ("1️⃣%YAML 2.0\n---\na: 1\n", .badDirective, "unsupported YAML version"),
            ("a: 1\n...\n1️⃣b: 2\n", .badSyntax, "unexpected text after the end of the document"),
            ("a: 1️⃣*\n", .badSyntax, "an alias needs a name of letters"),
            ("a: \"b\"1️⃣#c\n", .badSyntax, "a comment needs a blank before its `#`"),
            ("a: [b]1️⃣#c\n", .badSyntax, "a comment needs a blank before its `#`"),
            ("a: >1️⃣#c\n  d\n", .badSyntax, "a comment needs a blank before its `#`"),
            ("a: [1️⃣-]\n", .badSyntax, "`-` cannot stand alone inside brackets"),
            ("a: [b,1️⃣#c\n  d]\n", .badSyntax, "a comment needs a blank before its `#`"),
            ("a: [b,1️⃣#c\n  ]\n", .badSyntax, "a comment needs a blank before its `#`"),
            ("%YAML 1.21️⃣#c\n---\na: 1\n", .badSyntax, "a comment needs a blank before its `#`"),
            ("a: [b,\n1️⃣c]\n", .badIndentation, "the line is indented too little"),
            ("- - [\n \t1️⃣a]\n", .badIndentation, "the line is indented too little"),
            ("a:\n  b: \"c\n\n  1️⃣d\"\n", .badIndentation, "the line is indented too little"),
            ("a: {b: c\n1️⃣d}\n", .badIndentation, "the line is indented too little"),
            ("a: >\n    \n  1️⃣# b\n", .badIndentation, "the line is indented too little"),
            (
                "a: 1\n1️⃣%YAML 1.2\n---\nb: 2\n", .badDirective,
                "a directive after a document that has not ended"
            ),
            ("image: 1️⃣{{NAME}}/x:1\n", .unfilledTemplate, "looks like an unfilled {{template}}"),
            ("image: 1️⃣{{NAME}}\n", .unfilledTemplate, "looks like an unfilled {{template}}"),
            ("1️⃣{% if x %}\na: 1\n", .unfilledTemplate, "looks like an unfilled {{template}}"),
            ("a: 1️⃣!x!y z\n", .unknownTag, "unknown tag"),
        ] as [(String, Diagnostic.Code, String)]
    )
    func saysWhatIsWrongInOurWords(text: String, code: Diagnostic.Code, message: String) {
        let marked = MarkedYAML(text)
        let fault = Reading(marked.text).fault
        #expect(fault?.code == code)
        #expect(fault?.message == message)
        #expect(fault?.primary?.span.start == marked.places[1])
    }

    @Test(arguments: [
        "a: [\n  b,\n]\n", "a: \"b\n\"\n", "[a,\nb]\n", "\"a\nb\"\n", "a: &x\n  b: [c,\n   d]\n",
        "- a: [b,\n   c]\n", "a:\n- [b, # c\n d]\n", "a: >\n\n  b\n", "a: >2\n    \n  # b\n",
        "a: >\n  \n# b\n",
        "%YAML 1.2 # c\n---\na: 1\n", "a: [b, '\n\n  c']\n", "a: {b:\n, c: d}\n",
    ])
    func allowsWhatEverybodyWrites(text: String) {
        #expect(Reading(text).problems == [])
    }

    @Test func saysThatAKeyIsTooLong() {
        let long = String(repeating: "k", count: 1100)
        let fault = Reading("- \(long): 1\n").fault
        #expect(fault?.message == "a key of more than 1024 characters")
        #expect(fault?.primary?.span.start == 2)
        #expect(Reading("? \(long)\n: 1\n").root?.count == 1)
    }

    @Test func acceptsExpressions() {
        let root = Reading("a: ${{ parameters.x }}\nb: [\"${{ y }}\"]\n").root
        #expect(root?["a"]?.text == "${{ parameters.x }}")
    }

    @Test func acceptsWhatLooksLikeTheFaults() {
        #expect(Reading("a: \"b\" #c\nd: [-1, --, -a]\ne: > #c\n  x\nf: x#y\n").root?.count == 4)
        #expect(Reading("%YAML 1.2\n---\na: 1\n...\n%YAML 1.2\n---\nb: 2\n").documents.count == 2)
    }

    @Test func keepsLibyamlsWordsAsANote() {
        let fault = Reading("a: [1, 2\n").fault
        #expect(fault?.notes.count == 1)
        #expect(fault?.notes.first?.hasPrefix("libyaml: did not find expected") == true)
        #expect(fault?.message.contains("did not find") == false)
    }
}
