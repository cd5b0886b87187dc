import ArgumentParser
import Diagnostics
import Host
import JSONValues
import Manifests
import RunnerTestSupport
import Subprocess
import Testing

@testable import RunnerCommands

/// What stands in `docs/` and in the README is true: links, codes, commands, YAML.
@Suite struct DocumentTests {
    static let pages =
        ["README.md"] + Fixture.names(in: "docs", suffix: ".md").map { "docs/\($0).md" }

    /// The blocks of code of a page, by their language.
    private static func blocks(_ page: String, _ languages: Set<String>) throws -> [String] {
        var blocks: [String] = []
        var lines: [Substring] = []
        var language: String?
        for line in try Fixture.text(page).split(separator: "\n", omittingEmptySubsequences: false) {
            guard line.hasPrefix("```") else {
                if language != nil { lines.append(line) }
                continue
            }
            if let open = language {
                if languages.contains(open) { blocks.append(lines.joined(separator: "\n") + "\n") }
                language = nil
            } else {
                language = String(line.dropFirst(3))
            }
            lines = []
        }
        return blocks
    }

    @Test(arguments: pages) func everyLinkLeadsSomewhere(page: String) throws {
        let folder = page.split(separator: "/").dropLast().map { $0 + "/" }.joined()
        for target in DocumentLinks(try Fixture.text(page)).targets {
            let parts = target.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false)
            let file = parts[0].isEmpty ? page : folder + parts[0]
            let path = Fixture.packageRoot + "/" + file
            #expect(SystemFileSystem().kind(of: path) != nil, "\(page): \(target)")
            guard parts.count == 2, file.hasSuffix(".md"), SystemFileSystem().kind(of: path) == .file else {
                continue
            }
            let anchors = DocumentLinks(try Fixture.text(file)).anchors
            #expect(anchors.contains(String(parts[1])), "\(page): \(target)")
        }
    }

    @Test(arguments: pages) func everyCodeIsInTheCatalogue(page: String) throws {
        let known = Set(DiagnosticCatalog.codes.map(\.name))
        for part in try Fixture.text(page).split(separator: "RN0").dropFirst() {
            let digits = part.prefix { $0.isNumber }
            guard digits.count == 3 else { continue }
            #expect(known.contains("RN0" + digits), "\(page): RN0\(digits)")
        }
    }

    @Test func theIndexListsEveryPage() throws {
        let listed = DocumentLinks(try Fixture.text("docs/README.md")).targets
        for page in Fixture.names(in: "docs", suffix: ".md") where page != "README" {
            #expect(listed.contains("\(page).md"), "docs/README.md does not list \(page).md")
        }
        #expect(Set(listed).count == listed.count)
    }

    /// Options and commands that are gone, or never were, are no command lines.
    @Test(arguments: pages) func everyCommandLineIsOne(page: String) throws {
        for block in try Self.blocks(page, ["sh", "console", "bash"]) {
            let lines = block.split(separator: "\\\n", omittingEmptySubsequences: false).joined(
                separator: " "
            )
            .split(separator: "\n")
            for line in lines {
                let words = line.split(separator: " ").map(String.init).drop { $0 == "$" }
                guard words.first == "runner", words.count > 1 else { continue }
                let end = words.firstIndex { ["|", ">", ">>", "&&", "||", "#", ";", "2>"].contains($0) }
                let arguments = words[..<(end ?? words.endIndex)].dropFirst().map { word in
                    word.filter { $0 != "\"" && $0 != "'" && $0 != ")" }
                }
                // Words that stand for others.
                guard !arguments.contains(where: { $0.contains("…") || $0.contains("$(") || $0 == "--" })
                else {
                    continue
                }
                #expect(throws: Never.self, "\(page): \(line)") {
                    _ = try RunnerCommand.parseAsRoot(arguments)
                }
            }
        }
    }

    // MARK: - YAML

    private static func manifest(_ credentials: String) -> String {
        let indented = credentials.split(separator: "\n").map { "  " + $0 }.joined(separator: "\n")
        // The host of the credential's cloud.
        let top = credentials.contains("usGovernment") ? "us" : "com"
        return """
            apiVersion: runner/v1
            kind: JobManifest
            metadata: { name: page }
            credentials:
            \(indented)
            endpoints:
              heart:
                type: azureml-batch
                scoringUri: https://heart.eastus2.inference.ml.azure.\(top)/jobs
                credential: scoring
            jobs:
              score:
                endpoint: heart
                inputs: { patients: { type: uri_folder, uri: azureml://datastores/clinic/paths/patients } }

            """
    }

    @Test func everyCredentialOfThePageIsValid() async throws {
        let blocks = try Self.blocks("docs/credentials.md", ["yaml"])
        #expect(blocks.count > 8)
        for block in blocks {
            try await Workplace.with { workplace in
                try workplace.write("heart-disease.yaml", Self.manifest(block))
                for command in ["validate", "plan"] {
                    let outcome = await workplace.run([command, workplace.manifest], environment: [:])
                    #expect(outcome.status == .success, "\(block)\n\(outcome.error)")
                    #expect(!outcome.error.contains("warning"), "\(block)\n\(outcome.error)")
                }
            }
        }
        let all = blocks.joined()
        let page = try Fixture.text("docs/credentials.md")
        for type in CredentialSketch.allCases {
            #expect(all.contains("type: \(type.rawValue)\n"), "\(type)")
            #expect(page.contains("\n## \(type.rawValue)\n"), "\(type)")
        }
        for (path, isInYAML) in [("federatedToken.source", true), ("source", false)] {
            let values = try SchemaExplainer(.jobManifest)
                .explain(try #require(SchemaPath("credentials.*." + path))).forms.flatMap(\.shape.values)
            #expect(values.count >= 3)
            for value in values.compactMap(\.value.string) where value != "auto" {
                #expect(
                    isInYAML ? all.contains("source: \(value)") : page.contains("| `\(value)` |"),
                    "\(value)"
                )
            }
        }
    }

    @Test(arguments: ["docs/manifest.md", "docs/emulator.md"]) func everyDocumentOfThePageIsValid(
        page: String
    )
        async throws
    {
        let blocks = try Self.blocks(page, ["yaml"])
        #expect(!blocks.isEmpty)
        for block in blocks {
            try await Workplace.with { workplace in
                try workplace.write("heart-disease.yaml", block)
                let outcome = await workplace.run(["validate", workplace.manifest], environment: [:])
                #expect(outcome.status == .success && outcome.error.isEmpty, "\(outcome.error)")
            }
        }
    }

    /// The emulator's document of the page runs the manifest of the page, with a script that obeys the contract there.
    @Test func theEmulatorOfThePageRuns() async throws {
        let document = try #require(try Self.blocks("docs/emulator.md", ["yaml"]).first)
        try await Workplace.with { workplace in
            let files = SystemFileSystem()
            for folder in ["code", "data", "out"] { try files.createFolder(workplace.folder + "/" + folder) }
            try workplace.write(
                "code/score.py",
                "def init():\n    pass\n\ndef run(mini_batch):\n    return [path for path in mini_batch]\n"
            )
            try workplace.write("data/one.csv", "1\n")
            try workplace.write("emulator.yaml", document)
            try workplace.edit("deployment: classifier-v2", "deployment: classifier")
            let outcome = await workplace.apply(
                environment: Workplace.environment.merging(["AZURE_CLIENT_SECRET": "throw-away"]) { $1 }
            )
            #expect(outcome.status == .success, "\(outcome.error)")
        }
    }

    // MARK: - The scheduler's example

    @Test(arguments: Diagnostics.ExitStatus.allCases) func theSchedulersExampleDecides(
        status: Diagnostics.ExitStatus
    ) async throws {
        let script = try #require(try Self.blocks("docs/exit-statuses.md", ["sh"]).first)
        let result = try await Subprocess.run(
            .name("sh"),
            arguments: ["-c", .init(stringLiteral: "runner() { return \(status.rawValue); }\n" + script)],
            output: .string(limit: 4096),
            error: .string(limit: 4096)
        )
        #expect(result.standardError == "")
        switch status {
        case .success: #expect(result.terminationStatus == .exited(0) && result.standardOutput == "")
        case .tryLater: #expect(result.terminationStatus == .exited(75))
        case .unfinished, .interrupted, .terminated:
            #expect(result.terminationStatus == .exited(1) && result.standardOutput.contains("runner resume"))
        default: #expect(result.terminationStatus == .exited(2))
        }
    }
}
