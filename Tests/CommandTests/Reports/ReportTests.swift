import Diagnostics
import Host
import Manifests
import RunnerTestSupport
import Testing

@testable import RunnerCommands

/// What holds for every format.
@Suite struct ReportTests {
    @Test func nothingThatActsAndNoSecretOfTheCorpusGetsOut() async throws {
        for findings in [ReportFixture.hostile, try await ReportFixture.corpus()] {
            for format in FindingsFormat.allCases {
                let rendering = format.render(findings)
                let text = rendering.output + rendering.error
                let acting = text.unicodeScalars.first { VisibleScalar.mustEscape($0) && $0 != "\n" }
                #expect(acting == nil, "\(format.rawValue)")
                #expect(!text.contains("hunter2"), "\(format.rawValue)")
            }
        }
    }

    @Test(arguments: FindingsFormat.allCases) func noHiddenLineGetsOut(_ format: FindingsFormat) async throws
    {
        // The canary stands on a line that one finding hides and others point at, and on the lines of a hidden block.
        let source = SourceText(
            name: "a.yaml",
            text: "a: { secret: canary-1, typo: 1 }\nb: |\n  canary-2\n  canary-3\nc: 1\n"
        )
        let hidden = [
            ReportFixture.label(source, "canary-1", "a secret", showsExcerpt: false),
            ReportFixture.label(source, "|\n  canary-2\n  canary-3", "a secret", showsExcerpt: false),
        ]
        let open = ["typo", "canary-2", "canary-3", "c: 1"].map { ReportFixture.label(source, $0, "here") }
        let diagnostics =
            open.map { Diagnostic(.unknownKey, "wrong", at: $0, secondary: open) }
            + hidden.map { Diagnostic(.unknownKey, "a secret", at: $0, secondary: open) }
            + [Diagnostic(.unknownKey, severity: .warning, "a secret", at: open[3], secondary: hidden)]
        let findings = Findings(
            files: [.init(name: source.name, kinds: ["JobManifest"], diagnostics: diagnostics)],
            sources: [source]
        )
        for limit in [nil, 1, 4] {
            let rendering = format.render(findings, errorLimit: limit)
            #expect(!(rendering.output + rendering.error).contains("canary"))
        }
        if format == .text { #expect(format.render(findings).error.contains("c: 1")) }
    }

    @Test(
        arguments: [
            (.text, "… and 3 more\n\nerror: 3 errors, 1 warning\n"),
            (.json, "\"shown\": 1"),
            (.sarif, #""shown":1,"omitted":3}"#),
            (.junit, #"tests="4" failures="1" errors="1""#),
            (.tap, "# 3 of 4 findings are not shown\n"),
            (
                .github,
                "runner validate: 3 errors, 1 warning; 1 of 3 files not valid; 1 annotated, 3 not shown\n"
            ),
            (.gitlab, "\n]\n"),
            (.markdown, "\n**3 more findings not shown.**\n"),
        ] as [(FindingsFormat, String)]
    )
    func showsNoMoreThanAskedAndCountsAll(_ format: FindingsFormat, _ words: String) {
        let rendering = format.render(ReportFixture.plain, errorLimit: 1)
        let text = rendering.output + rendering.error
        #expect(text.contains(words), "\(text)")
        #expect(text.contains("unknown key `ä`"))
        #expect(!text.contains("retriez") && !text.contains("oddity") && !text.contains("d.yaml"))
    }

    @Test func showsErrorsBeforeWarnings() {
        let reported = ReportedFindings(ReportFixture.plain, limit: 3)
        #expect(reported.shown.map(\.severity) == [.error, .error, .error])
        #expect(ReportedFindings(ReportFixture.plain, limit: 0).shown.isEmpty)
        #expect(ReportedFindings(ReportFixture.plain, limit: .max).omittedCount == 0)
    }

    @Test func textGivesPeopleFindingsAndScriptsValidFiles() {
        let rendering = FindingsFormat.text.render(ReportFixture.plain)
        #expect(
            rendering.output
                == """
                manifests/a.yaml: valid JobManifest
                manifests/a.yaml: valid Emulator
                manifests/c.yaml: valid JobManifest

                """
        )
        #expect(rendering.error.hasPrefix("error[RN0203]: unknown key `ä`\n --> ./manifests/b.yaml:3:3\n"))
        #expect(rendering.error.hasSuffix("\nerror: 3 errors, 1 warning\n"))
        let quiet = FindingsFormat.text.render(ReportFixture.plain, quiet: true)
        #expect(quiet.output.isEmpty)
        #expect(quiet.error == rendering.error)
    }

    @Test(arguments: [FindingsFormat.sarif, .gitlab])
    func namesFindingsAlikeWhenLinesMove(_ format: FindingsFormat) throws {
        func prints(_ findings: Findings) -> [String] {
            let text = format.render(findings).output
            let key = format == .sarif ? "runnerFinding/v1\":\"" : "\"fingerprint\": \""
            return text.split(separator: key).dropFirst().map { String($0.prefix(32)) }
        }
        let twice = Diagnostic(.unknownKey, "unknown key `x`")
        func findings(_ text: String) -> Findings {
            let source = SourceText(name: "a.yaml", text: text)
            var diagnostics = [twice, twice]
            diagnostics[0].primary = ReportFixture.label(source, "x")
            diagnostics[1].primary = ReportFixture.label(source, "x")
            return Findings(
                files: [.init(name: "a.yaml", kinds: [], diagnostics: diagnostics)],
                sources: [source]
            )
        }
        let before = prints(findings("x: 1"))
        #expect(before.count == 2 && Set(before).count == 2)
        #expect(before == prints(findings("# a comment\n\n  x: 1")))
    }

    @Test(.timeLimit(.minutes(5)), arguments: FindingsFormat.allCases)
    func isQuickOnManyFindingsOfOneLine(_ format: FindingsFormat) {
        let findings = ReportFixture.many(4000)
        let start = ContinuousClock.now
        let rendering = format.render(findings)
        let duration = ContinuousClock.now - start
        #expect(!(rendering.output + rendering.error).isEmpty)
        // Without optimisation, and beside other tests: counting the line anew for each finding takes minutes.
        #expect(duration < .seconds(20), "\(duration)")
    }

    @Test func suitsTheStepItRunsIn() {
        #expect(FindingsFormat.automatic(environment: .init(["GITHUB_ACTIONS": "true"])) == .github)
        #expect(
            FindingsFormat.automatic(environment: .init(["GITHUB_ACTIONS": "1", "GITLAB_CI": "true"]))
                == .text
        )
        #expect(FindingsFormat.automatic(environment: .init([:])) == .text)
    }
}
