import ArgumentParser
import Diagnostics
import Host
import RunnerTestSupport
import Testing

@testable import RunnerCommands

/// `runner validate`, in memory.
@Suite struct ValidateTests {
    /// Runs `validate` over files in memory.
    private static func run(
        _ arguments: [String],
        _ files: [String: String],
        environment: [String: String] = [:],
        input: String = ""
    ) async -> (status: Diagnostics.ExitStatus, output: String, error: String) {
        let console = RecordingConsole(input: input)
        let host = Host(
            files: MemoryFileSystem(files),
            console: console,
            environment: ProcessEnvironment(environment),
            time: ManualTimekeeper(),
            random: { 0 },
            process: ProcessIdentity(processID: 1, user: "u", machine: "m")
        )
        let status = await RunnerTool.run(["validate"] + arguments, host: host)
        return (status, console.output, console.error)
    }

    private static let numbers = #"{"type": "array", "items": {"type": "integer"}}"#

    // MARK: Schemas

    @Test func checksAnyDocumentBySchema() async {
        let files = [
            "s.json": Self.numbers, "good.yaml": "[1, 2]\n", "bad.yaml": "- 1\n- two\n", "j.json": "[3]",
        ]
        let good = await Self.run(["--schema", "s.json", "good.yaml", "j.json"], files)
        #expect(good.status == .success)
        #expect(good.output == "good.yaml: valid document\nj.json: valid document\n")
        let bad = await Self.run(["--schema=s.json", "good.yaml", "bad.yaml"], files)
        #expect(bad.status == .invalid)
        #expect(bad.error.contains("--> bad.yaml:2:3"), "\(bad.error)")
        #expect(!bad.error.contains("good.yaml"))
    }

    @Test func checksSchemasByTheMetaSchemaOfTheBinary() async {
        let files = ["s.json": #"{"type": "strin"}"#]
        let outcome = await Self.run(
            ["--schema", "https://json-schema.org/draft/2020-12/schema", "s.json"],
            files
        )
        #expect(outcome.status == .invalid)
        #expect(outcome.error.contains("s.json:1:10"), "\(outcome.error)")
    }

    @Test(arguments: [
        // By `$id`, by its place behind a prefix, and by its place beside the schema.
        (["--schema-dir", "shared"], "https://example.test/named.json"),
        (["--schema-dir", "https://example.test/tree/=shared"], "https://example.test/tree/sub/plain.json"),
        (["--schema-dir", "."], "shared/sub/plain.json"),
    ])
    func findsReferencesInFoldersOnly(folder: [String], reference: String) async {
        let files = [
            "s.json": #"{"$ref": "\#(reference)"}"#,
            "shared/named.json": #"{"$id": "https://example.test/named.json", "type": "integer"}"#,
            "shared/sub/plain.json": #"{"type": "integer"}"#,
            "good.yaml": "7", "bad.yaml": "seven",
        ]
        #expect(await Self.run(["--schema", "s.json", "good.yaml"] + folder, files).status == .success)
        #expect(await Self.run(["--schema", "s.json", "bad.yaml"] + folder, files).status == .invalid)
        let without = await Self.run(["--schema", "s.json", "good.yaml"], files)
        #expect(without.status == .invalid)
        #expect(without.error.contains("`\(reference)` leads nowhere"), "\(without.error)")
    }

    @Test func saysWhatIsWrongWithSchemas() async {
        let files = ["s.json": #"{"type": 7}"#, "a.yaml": "1", "empty/x.txt": ""]
        #expect(await Self.run(["--schema", "none.json", "a.yaml"], files).status == .noInput)
        let broken = await Self.run(["--schema", "s.json", "a.yaml"], files)
        #expect(broken.status == .invalid)
        #expect(broken.error.contains("--> s.json:1:10"), "\(broken.error)")
        #expect(!broken.output.contains("valid"))
        #expect(
            await Self.run(["--schema", "s.json", "--schema-dir", "none", "a.yaml"], files).error
                .contains("there is no folder `none`")
        )
        #expect(
            await Self.run(["--schema", "s.json", "--schema-dir", "empty", "a.yaml"], files).error
                .contains("`empty` has no document")
        )
        let twice = [
            "s.json": "true", "a.yaml": "1", "d/1.json": #"{"$id": "urn:one"}"#,
            "d/2.json": #"{"$id": "urn:one"}"#,
        ]
        let conflict = await Self.run(["--schema", "s.json", "--schema-dir", "d", "a.yaml"], twice)
        #expect(conflict.status == .invalid)
        #expect(conflict.error.contains("two schemas are called `urn:one`"), "\(conflict.error)")
    }

    @Test func assertsFormatsWhenAsked() async {
        let files = ["s.json": #"{"format": "date"}"#, "a.yaml": "yesterday"]
        #expect(await Self.run(["--schema", "s.json", "a.yaml"], files).status == .success)
        #expect(
            await Self.run(["--schema", "s.json", "--assert-formats", "a.yaml"], files).status == .invalid
        )
    }

