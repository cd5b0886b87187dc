import Diagnostics
import Testing

@Suite struct DiagnosticRendererTests {
    private static let code = Diagnostic.Code("RN0203", "unknown key", exitStatus: .invalid, explanation: "")

    /// Shows one diagnostic whose primary span is the first place of `mark` in `text`.
    private func shown(
        _ text: String,
        mark: String,
        label: String = "here",
        secondary: [(mark: String, label: String)] = [],
        notes: [String] = [],
        help: String? = nil,
        useColor: Bool = false,
        width: Int = 110
    ) -> String {
        let source = SourceText(name: "a.yaml", text: text)
        let diagnostic = Diagnostic(
            Self.code,
            "unknown key `x`",
            at: Diagnostic.Label(span(mark, in: text), label),
            secondary: secondary.map { Diagnostic.Label(span($0.mark, in: text), $0.label) },
            notes: notes,
            help: help
        )
        return DiagnosticRenderer(sources: [source], useColor: useColor, width: width).text(for: diagnostic)
    }

    private func span(_ mark: String, in text: String) -> SourceSpan {
        let (bytes, sought) = (Array(text.utf8), Array(mark.utf8))
        let start = bytes.indices.first { bytes[$0...].starts(with: sought) } ?? bytes.count
        return SourceSpan(file: "a.yaml", start: start, end: start + sought.count)
    }

