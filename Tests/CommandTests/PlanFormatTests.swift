import Diagnostics
import Host
import JSONValues
import RunnerTestSupport
import Testing

@testable import RunnerCommands

/// A plan in the forms of those who read it.
@Suite struct PlanFormatTests {
    /// Texts of a manifest that try to break out of whatever they are written into.
    static let hostile = [
        "@someone", "https://evil.example/x", "</details></code>", "<img src=x>", "::error::x",
        "##vso[task.x]y",
        "`b``c```", "a|b\\\\|c", "[x](http://evil.example)", "\\e[31mred", "\\u202Elmay", "# skip",
    ]

    /// A manifest of 10,000 jobs.
    private static func many(_ workplace: Workplace) throws -> String {
        let manifest = try Fixture.text("manifests/heart-disease.yaml")
        var text = String(try #require(manifest.split(separator: "\njobs:\n").first)) + "\njobs:\n"
        let values = (0..<1000).map(String.init).joined(separator: ", ")
        for number in 0..<10 {
            text += "  score-\(number):\n    endpoint: heart\n    matrix: { part: [\(values)] }\n"
            text += "    inputs:\n      patients:\n        type: uri_folder\n"
            text += "        uri: azureml://datastores/d/paths/${{ parameters.date }}/${{ matrix.part }}\n"
        }
        try workplace.write("many.yaml", text)
        return workplace.folder + "/many.yaml"
    }

    @Test func aCommentOfTenThousandJobsIsOne() async throws {
        try await Workplace.with { workplace in
            let path = try Self.many(workplace)
            let outcome = await workplace.run(["plan", path, "--format", "markdown"])
            #expect(outcome.status == .success, "\(outcome.error)")
            let text = outcome.output
            #expect(text.utf8.count <= 65_536)
            #expect(text.hasPrefix("### `runner plan`: 10000 to submit, 0 to take up, 0 up to date\n"))
            let rows = text.split(separator: "\n").count { $0.hasPrefix("| `heart-disease/score-") }
            #expect(rows > 100)
            #expect(text.contains("\n**\(10_000 - rows) more jobs not listed; details of "))
            // A comment and a step's summary are the same, but for how much they take.
            try workplace.write("summary.md", "before")
            let step = await workplace.run(
                ["plan", path],
                environment: [
                    "GITHUB_ACTIONS": "true", "GITHUB_STEP_SUMMARY": workplace.folder + "/summary.md",
                ]
            )
            #expect(step.status == .success)
            let summary = try SystemFileSystem().read(workplace.folder + "/summary.md", limit: 1 << 20)
            #expect(summary.count > 600_000 && summary.starts(with: "before\n### ".utf8))
            guard ReportConsumer.arePresent else { return }
            let seen = try await ReportConsumer.read(text, as: "run_markdown")
            #expect(seen["problems"] == [])
        }
    }

    @Test(arguments: hostile) func nothingOfAManifestBreaksOut(text: String) async throws {
        try await Workplace.with { workplace in
            try workplace.edit("experimentName: heart-disease", "experimentName: \"\(text)\"")
            for format in PlanFormat.allCases {
                let outcome = await workplace.run(["plan", workplace.manifest, "-o", format.rawValue])
                let acting = outcome.output.unicodeScalars.first {
                    VisibleScalar.mustEscape($0) && $0 != "\n"
                }
                #expect(acting == nil, "\(format.rawValue)")
                guard [.github, .azure, .markdown].contains(format) else { continue }
                for line in outcome.output.split(separator: "\n") {
                    let isOurs = line.hasPrefix("::error file=") || line.hasPrefix("##vso[task.logissue ")
                    let isCommand = line.drop { $0 == " " }.hasPrefix("::") || line.contains("##vso[")
                    #expect(isOurs || !isCommand, "\(line)")
                }
                guard format == .markdown, ReportConsumer.arePresent else { continue }
                let seen = try await ReportConsumer.read(outcome.output, as: "run_markdown")
                #expect(seen["problems"] == [])
            }
        }
    }

    /// What is wrong is told in each form, at its line, also when nothing can be planned.
    @Test func tellsFaultsInEveryForm() async throws {
        try await Workplace.with { workplace in
            try workplace.edit("    experimentName:", "    experimentnam:")
            for format in PlanFormat.allCases {
                let outcome = await workplace.run(["plan", workplace.manifest, "-o", format.rawValue])
                #expect(outcome.status == .invalid)
                #expect((outcome.output + outcome.error).contains("RN0203"), "\(format.rawValue)")
            }
            let github = await workplace.run(["plan", workplace.manifest, "-o", "github"])
            #expect(github.output.contains("::error file="))
            #expect(github.output.contains(",line="))
            let azure = await workplace.run(["plan", workplace.manifest], environment: ["TF_BUILD": "True"])
            #expect(azure.output.contains("##vso[task.logissue type=error;sourcepath="))
            #expect(azure.output.contains(";linenumber="))
        }
    }

    @Test func theFormSuitsThePlace() async throws {
        try await Workplace.with { workplace in
            let text = await workplace.run(["plan", workplace.manifest], environment: ["GITLAB_CI": "true"])
            #expect(text.output.hasPrefix("heart-disease ("))
            let github = await workplace.run(
                ["plan", workplace.manifest],
                environment: ["GITHUB_ACTIONS": "true"]
            )
            #expect(github.output.contains("Plan: 1 to submit"))
            #expect(github.output.hasSuffix("runner plan: 1 file, valid\n"))
            let asked = await workplace.run(
                ["plan", workplace.manifest, "-o", "text"],
                environment: ["GITHUB_ACTIONS": "true"]
            )
            #expect(asked.output == text.output)
        }
    }

    @Test func machinesReadWhatTheyAreGiven() async throws {
        guard ReportConsumer.arePresent else { return }
        try await Workplace.with { workplace in
            try workplace.edit("    experimentName:", "    experimentnam:")
            for format in ["gitlab", "sarif", "github", "azure"] {
                let outcome = await workplace.run(["plan", workplace.manifest, "-o", format])
                let seen = try await ReportConsumer.read(outcome.output, as: format)
                #expect(seen["problems"] == [], "\(format)")
            }
        }
    }
}