    // MARK: Many files

    private static let tree = [
        "s.json": numbers, "d/b.yaml": "[1]", "d/a.yaml": "[a]", "d/.c.yaml": "[c]", "d/x.txt": "?",
        "d/in/e.json": "[2]", "d/in/f.yml": "[f]",
    ]

    @Test func readsFoldersPatternsAndStandardInput() async {
        let flat = await Self.run(["--schema", "s.json", "-q", "d"], Self.tree)
        #expect(flat.status == .invalid)
        #expect(flat.error.contains("d/a.yaml:1:2") && !flat.error.contains("f.yml"), "\(flat.error)")
        let deep = await Self.run(["--schema", "s.json", "-R", "d"], Self.tree)
        #expect(deep.error.contains("d/in/f.yml:1:2") && deep.error.contains("2 errors"), "\(deep.error)")
        let pattern = await Self.run(["--schema", "s.json", "d/**/*.json"], Self.tree)
        #expect(pattern.status == .success)
        #expect(pattern.output == "d/in/e.json: valid document\n")
        let none = await Self.run(["--schema", "s.json", "d/*.toml"], Self.tree)
        #expect(none.status == .noInput)
        #expect(none.error.contains("no file fits `d/*.toml`"))
        let input = await Self.run(["--schema", "s.json", "-"], Self.tree, input: "- 1\n- x\n")
        #expect(input.status == .invalid)
        #expect(input.error.contains("<stdin>:2:3"), "\(input.error)")
    }

    @Test func readsEachFileOnce() async {
        let outcome = await Self.run(["--schema", "s.json", "d/b.yaml", "d/b.yaml", "d/b*"], Self.tree)
        #expect(outcome.output == "d/b.yaml: valid document\n")
    }

