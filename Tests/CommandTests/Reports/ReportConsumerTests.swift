import Diagnostics
import JSONValues
import Manifests
import RunnerTestSupport
import Testing

@testable import RunnerCommands

/// Each format is read by what it is written for, or by an independent reader of the same form.
@Suite(.enabled(if: ReportConsumer.arePresent, ReportConsumer.absence)) struct ReportConsumerTests {
    static let machineFormats = FindingsFormat.allCases.filter { $0 != .text }

    @Test(arguments: machineFormats) func readsRealFindings(_ format: FindingsFormat) async throws {
        try await expectNoProblems(format, in: try await ReportFixture.corpus())
    }

    @Test(arguments: machineFormats) func readsHostileFindings(_ format: FindingsFormat) async throws {
        try await expectNoProblems(format, in: ReportFixture.hostile)
    }

    @Test(arguments: machineFormats) func readsNoFindings(_ format: FindingsFormat) async throws {
        try await expectNoProblems(format, in: Findings())
        let valid = Findings(files: [.init(name: "a.yaml", kinds: ["JobManifest"], diagnostics: [])])
        try await expectNoProblems(format, in: valid)
        try await expectNoProblems(format, in: Findings(general: ReportFixture.plain.general))
    }

    @Test(arguments: machineFormats) func readsManyFindings(_ format: FindingsFormat) async throws {
        try await expectNoProblems(format, in: ReportFixture.many(1000))
    }

    private func expectNoProblems(_ format: FindingsFormat, in findings: Findings) async throws {
        let seen = try await ReportConsumer.read(format.render(findings).output, as: format)
        #expect(seen["problems"] == [])
    }

    // MARK: What they see

    @Test func sarifSaysWhereAndCountsTheRest() async throws {
        let seen = try await see(.sarif)
        #expect(
            seen["results"] == [
                ["RN0203", "error", "manifests/b.yaml", 3, 3, 3, 7],
                ["RN0203", "error", "manifests/b.yaml", 4, 3, 4, 10],
                ["RN0203", "warning", "manifests/c.yaml", 2, 1, 2, 4],
            ]
        )
        #expect(seen["notifications"] == 1)
        #expect(
            seen["properties"] == [
                "files": 3, "invalidFiles": 1, "errors": 3, "warnings": 1, "shown": 4, "omitted": 0,
            ]
        )
    }

    @Test func sarifKeepsToFiveThousandErrorsFirst() async throws {
        let text = FindingsFormat.sarif.render(ReportFixture.many(7000)).output
        let seen = try await ReportConsumer.read(text, as: .sarif)
        #expect(seen["results"]?.array?.count == 5000)
        #expect(seen["results"]?.array?.allSatisfy { $0.array?[1] == "error" } == true)
        #expect(seen["properties"]?["omitted"] == 2000)
    }

    @Test func sarifNeverGrowsBeyondWhatGitHubTakes() async throws {
        let words = String(repeating: "漢字", count: 2000)
        let source = SourceText(name: "a.yaml", text: "a")
        let diagnostics = (0..<500).map { number in
            Diagnostic(
                .unknownKey,
                "\(number)" + words,
                at: ReportFixture.label(source, "a", words),
                notes: [words],
                help: words
            )
        }
        let findings = Findings(
            files: [.init(name: "a.yaml", kinds: [], diagnostics: diagnostics)],
            sources: [source]
        )
        let text = FindingsFormat.sarif.render(findings).output
        #expect(text.utf8.count < 9_100_000)
        let seen = try await ReportConsumer.read(text, as: .sarif)
        #expect(seen["problems"] == [])
        let shown = try #require(seen["properties"]?["shown"]?.integer)
        #expect(shown > 100)
        #expect(seen["properties"]?["omitted"]?.integer == 500 - shown)
    }

    @Test func junitHasACaseForEachFile() async throws {
        let seen = try await see(.junit)
        let cases = seen["cases"]?.array ?? []
        #expect(
            cases.map { $0.array?.first }
                == ["manifests/a.yaml", "./manifests/b.yaml", "manifests/c.yaml", "runner validate"]
        )
        #expect(cases.map { $0.array?[1] } == [[], ["Failure"], [], ["Error"]])
        #expect([seen["tests"], seen["failures"], seen["errors"]] == [4, 1, 1])
        #expect(cases[2].array?[2].string?.contains("warning[RN0203]: oddity") == true)
        #expect(seen["text"]?.string?.contains("4 |   retriez: 3\n  |   ^^^^^^^ not a key of `job`") == true)
    }

    @Test func tapHasAPointForEachFile() async throws {
        let seen = try await see(.tap)
        #expect(
            seen["tests"] == [
                [true, "- manifests/a.yaml"], [false, "- ./manifests/b.yaml"], [true, "- manifests/c.yaml"],
                [false, "- runner validate"],
            ]
        )
        #expect(seen["findings"] == [0, 2, 1, 1])
    }

    @Test func githubAnnotatesWorstFirstAndCloses() async throws {
        let seen = try await see(.github)
        let annotations = seen["annotations"]?.array ?? []
        #expect(annotations.map { $0.array?.first } == ["error", "error", "error", "warning"])
        #expect(
            annotations[1]
                == [
                    "error",
                    [
                        "file": "manifests/b.yaml", "line": "4", "endLine": "4", "col": "3",
                        "endColumn": "10",
                        "title": "RN0203: unknown key",
                    ],
                    .string(
                        "unknown key `retriez`: not a key of `job`\nnote: a fact\n  in two lines\n"
                            + "help: did you mean `retry`?"
                    ),
                ]
        )
        #expect(
            seen["lines"] == ["runner validate: 3 errors, 1 warning; 1 of 3 files not valid; 4 annotated"]
        )
    }

    @Test func azureReportsIssuesWithTheirPlaces() async throws {
        let seen = try await see(.azure)
        let issues = seen["issues"]?.array ?? []
        #expect(issues.count == 4)
        #expect(
            issues[1]
                == [
                    [
                        "type": "error", "sourcepath": "manifests/b.yaml", "linenumber": "4",
                        "columnnumber": "3", "code": "RN0203",
                    ],
                    .string(
                        "unknown key `retriez`: not a key of `job`; note: a fact;   in two lines; "
                            + "help: did you mean `retry`?"
                    ),
                ]
        )
        let words = "3 errors, 1 warning; 1 of 3 files not valid; 4 reported as issues"
        #expect(seen["lines"] == [.string("runner validate: " + words)])
    }

    @Test func githubListsWhatGitHubWouldDrop() async throws {
        let text = FindingsFormat.github.render(ReportFixture.many(2000)).output
        let seen = try await ReportConsumer.read(text, as: .github)
        #expect(seen["annotations"]?.array?.count == 20)
        let lines = seen["lines"]?.array ?? []
        #expect(lines.count == AnnotatedFindings.lineLimit + 1)
        #expect(
            lines.last
                == "runner validate: 1500 errors, 500 warnings; 1 of 1 file not valid; 20 annotated, 1000 listed above, 980 not shown"
        )
    }

    @Test func gitlabSeesAnEntryForEachFinding() async throws {
        let seen = try await see(.gitlab)
        #expect(
            seen["entries"] == [
                ["RN0203", "manifests/b.yaml", 3], ["RN0203", "manifests/b.yaml", 4],
                ["RN0203", "manifests/c.yaml", 2], ["RN0701", ".", 1],
            ]
        )
    }

    @Test func markdownFoldsEachFile() async throws {
        let seen = try await see(.markdown)
        #expect(seen["blocks"] == 3)
        #expect(
            seen["text"]?.string?.hasPrefix("runner validate: 3 errors, 1 warning; 1 of 3 files not valid")
                == true
        )
        #expect(seen["text"]?.string?.contains("4 |   retriez: 3\n") == true)
    }

    @Test func markdownFitsACommentAndCountsTheRest() async throws {
        for findings in [ReportFixture.many(7000), ReportFixture.hostile] {
            let text = FindingsFormat.markdown.render(findings).output
            #expect(text.utf8.count <= 65_536)
            #expect(text.utf8.count > 60_000)
            let seen = try await ReportConsumer.read(text, as: .markdown)
            let rest = try #require(
                seen["plain"]?.string?.split(separator: " more findings not shown.").first
            )
            let hidden = try #require(Int(rest.split { !$0.isNumber }.last ?? ""))
            let shown =
                text.split(separator: "[RN0203]").count - 1 + text.split(separator: "[RN0701]").count - 1
            #expect(shown + hidden == findings.diagnostics.count)
        }
    }

    @Test func jsonIsDescribedByItsSchema() async throws {
        let seen = try await see(.json)
        #expect(seen["diagnostics"] == 4)
        #expect(
            seen["totals"] == ["files": 3, "invalidFiles": 1, "errors": 3, "warnings": 1, "shown": 4]
        )
    }

    private func see(_ format: FindingsFormat) async throws -> JSONValue {
        let seen = try await ReportConsumer.read(format.render(ReportFixture.plain).output, as: format)
        #expect(seen["problems"] == [])
        return seen
    }
}

/// Perl's harness reads TAP.
@Suite(.enabled(if: ReportConsumer.perlIsPresent, "there is no prove")) struct PerlHarnessTests {
    @Test func readsWhatItIsGiven() async throws {
        let seen = try await ReportConsumer.readByPerl(FindingsFormat.tap.render(ReportFixture.plain).output)
        #expect(seen["problems"] == [])
        #expect(
            seen["tests"] == [
                [true, "- manifests/a.yaml"], [false, "- ./manifests/b.yaml"], [true, "- manifests/c.yaml"],
                [false, "- runner validate"],
            ]
        )
        #expect(seen["findings"] == [2, 1, 1])
    }

    @Test func takesNothingHostileForADirective() async throws {
        let findings = ReportFixture.hostile
        let seen = try await ReportConsumer.readByPerl(FindingsFormat.tap.render(findings).output)
        #expect(seen["problems"] == [])
        #expect(seen["directives"] == 0)
        #expect(seen["tests"]?.array?.count == findings.files.count + 1)
    }
}
