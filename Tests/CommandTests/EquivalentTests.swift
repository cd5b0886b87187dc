import Diagnostics
import Host
import JSONValues
import RunnerTestSupport
import Subprocess
import SystemPackage
import Testing

@testable import RunnerCommands

/// `plan --as`: what `apply` would send, as other programs send it.
@Suite struct EquivalentTests {
    /// A workspace's endpoint and one by its scoring URI, with every sort of input and setting.
    static let manifest = """
        apiVersion: runner/v1
        kind: JobManifest
        metadata: { name: nightly }
        credentials:
          scoring:
            type: azure-service-principal
            tenantId: { env: AZURE_TENANT_ID }
            clientId: { env: AZURE_CLIENT_ID }
            clientSecret: { env: AZURE_CLIENT_SECRET }
        endpoints:
          named:
            type: azureml-batch
            workspace:
              subscriptionId: 55555555-5555-4555-8555-555555555555
              resourceGroup: ml
              name: cardiology
            name: heart
            credential: scoring
        jobs:
          score:
            endpoint: named
            deployment: classifier-v2
            experimentName: nightly
            inputs:
              patients: { type: uri_folder, uri: "https://a.blob.core.windows.net/data?x=[1-3]&y={a,b}" }
              threshold: { type: number, value: 0.75 }
              fast: { type: boolean, value: true }
              note: { type: string, value: "it's $(touch mark) `touch mark` \\"${HOME}\\" ü\\u0301'\\u0301" }
              empty: { type: string, value: "" }
            outputs:
              scores: { type: uri_file, uri: "azureml://datastores/w/paths/${{ attempt.number }}/scores.csv" }
              log: { type: uri_folder }
            settings:
              retrySettings: { maxRetries: 2, timeout: PT30S }
          plain:
            endpoint: named
            needs: [score]
            inputs:
              UriFile: { type: uri_file, uri: "${{ jobs.score.outputs.scores.uri }}" }
            settings: { instanceCount: 3, miniBatchSize: 7, errorThreshold: -1, outputFileName: o.csv }
        """

    private static func inRepository(_ text: String, _ body: (Workplace) async throws -> Void) async throws {
        try await Workplace.with { workplace in
            try workplace.write("nightly.yaml", text)
            try await body(workplace)
        }
    }

    /// A job's request as the plan shows it, without what the far side or the ledger tells.
    private static func requests(of manifest: String, in workplace: Workplace) async throws -> [JSONValue] {
        let planned = await workplace.run(["plan", manifest, "-o", "json"], environment: [:])
        #expect(planned.status == .success, "\(planned.error)")
        let value = try JSONReader().read(Array(planned.output.utf8))
        return (value["jobs"]?.array ?? []).map { job in
            let members = (job["request"]?["headers"]?.members ?? []).filter {
                !["Authorization", "repeatability_request-id"].contains($0.name)
            }
            return [
                "method": job["request"]?["method"] ?? .null, "url": job["request"]?["url"] ?? .null,
                "headers": .object(members), "body": job["request"]?["body"] ?? .null,
            ]
        }
    }

