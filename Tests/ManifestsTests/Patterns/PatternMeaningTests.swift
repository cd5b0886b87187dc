import Testing

@testable import Manifests

/// Where PCRE2, left alone, means something else than ECMA-262.
@Suite struct PatternMeaningTests {
    static let decided: [(pattern: String, matching: [String], others: [String])] = [
        (
            #"^[\s]$"#, [" ", "\u{b}", "\u{a0}", "\u{1680}", "\u{200a}", "\u{feff}"],
            ["\u{85}", "\u{180e}", "\u{200b}"]
        ),
        (#"^[\S]$"#, ["\u{85}", "\u{180e}", "a", "\u{10ffff}"], ["\u{feff}", "\u{2028}", " "]),
        (#"^[^\S]$"#, ["\u{3000}"], ["a"]),
        (#"^[^\D\p{L}]$"#, ["7"], ["\u{664}", "a"]),
        (#"^[\W]$"#, ["é", "-", "\u{2028}"], ["a", "_", "0"]),
        (#"\b"#, ["a", "éa"], ["é", ""]),
        ("^.$", ["\u{b}", "\u{c}", "\u{85}", "🐲"], ["\n", "\r", "\u{2028}", "\u{2029}", ""]),
        ("a$", ["a"], ["a\n", "a\r\n"]),
        ("^b", ["b"], ["a\nb"]),
        ("^[]$", [], ["", "a"]),
        ("^[]?$", [""], ["a"]),
        ("^[^]$", ["\n", "🐲"], [""]),
        (#"^\ud83d?$"#, [""], ["🐲", "\u{fffd}"]),
        (#"^[\ud800-\udfff]?$"#, [""], ["🐲"]),
        (#"^[^\ud83d]$"#, ["🐲"], [""]),
        (#"^[\u0000-\uffff]$"#, ["a", "\u{ffff}"], ["🐲"]),
        (#"^[\ud83d\udc30-\ud83d\udc33]$"#, ["🐲"], ["\u{1F434}"]),
        (#"^\cJ\cj$"#, ["\n\n"], ["JJ"]),
        (#"^[\b]\0\t\v$"#, ["\u{8}\u{0}\t\u{b}"], [""]),
        (#"^\p{Letter}\p{Script=Greek}\p{gc=Nd}\p{digit}\P{ASCII}$"#, ["éλ4٤é"], ["éa4٤é"]),
        (#"^\p{LC}\p{Assigned}$"#, ["aa"], ["\u{2b0}a", "a\u{378}"]),
        (#"^\P{Assigned}$"#, ["\u{378}"], ["a"]),
        (#"^(?:a|(b))\1c$"#, ["ac", "bbc"], ["bc"]),
        (#"^\1(a)$"#, ["a"], ["aa"]),
        (#"^(?<one>a)(?<two>b)\k<two>\k<one>$"#, ["abba"], ["abab"]),
        (#"^(a)\1{2}0$"#, ["aaa0"], ["aa0"]),
        (#"^(?:(a|b)\1)+$"#, ["aabb"], ["ab", "aab"]),
        (#"^(?!(a)\1)..$"#, ["ab"], ["aa"]),
        ("^[[:alpha:]]$", ["a]"], ["b"]),
        ("^[&&a-b~~]$", ["&", "~", "b"], ["-"]),
        ("^a{,2}$", ["a{,2}"], ["a", "aa"]),
        ("^x{$", ["x{"], ["x"]),
        (##"^\#\ \"\-\@$"##, [##"# "-@"##], [""]),
        ("(?<=ab|c)d", ["abd", "cd"], ["d", "ad"]),
        ("(?<!a)b", ["b", "cb"], ["ab"]),
        ("(?<=https?:)x", ["http:x", "https:x"], ["htt:x"]),
        ("(?<=^a(?:b{1,3}|cd?)e)x", ["abex", "abbbex", "acex", "acdex"], ["abbbbex", "aex", "abcex"]),
        ("(?<!(?:ab?){2})x", ["x", "abx", "acax"], ["aax", "abax", "ababx"]),
        ("(?<=(a|b)c)x", ["acx", "bcx"], ["cx"]),
        ("^(?:a?){3}$", ["", "aaa"], ["aaaa"]),
    ]

    @Test(arguments: decided)
    func meansWhatECMAScriptMeans(test: (pattern: String, matching: [String], others: [String])) throws {
        let expression = try PatternExpression(test.pattern)
        for text in test.matching { #expect(try expression.matches(text.utf8), "\(text.debugDescription)") }
        for text in test.others { #expect(try !expression.matches(text.utf8), "\(text.debugDescription)") }
    }

    static let lookbehindOfCopies =
        "(?<=" + String(repeating: "(?:", count: 40) + "(?:a*){0}a{99}"
        + String(repeating: "){99}", count: 40) + ")"

    /// Right by the grammar, but beyond PCRE2: better no answer than a wrong one.
    @Test(arguments: [
        "(?<=a+)b", "(?<=(a|bc))d", "(?<=(?:a?){50}(?:b?){50})c", "(?<=(?:(?:(?:a{99}){99}){99}){99})",
        "(?<=((((((a?){9}){9}){9}){9}){9}){9})", "(?<=(?:(?:(?:(?:(?:(?:a?){9}){9}){9}){9}){9}){9})",
        #"(?:(a)|b)*\1"#, #"(?:\1(a))*"#, #"(a\1)*"#, #"(?:(a)?\1)+"#, "a{65536}", lookbehindOfCopies,
        #"\p{Script=Garay}"#,
    ])
    func refusesWhatItCannotRun(pattern: String) {
        #expect(PatternParser.accepts(Array(pattern.utf8)[...]))
        #expect(throws: PatternExpression.Fault.self) { try PatternExpression(pattern) }
    }

    /// Sixteen kilobytes of the dearest constructs are answered, one way or the other.
    @Test(arguments: [
        #"\S"#, #"[^\W]"#, "(?<=a?b?c?d?e?f?)", #"(a)\1"#, "(?:a?){9}", "(a|b)*", ".", "a{9999}",
        #"\p{Script=Greek}"#, "|",
    ])
    func bearsLongPatterns(unit: String) {
        let pattern = String(repeating: unit, count: 16 * 1024 / unit.utf8.count)
        switch Result(catching: { () throws(PatternExpression.Fault) in try PatternExpression(pattern) }) {
        case .success(let expression): #expect(expression.text == pattern)
        case .failure(let fault): #expect(fault != .tooCostly)
        }
    }

    @Test func goesDeep() throws {
        let pattern = String(repeating: "(", count: 99) + "a" + String(repeating: ")", count: 99)
        #expect(try PatternExpression("^\(pattern)\\99$").matches("aa".utf8))
    }
}
