import Testing

@testable import Manifests

/// What is a pattern of ECMA-262, whether or not PCRE2 can run it.
@Suite struct PatternGrammarTests {
    @Test(arguments: [
        "", "a|b|", "()", "(?:)", "(?=)", "(?!a)", "(?<=a*)b", "(?<!a|bc)", #"(?<ñ$_1>x)\k<ñ$_1>"#,
        #"\k<a>(?<a>)"#,
        #"(?<\u0061\u{62}>x)\k<ab>"#, #"\1(a)"#, "a{2}b{2,}c{2,3}?", "a{00000000000000000000000001}", "[]",
        "[^]",
        "[a-]", "[-a]", #"[\]\-\^\b]"#, #"\cJ\x4A\u004A\u{4A}\uD83D\uDE00\uD83D\0"#,
        #"\^\$\\\.\*\+\?\(\)\[\]\{\}\|\/"#,
        #"\p{Lu}\P{Lu}\p{Uppercase_Letter}\p{gc=Lu}\p{General_Category=Lu}"#,
        #"\p{Script=Greek}\p{sc=Grek}\p{Script_Extensions=Greek}\p{scx=Grek}"#,
        #"\p{Alphabetic}\p{Alpha}\p{Any}\p{ASCII}\p{Assigned}\p{White_Space}\p{space}"#,
    ])
    func knowsTheGrammar(pattern: String) {
        #expect(PatternParser.accepts(Array(pattern.utf8)[...]))
    }

    /// Annex B reads these, and no one mistakes them.
    @Test(arguments: [
        "]", "}", "{", "a{", "a{,2}", "a{1", "a]}", #"\-\_\@\"\ "#, #"[\w-.]"#, #"[a-\d]"#, "[[:alpha:]]",
    ])
    func toleratesWhatIsClear(pattern: String) {
        #expect(PatternParser.accepts(Array(pattern.utf8)[...]))
    }

    @Test(arguments: [
        "(", ")", "a)", "[", "[a", #"[\"#, #"\"#, "*", "a|*", "(+)", "a**", "a+*", "a{2}{3}", "{2}", "a{2,1}",
        "^*",
        #"\b+"#, "(?=a)*", "(?<=a)?", "[b-a]", #"[\p{L}-z]"#, #"[\d-\p{L}]"#, "(?", "(?a)", "(?i)a", "(?i:a)",
        "(?>a)",
        "(?|a)", "(?#a)", "(?P<a>b)", "(?P=a)", "(?R)", "(?1)", "(?&a)", "(?(1)a)", "(*FAIL)", "(?<a",
        "(?<>a)",
        "(?<1>a)", "(?<a>b)(?<a>c)", "(?<a b>c)", #"(?<a\x62>c)"#, #"\k"#, #"\k<a>"#, #"\k{a}"#,
        #"(?<a>)\k<a"#,
        #"\1"#, #"(a)\2"#, #"\00"#, #"\01"#, #"[\1]"#, #"\8"#, #"\a"#, #"\A"#, #"\e"#, #"\G"#, #"\h"#, #"\K"#,
        #"\N"#,
        #"\Q"#, #"\R"#, #"\X"#, #"\z"#, #"\Z"#, #"[\B]"#, #"[\k]"#, #"\c"#, #"\c1"#, #"\cé"#, #"\x"#, #"\x1"#,
        #"\u"#,
        #"\u123"#, #"\u{}"#, #"\u{110000}"#, #"\u{1"#, #"\p"#, #"\p{"#, #"\p{L"#, #"\pL"#, #"\p{}"#,
        #"\p{l}"#,
        #"\p{greek}"#,
        #"\p{Greek}"#, #"\p{Script=greek}"#, #"\p{Script}"#, #"\p{Lu=Lu}"#, #"\p{gc=}"#, #"\p{^Lu}"#,
        #"\p{ Lu}"#,
        #"\p{L&}"#, #"\p{Xan}"#, #"\p{InBasicLatin}"#, #"\p{Block=ASCII}"#,
    ])
    func refusesWhatIsNone(pattern: String) {
        #expect(!PatternParser.accepts(Array(pattern.utf8)[...]))
    }

    @Test(arguments: ["(", "[", "(?:", "\\", "a{", "(a|", "(?<a>", "[^]", "(a)*"])
    func bearsLongPatterns(unit: String) {
        let pattern = String(repeating: unit, count: 20_000)
        let isDeepest =
            pattern.hasPrefix("[^]") || pattern.hasPrefix("(a)") || pattern.hasPrefix("a{") || unit == "\\"
        #expect(PatternParser.accepts(Array(pattern.utf8)[...]) == isDeepest)
    }
}