    @Test func whatAzWouldSayIsImportedAsTheSameRequest() async throws {
        try await Self.inRepository(Self.manifest) { workplace in
            let script = await workplace.run(
                ["plan", workplace.folder + "/nightly.yaml", "--as", "az"],
                environment: [:]
            )
            #expect(script.status == .success, "\(script.error)")
            try workplace.write("nightly.sh", script.output)
            let imported = workplace.folder + "/imported.yaml"
            let outcome = await workplace.run(
                ["import", workplace.folder + "/nightly.sh", "--out", imported],
                environment: [:]
            )
            #expect(outcome.status == .success, "\(outcome.error)")
            #expect(outcome.error.contains("2 calls, 2 carried over whole"), "\(outcome.error)")
            let before = try await Self.requests(of: workplace.folder + "/nightly.yaml", in: workplace)
            let after = try await Self.requests(of: imported, in: workplace)
            #expect(before.count == 2)
            // What is handed on is known only when it is there, and the script has where it is planned to be.
            let filled = before.first.map {
                JSONWriter.text($0).replacingOccurrences("${{ attempt.number }}", "1")
            }
            #expect(after.first.map { JSONWriter.text($0) } == filled)
            let handed = "azureml://datastores/w/paths/1/scores.csv"
            #expect(after.last?["body"]?["properties"]?["inputData"]?["UriFile"]?["uri"]?.string == handed)
            #expect(
                after.last?["body"]?["properties"]?["compute"]
                    == before.last?["body"]?["properties"]?["compute"]
            )
            #expect(SystemFileSystem().kind(of: workplace.folder + "/mark") == nil)
        }
    }

    @Test func saysWhatCannotBeSaid() async throws {
        try await Self.inRepository(Self.manifest) { workplace in
            let script = await workplace.run(
                ["plan", workplace.folder + "/nightly.yaml", "--as", "az"],
                environment: [:]
            )
            for words in ["needs score: wait until these have succeeded", "isLocal: true", "az login"] {
                #expect(script.output.contains(words), "\(words)")
            }
        }
    }

    /// What az, the shell or Python would take for something else than a value.
    @Test func azIsGivenNoValueThatItWouldReadAFileFor() async throws {
        let manifest = Self.manifest.replacingOccurrences("value: 0.75", "value: 1")
            .replacingOccurrences(
                #"{ type: string, value: "" }"#,
                #"{ type: string, value: "@/etc/passwd" }"#
            )
            .replacingOccurrences("outputFileName: o.csv", "outputFileName: \"@o.csv\"")
        try await Self.inRepository(manifest) { workplace in
            let script = await workplace.run(
                ["plan", workplace.folder + "/nightly.yaml", "--as", "az"],
                environment: [:]
            )
            #expect(script.status == .success, "\(script.error)")
            #expect(!script.output.contains("az ml batch-endpoint invoke"))
            #expect(script.output.contains("cannot be said to az: the value of inputs.empty.default"))
            #expect(script.output.contains("cannot be said to az: the value of output_file_name"))
        }
    }

    /// Values that would end a quotation, a line, a string or a file's encoding.
    static let hostile = [
        "'; touch mark; '", "$(touch mark)", "`touch mark`", "\"; touch mark; \"", "\\'; touch mark; \\'",
        "a\nb", "a\ntouch mark\n", "a\r\ntouch mark", "'\u{301}; touch mark; '\u{301}", "\\", "\\\\'", "!!",
        "##vso[task.setvariable variable=x]y", "::error::x", "\u{1B}[2J", "a\u{202E}b\u{200B}c\u{2066}",
        "\"\"\" + __import__('os').system('touch mark') + \"\"\"", "{__import__('os').system('touch mark')}",
        "coding: utf-7", "+AAo-touch mark", "-e", "--query", "~root", "*", "a b", "#x", "blank1x0x", "%s%n",
        "\u{85}x",
        "\u{2028}touch mark", "𝕏\u{E0001}",
    ]

    @Test(arguments: hostile) func everyValueIsOneWord(text: String) async throws {
        let word = try #require(ShellText.word(text))
        #expect(!word.unicodeScalars.contains { VisibleScalar.mustEscape($0) })
        #expect(!word.utf8.contains("##vso[".utf8))
        try await TemporaryFolder.with { folder in
            for program in ["bash", "python3"] {
                let line =
                    program == "bash"
                    ? "printf '%s' \(word)"
                    : "import os, sys\nsys.stdout.buffer.write((\(PythonText.literal(text))).encode())"
                try SystemFileSystem().write(Array(line.utf8), to: folder + "/script")
                let result = try await Subprocess.run(
                    .name(program),
                    arguments: ["script"],
                    workingDirectory: FilePath(folder),
                    output: .bytes(limit: 1 << 16),
                    error: .string(limit: 1 << 16)
                )
                #expect(result.standardOutput == Array(text.utf8), "\(program): \(line)")
            }
            #expect(SystemFileSystem().kind(of: folder + "/mark") == nil)
        }
        // The import takes the same word for the same value.
        let commands = ShellScript.commands(in: Array("az \(word)".utf8))
        #expect(commands.first?.words.last?.plainText.map { Array($0.utf8) } == Array(text.utf8))
        #expect(ShellText.comment(text).utf8.allSatisfy { $0 != 0x0A && $0 != 0x0D })
    }

    @Test func aNULFitsNoWord() {
        #expect(ShellText.word("a\0b") == nil)
        #expect(PythonText.literal("a\0b") == "\"a\\x00b\"")
    }

    @Test func blanksAreFoundAgainAndNothingElse() {
        var blanks = ScriptBlanks(absentFrom: ["blank1x0x", "blank7x", "blank99999999999999999999x"])
        let mark = blanks.blank("RUN_ID", "")
        #expect(mark == "blank8x0x")
        var value = ShellValue("a blank7x0x ")
        value.append(.hole("RUN_ID"))
        value.append(.text("\u{301}b"))
        #expect(blanks.value("a blank7x0x \(mark)\u{301}b").parts == value.parts)
    }

    /// A manifest whose every text is hostile: the scripts are still what they should be.
    @Test(arguments: ["az", "curl", "python"]) func hostileManifestsMakeNoCommand(form: String) async throws {
        let texts = Self.hostile.enumerated().map { place, text in
            "      v\(place): { type: string, value: \(JSONWriter.text(.string(text)).asciiEscaped) }\n"
        }
        let manifest = Self.manifest.replacingOccurrences(
            "      empty: { type: string, value: \"\" }\n",
            texts.joined()
        )
        try await Self.inRepository(manifest) { workplace in
            let outcome = await workplace.run(
                ["plan", workplace.folder + "/nightly.yaml", "--as", form],
                environment: [:]
            )
            #expect(outcome.status == .success, "\(outcome.error)")
            #expect(!outcome.output.unicodeScalars.contains { $0 != "\n" && VisibleScalar.mustEscape($0) })
            try workplace.write("script", outcome.output)
            let check = form == "python" ? ["-m", "py_compile", "script"] : ["-n", "script"]
            let result = try await Subprocess.run(
                .name(form == "python" ? "python3" : "bash"),
                arguments: .init(check),
                workingDirectory: FilePath(workplace.folder),
                output: .discarded,
                error: .string(limit: 1 << 16)
            )
            #expect(result.terminationStatus == .exited(0), "\(result.standardError)")
            // Run without any of the programs: nothing of the manifest is a command.
            let program = form == "python" ? "python3" : "bash"
            let run = try await Subprocess.run(
                .name("bash"),
                arguments: [
                    "-c", "program=$(command -v \(program)); PATH=/nowhere exec \"$program\" script",
                ],
                workingDirectory: FilePath(workplace.folder),
                output: .discarded,
                error: .string(limit: 1 << 16)
            )
            #expect(run.terminationStatus != .exited(0))
            #expect(SystemFileSystem().kind(of: workplace.folder + "/mark") == nil)
        }
    }

    @Test func goesWithNoOtherForm() async throws {
        try await Workplace.with { workplace in
            for extra in [["-o", "json"], ["--against", "HEAD"], ["--check", "plan.json"]] {
                let outcome = await workplace.run(["plan", workplace.manifest, "--as", "curl"] + extra)
                #expect(outcome.status == .usage)
            }
        }
    }
}

extension String {
    /// JSON text of ASCII characters only.
    fileprivate var asciiEscaped: String {
        unicodeScalars.reduce(into: "") { text, scalar in
            if scalar.isASCII, scalar.value < 0x7F {
                text.unicodeScalars.append(scalar)
            } else {
                let digits = String(scalar.value, radix: 16)
                text += "\\U" + String(repeating: "0", count: 8 - digits.utf8.count) + digits
            }
        }
    }
}
