import Secrets
import Testing

@Suite struct SanitizerTests {
    @Test(arguments: [
        ("plain é 日本 😀\n\ttext", "plain é 日本 😀\n\ttext"),
        ("a\r\nb\rc", "a\nb\\rc"),
        ("\u{1B}[31mred\u{1B}[0m", "\\u{1B}[31mred\\u{1B}[0m"),
        ("\u{1B}]0;title\u{7}", "\\u{1B}]0;title\\u{7}"),
        ("\u{9B}31m\u{85}\u{7F}\u{0}", "\\u{9B}31m\\u{85}\\u{7F}\\u{0}"),
        (
            "user\u{202E}gpj\u{2066}x\u{2069}\u{200E}\u{200F}\u{61C}",
            "user\\u{202E}gpj\\u{2066}x\\u{2069}\\u{200E}\\u{200F}\\u{61C}"
        ),
        ("a\u{200B}b\u{FEFF}c\u{2028}d\u{2029}e", "a\\u{200B}b\\u{FEFF}c\\u{2028}d\\u{2029}e"),
        ("tag\u{E0041}", "tag\\u{E0041}"),
        ("::set-output name=x::y", "\\::set-output name=x::y"),
        ("ok\n  ::add-mask::x", "ok\n  \\::add-mask::x"),
        ("\u{2028}::error::x", "\\u{2028}::error::x"),
        ("std::vector and a :: b", "std::vector and a :: b"),
        ("##vso[task.setvariable]x", "#\\#vso[task.setvariable]x"),
        ("late ##[group]x ##VSO[y] ##teamcity[z]", "late #\\#[group]x #\\#VSO[y] #\\#teamcity[z]"),
        ("###[x]", "##\\#[x]"),
        ("## heading [x]", "## heading [x]"),
    ])
    func cleans(text: String, expected: String) {
        #expect(Sanitizer.clean(text) == expected)
    }

    @Test func leavesNoActingByteWhateverComesIn() {
        let everything = String(
            String.UnicodeScalarView((0..<0x3000).compactMap { Unicode.Scalar($0 as UInt32) })
        )
        for text in [Sanitizer.clean(everything, limit: 100_000), Sanitizer.line(everything, limit: 100_000)]
        {
            #expect(text.unicodeScalars.allSatisfy { $0 == "\n" || $0 == "\t" || $0.value >= 0x20 })
            #expect(!text.unicodeScalars.contains { 0x7F..<0xA0 ~= $0.value || 0x202A...0x202E ~= $0.value })
            #expect(text.unicodeScalars.contains("\u{2FFF}"))
        }
    }

    @Test func makesOneLine() {
        #expect(Sanitizer.line("first\r\nsecond\n\n\tthird\rx") == "first second third\\rx")
        #expect(Sanitizer.line("\n::error::x") == " \\::error::x")
    }

    @Test func cutsWhatIsTooLong() {
        #expect(Sanitizer.clean("12345", limit: 5) == "12345")
        #expect(Sanitizer.clean("123456", limit: 5) == "1234…")
        #expect(Sanitizer.clean("123\u{1B}", limit: 5) == "123\\…")
        #expect(Sanitizer.line("abc", limit: 0) == "…")
        #expect(Sanitizer.clean(String(repeating: "x", count: 5_000_000)).unicodeScalars.count == 2000)
    }
}