    @Test func aMissingFileHidesNoFault() async {
        let outcome = await Self.run(["--schema", "s.json", "none.yaml", "d/a.yaml", "d/b.yaml"], Self.tree)
        #expect(outcome.status == .invalid)
        #expect(
            outcome.error.contains("none.yaml") && outcome.error.contains("d/a.yaml:1:2"),
            "\(outcome.error)"
        )
        #expect(await Self.run(["none.yaml"], Self.tree).status == .noInput)
    }

    /// The order is that of the paths, however many processors there are.
    @Test func ordersManyFiles() async {
        var files = ["s.json": Self.numbers]
        for number in 100..<400 { files["m/\(number).yaml"] = number % 3 == 0 ? "[x]" : "[1]" }
        let outcome = await Self.run(["--schema", "s.json", "m", "--max-errors", "1000"], files)
        let places = outcome.error.split(separator: "\n").filter { $0.hasPrefix(" --> m/") }
        #expect(places.count == 100)
        #expect(places == places.sorted())
    }

    @Test func showsNoMoreThanAsked() async {
        var files = ["s.json": Self.numbers]
        for number in 100..<400 { files["m/\(number).yaml"] = "[x]" }
        let usual = await Self.run(["--schema", "s.json", "m"], files)
        #expect(usual.error.split(separator: "\n").count { $0.hasPrefix(" --> m/") } == 100)
        #expect(usual.error.contains("300 errors"), "\(usual.error.suffix(200))")
        let few = await Self.run(["--schema", "s.json", "m", "--max-errors", "2"], files)
        #expect(few.error.split(separator: "\n").count { $0.hasPrefix(" --> m/") } == 2)
    }

    // MARK: Forms

    /// Each form by its first bytes; what is in them is `Reports`' to test.
    @Test(arguments: [
        ("json", "{"), ("sarif", "{"), ("junit", "<?xml"), ("tap", "TAP version 13"), ("github", "::error "),
        ("gitlab", "["), ("markdown", "###"),
    ])
    func writesTheFormThatIsAsked(format: String, start: String) async {
        let outcome = await Self.run(["--schema", "s.json", "--format", format, "d/a.yaml"], Self.tree)
        #expect(outcome.status == .invalid)
        #expect(outcome.error.isEmpty)
        #expect(outcome.output.hasPrefix(start), "\(outcome.output.prefix(200))")
        #expect(outcome.output.contains("RN0205"))
    }

    @Test func annotatesInGitHubActions() async {
        let variables = ["GITHUB_ACTIONS": "true"]
        let outcome = await Self.run(["--schema", "s.json", "d/a.yaml"], Self.tree, environment: variables)
        #expect(
            outcome.output.hasPrefix("::error file=d/a.yaml,line=1,endLine=1,col=2,"),
            "\(outcome.output)"
        )
        let text = await Self.run(
            ["--schema", "s.json", "d/a.yaml", "-o", "text"],
            Self.tree,
            environment: variables
        )
        #expect(text.output.isEmpty && text.error.contains("d/a.yaml:1:2"))
    }

    // MARK: What is shown

    @Test func saysNothingOfValidFilesWhenQuiet() async {
        let outcome = await Self.run(["--schema", "s.json", "-q", "d/b.yaml"], Self.tree)
        #expect(outcome.status == .success)
        #expect(outcome.output.isEmpty && outcome.error.isEmpty)
    }

    @Test func endsWithZeroOnlyForFindings() async {
        let arguments = ["--schema", "s.json", "--exit-zero"]
        let findings = await Self.run(arguments + ["d/a.yaml"], Self.tree)
        #expect(findings.status == .success)
        #expect(findings.error.contains("d/a.yaml:1:2"))
        #expect(await Self.run(arguments + ["none.yaml"], Self.tree).status == .noInput)
    }

    @Test func takesOptionsFromTheEnvironment() async {
        let outcome = await Self.run(["d/a.yaml"], Self.tree, environment: ["RUNNER_SCHEMA": "s.json"])
        #expect(outcome.status == .invalid)
        #expect(outcome.error.contains("d/a.yaml:1:2"), "\(outcome.error)")
    }

    // MARK: Watching

    /// One check at once, one after each change: of a file, of a schema, of a new file.
    @Test(.timeLimit(.minutes(5))) func checksAgainWhenSomethingChanges() async throws {
        let files = MemoryFileSystem(["s.json": Self.numbers, "d/a.yaml": "[1]"])
        let watch = MemoryFileWatch(files)
        let console = RecordingConsole()
        let host = Host(
            files: files,
            console: console,
            environment: ProcessEnvironment([:]),
            time: ManualTimekeeper(),
            random: { 0 },
            watch: watch,
            process: ProcessIdentity(processID: 1, user: "u", machine: "m")
        )
        let verdicts = { console.error.split(separator: "\n").filter { $0.hasSuffix("watching, ^C ends") } }
        await withTaskGroup(of: Void.self) { group in
            group.addTask {
                _ = await RunnerTool.run(["validate", "--watch", "--schema", "s.json", "d"], host: host)
            }
            let steps: [(change: () -> Void, words: String)] = [
                ({}, ": valid;"), ({ files.add("d/a.yaml", "[x]") }, ": not valid;"),
                ({ files.add("s.json", #"{"items": {"type": "string"}}"#) }, ": valid;"),
                ({ files.add("d/b.yaml", "[1]") }, ": not valid;"),
            ]
            for (number, step) in steps.enumerated() {
                step.change()
                while verdicts().count == number, !Task.isCancelled {
                    watch.wake()
                    await Task.yield()
                }
                #expect(verdicts().last?.contains(step.words) == true, "step \(number): \(console.error)")
            }
            group.cancelAll()
        }
        #expect(console.error.contains("d/a.yaml:1:2") && console.error.contains("d/b.yaml:1:2"))
    }

    @Test func watchesFilesOnly() async {
        #expect(await Self.run(["--watch", "-"], [:]).status == .usage)
        #expect(await Self.run(["--watch", "-o", "json", "a.yaml"], [:]).status == .usage)
    }

    // MARK: Two ways to read a command line

    /// Whether a command line is plain or not, it means the same.
    @Test(arguments: [
        ["a.yaml"], ["a.yaml", "-"], ["-R", "a", "b"], ["--recursive", "a"], ["a", "--schema", "s"],
        ["--schema=s", "a"], ["--schema", "s", "--schema-dir", "d", "--schema-dir=p=e", "a"],
        ["--schema", "s", "a", "--assert-formats"], ["-o", "json", "a"], ["--format", "sarif", "a", "-q"],
        ["--max-errors", "7", "a"], ["--exit-zero", "--color", "never", "a", "--quiet"],
        ["--format=tap", "--format=json", "a"], ["--schema", "", "a"], ["--allow-host", "a:1", "a"],
    ])
    func plainArgumentsMeanTheSame(arguments: [String]) throws {
        let plain = try #require(ValidationRequest(plain: arguments))
        #expect(plain == (try ValidateCommand.parse(arguments)).request)
    }

    /// What the parser refuses is not plain, nor what it alone understands.
    @Test(arguments: [
        [], ["--schema"], ["--schema", "a.yaml"], ["--nonsense", "a"], ["--schema-dir", "d", "a"],
        ["--assert-formats", "a"], ["--format", "xml", "a"], ["--max-errors", "0", "a"],
        ["--max-errors", "x", "a"],
        ["--max-errors", "-1", "a"], ["-qR", "a"], ["--quiet=1", "a"], ["--", "a"], ["--help"], ["-h", "a"],
        ["-ojson", "a"], ["--schema=", "a"],
        ["--watch", "a"], ["--color", "blue", "a"], ["--schema", "-x", "a"],
    ])
    func leavesTheRestToTheParser(arguments: [String]) {
        #expect(ValidationRequest(plain: arguments) == nil)
    }
}
