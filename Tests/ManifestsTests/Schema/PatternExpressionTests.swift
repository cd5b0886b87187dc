import Diagnostics
import Testing

@testable import Manifests

@Suite struct PatternExpressionTests {
    static let decided: [(pattern: String, matching: [String], others: [String])] = [
        ("a.c", ["abc", "xabcx", "a\u{85}c"], ["a\nc", "a\u{2028}c", "ac"]),
        ("^a$", ["a"], ["a\n", "\na", "b\na"]),
        (#"^\d+$"#, ["123"], ["\u{0663}", "12a"]),
        (#"^\w$"#, ["a", "_"], ["é", "-"]),
        (#"^\s$"#, [" ", "\u{a0}", "\u{feff}", "\u{2029}", "\t"], ["a", "\u{200b}"]),
        (#"^[\s]$"#, ["\u{3000}"], ["x"]),
        (#"^\S$"#, ["x"], ["\u{a0}"]),
        (#"^\v$"#, ["\u{0b}"], ["\n"]),
        (#"^\cA$"#, ["\u{01}"], ["A"]),
        (#"^\u0061\x62\u{63}$"#, ["abc"], ["u0061"]),
        (#"^\uD83D\uDE00$"#, ["😀"], ["x"]),
        ("^.$", ["😀", "é"], ["e\u{301}"]),
        (#"^\p{L}$"#, ["é", "ß"], ["1"]),
        ("(?<=a)b(?!c)", ["ab", "abd"], ["abc", "b"]),
        (#"^(?<x>a)\k<x>$"#, ["aa"], ["a"]),
        (#"^(a)|b\1$"#, ["b", "a"], ["c"]),
        ("^[[a]$", ["[", "a"], ["]"]),
        ("^[[:alpha:]]$", ["a]", ":]"], ["b"]),
        ("^[^]$", ["a", "\n"], [""]),
        ("", ["", "x"], []),
        ("^$", [""], ["\n"]),
    ]

    @Test(arguments: decided)
    func decidesAsECMAScript(test: (pattern: String, matching: [String], others: [String])) throws {
        let expression = try PatternExpression(test.pattern)
        for text in test.matching { #expect(try expression.matches(text.utf8), "\(text.debugDescription)") }
        for text in test.others { #expect(try !expression.matches(text.utf8), "\(text.debugDescription)") }
    }

    @Test(arguments: [
        "(", ")", "[", "a**", "a++", "?", #"\"#, #"\A"#, #"\z"#, #"\Qa\E"#, #"\R"#, #"\X"#, #"\C"#, #"\u12"#,
        #"\u{110000}"#,
        #"\x1"#, #"\c1"#, "(?R)", "(?1)", "(?>a)", "(?|a|b)", "(?#c)", "(?i)a", "(?P<n>a)",
        "(?(1)a)", "(*UCP)a",
        "(*LIMIT_MATCH=1)a", "a{2}+", #"(?<n>a)\k<m>"#,
        String(repeating: "(", count: 200) + String(repeating: ")", count: 200),
        String(repeating: "a", count: 20_000), "((a{1000}){1000}){1000}",
    ])
    func refusesWhatECMAScriptDoesNotKnow(pattern: String) {
        #expect(throws: PatternExpression.Fault.self) { try PatternExpression(pattern) }
    }

    /// A limit that is hit is not "no match".
    @Test(arguments: ["^(a+)+$", "^(a|a)*$", "^(a|aa)+$", "^(.*.*.*.*.*.*.*.*)*x$"])
    func givesUpAloud(pattern: String) throws {
        let expression = try PatternExpression(pattern)
        let text = String(repeating: "a", count: 5000) + "!"
        #expect(throws: PatternExpression.Fault.tooCostly) { try expression.matches(text.utf8) }
    }

    @Test func refusesTextThatIsNoText() throws {
        let expression = try PatternExpression("a")
        #expect(throws: PatternExpression.Fault.self) { try expression.matches([0x61, 0xFF]) }
    }

    @Test func saysSoInADiagnostic() throws {
        let text = String(repeating: "a", count: 40) + "!"
        let problems = try SchemaFixture.problems(of: text, by: "{ pattern: '^(a+)+$' }")
        #expect(problems.map(\.code) == [.checkTooCostly])
    }
}