    @Test func showsMessagePlaceExcerptNoteAndHelp() {
        let text = String(repeating: "#\n", count: 11) + "    retrys: 3\n"
        #expect(
            shown(
                text,
                mark: "retrys",
                label: "not a key of `job`",
                notes: ["`job` is described by schemas/job-manifest.v1.schema.json"],
                help: "did you mean `retry`?"
            ) == """
                error[RN0203]: unknown key `x`
                  --> a.yaml:12:5
                   |
                12 |     retrys: 3
                   |     ^^^^^^ not a key of `job`
                   = note: `job` is described by schemas/job-manifest.v1.schema.json
                   = help: did you mean `retry`?

                """
        )
    }

    @Test func showsOtherPlacesInTheOrderOfLines() {
        #expect(
            shown(
                "a: 1\nb: 2\nc: 3\na: 4\n",
                mark: "a: 4",
                label: "again",
                secondary: [("a: 1", "first here"), ("4", "this value"), ("c", "")]
            ) == """
                error[RN0203]: unknown key `x`
                 --> a.yaml:4:1
                  |
                1 | a: 1
                  | ---- first here
                ...
                3 | c: 3
                  | -
                4 | a: 4
                  | ^^^^ again
                  |    - this value

                """
        )
    }

    @Test func marksCellsNotBytes() {
        #expect(
            shown("\t日本e\u{301}: 😀 bad\n", mark: "bad") == """
                error[RN0203]: unknown key `x`
                 --> a.yaml:1:10
                  |
                1 |     日本e\u{301}: 😀 bad
                  |               ^^^ here

                """
        )
        #expect(shown("日本: x\n", mark: "日本").contains("  | ^^^^ here\n"))
    }

    @Test func showsControlCharactersAsText() {
        #expect(
            shown(
                "k\u{1B}[31m\u{202E}\u{0}\r\nx: \u{85}bad",
                mark: "bad",
                label: "a\u{1B}b",
                notes: ["n\u{7}\nm\u{9B}"]
            )
                == """
                error[RN0203]: unknown key `x`
                 --> a.yaml:2:5
                  |
                2 | x: \\u{85}bad
                  |          ^^^ a\\u{1B}b
                  = note: n\\u{7}
                          m\\u{9B}

                """
        )
        let first = shown("k\u{1B}[31m\u{202E}\u{0}z\r\n", mark: "z")
        #expect(first.contains("1 | k\\u{1B}[31m\\u{202E}\\u{0}z\n  |                         ^ here\n"))
    }

    @Test func showsBytesThatAreNotUTF8() {
        let source = SourceText(name: "a.yaml", bytes: [0x61, 0xFF, 0xC3, 0x62, 0xE2, 0x82])
        let label = Diagnostic.Label(SourceSpan(file: "a.yaml", start: 1, end: 2), "not UTF-8")
        let text = DiagnosticRenderer(sources: [source]).text(for: Diagnostic(Self.code, "m", at: label))
        #expect(text.hasSuffix("1 | a\\xFF\\xC3b\\xE2\\x82\n  |  ^^^^ not UTF-8\n"))
    }

    @Test func cutsALongLineAroundTheSpan() {
        let text = String(repeating: "a", count: 1000) + "bad" + String(repeating: "c", count: 1000)
        #expect(
            shown(text, mark: "bad", width: 40) == """
                error[RN0203]: unknown key `x`
                 --> a.yaml:1:1001
                  |
                1 | …aaaaaaaaaaaabadccccccccccccccccccc…
                  |              ^^^ here

                """
        )
        let begin = shown("bad" + text, mark: "bad", width: 40)
        #expect(begin.contains("1 | bad" + String(repeating: "a", count: 32) + "…\n  | ^^^ here"))
        let end = shown(String(repeating: "a", count: 1000) + "日", mark: "日", width: 40)
        #expect(end.contains("1 | …aaaaaaaaaaaa日\n  |              ^^ here"))
    }

    @Test func readsNoMoreOfAHugeLineThanItShows() {
        let text = String(repeating: "x", count: 300_000) + "bad" + String(repeating: "x", count: 300_000)
        let source = SourceText(name: "a.yaml", text: text)
        let label = Diagnostic.Label(SourceSpan(file: "a.yaml", start: 300_000, end: 600_003))
        let shown = DiagnosticRenderer(sources: [source]).text(for: Diagnostic(Self.code, "m", at: label))
        #expect(shown.utf8.count < 500)
        #expect(shown.contains(":1:300001"))
    }

    @Test func underlinesTheFirstLineOfASpanOfSeveral() {
        #expect(
            shown("a: |\n  text\n  more\n", mark: "|\n  text\n  more").hasSuffix("1 | a: |\n  |    ^ here\n")
        )
    }

    @Test func marksAPlaceWhereNothingStands() {
        #expect(shown("a:\n", mark: "\n").hasSuffix("1 | a:\n  |   ^ here\n"))
        #expect(shown("a:\n\n", mark: "nowhere", label: "").hasSuffix("3 |\n  | ^\n"))
        let source = SourceText(name: "a.yaml", text: "")
        let label = Diagnostic.Label(SourceSpan(file: "a.yaml", start: 99, end: 200), "")
        let text = DiagnosticRenderer(sources: [source]).text(for: Diagnostic(Self.code, "m", at: label))
        #expect(text == "error[RN0203]: m\n --> a.yaml:1:1\n  |\n1 |\n  | ^\n")
    }

    @Test func namesAFileWithoutItsText() {
        let label = Diagnostic.Label(SourceSpan(file: "gone\u{1B}.yaml", start: 3, end: 4), "x")
        let text = DiagnosticRenderer(sources: []).text(for: Diagnostic(Self.code, "m", at: label, help: "h"))
        #expect(text == "error[RN0203]: m\n --> gone\\u{1B}.yaml\n  = help: h\n")
    }

    @Test func showsOtherFilesApart() {
        let sources = [
            SourceText(name: "a.yaml", text: "one\n"), SourceText(name: "b.yaml", text: "x\ntwo\n"),
        ]
        let diagnostic = Diagnostic(
            Self.code,
            severity: .warning,
            "m",
            at: Diagnostic.Label(SourceSpan(file: "a.yaml", start: 0, end: 3), "here"),
            secondary: [Diagnostic.Label(SourceSpan(file: "b.yaml", start: 2, end: 5), "there")]
        )
        #expect(
            DiagnosticRenderer(sources: sources).text(for: diagnostic) == """
                warning[RN0203]: m
                 --> a.yaml:1:1
                  |
                1 | one
                  | ^^^ here
                 ::: b.yaml:2:1
                  |
                2 | two
                  | --- there

                """
        )
    }

    @Test func coloursOnlyWhenAsked() {
        let plain = shown("bad: 1\n", mark: "bad", notes: ["n"], help: "h")
        let colored = shown("bad: 1\n", mark: "bad", notes: ["n"], help: "h", useColor: true)
        #expect(!plain.contains("\u{1B}"))
        #expect(colored.hasPrefix("\u{1B}[1;31merror[RN0203]\u{1B}[0m\u{1B}[1m: unknown key `x`\u{1B}[0m\n"))
        var stripped = colored
        for code in ["0", "1", "1;31", "1;34"] {
            stripped = stripped.split(separator: "\u{1B}[\(code)m", omittingEmptySubsequences: false).joined()
        }
        #expect(stripped == plain)
    }

    @Test func countsWhatItShowed() {
        let error = Diagnostic(Self.code, "e"), warning = Diagnostic(Self.code, severity: .warning, "w")
        let renderer = DiagnosticRenderer(sources: [])
        #expect(renderer.text(for: [], limit: nil) == "")
        #expect(renderer.text(for: [error], limit: nil) == "error[RN0203]: e\n")
        #expect(
            renderer.text(for: [error, warning, error, error], limit: 2)
                == "error[RN0203]: e\n\nwarning[RN0203]: w\n\n… and 2 more\n\nerror: 3 errors, 1 warning\n"
        )
        #expect(renderer.text(for: [warning, warning], limit: nil).hasSuffix("\n\nwarning: 2 warnings\n"))
    }
}
