import ArgumentParser
import Diagnostics
import RunnerTestSupport
import Testing

@testable import RunnerCommands

/// What the help says is true.
@Suite struct HelpTests {
    /// Every command of the tool, by its words.
    static let commands: [[String]] = {
        func walk(_ type: any ParsableCommand.Type, _ words: [String]) -> [[String]] {
            [words]
                + type.configuration.subcommands.flatMap { child in
                    walk(child, words + [child._commandName])
                }
        }
        return walk(RunnerCommand.self, [])
    }()

    /// The examples that a command's help shows, without `runner`.
    static func examples(of words: [String]) -> [[String]] {
        let help = help(of: words)
        let parts = help.split(separator: "EXAMPLE\n", omittingEmptySubsequences: false)
        guard parts.count == 2 else { return [] }
        return parts[1].split(separator: "\n", omittingEmptySubsequences: false)
            .prefix { $0.hasPrefix("  ") }
            .map { $0.split(separator: " ").dropFirst().map(String.init) }
    }

    private static func help(of words: [String]) -> String {
        var type: any ParsableCommand.Type = RunnerCommand.self
        for word in words {
            type = type.configuration.subcommands.first { $0._commandName == word } ?? type
        }
        return type.configuration.discussion
    }

    @Test(arguments: commands) func everyCommandHasAnExample(words: [String]) {
        #expect(!Self.examples(of: words).isEmpty, "runner \(words.joined(separator: " "))")
    }

    /// Examples run in a workplace, in an order in which each finds what it needs.
    @Test func theExamplesWork() async throws {
        try await Workplace.with { workplace in
            try workplace.write(
                "policy.yaml",
                "apiVersion: runner/v1\nkind: Policy\nmetadata: { name: example }\nlimits: { jobs: 10 }\n"
            )
            let order = [
                ["apply"], ["ledger"], ["ledger", "init"], ["ledger", "list"], ["ledger", "show"],
                ["ledger", "export"], ["ledger", "verify"], ["ledger", "unlock"], ["status"], ["outputs"],
                ["wait"], ["resume"], ["retry"],
            ]
            let other = ["emulator", "resolve", "logs"]
            let rest = Self.commands.filter { !order.contains($0) && !other.contains($0.joined()) }
            for words in order + rest {
                for example in Self.examples(of: words) {
                    let outcome = await workplace.run(workplace.here(example, isInit: words.last == "init"))
                    #expect(outcome.status == .success, "runner \(example): \(outcome.error)")
                }
            }
            // Nothing is in doubt here, and the example says what it would do.
            let resolve = try #require(Self.examples(of: ["resolve"]).first)
            let outcome = await workplace.run(workplace.here(resolve, isInit: false))
            #expect(outcome.status == .noInput, "\(outcome.error)")
            let logs = try #require(Self.examples(of: ["logs"]).first)
            #expect(await workplace.run(workplace.here(logs, isInit: false)).status == .unavailable)
        }
    }

    @Test(arguments: commands.filter { $0 != [] && $0 != ["ledger"] && $0 != ["policy"] })
    func everyOptionHasItsVariable(words: [String]) async throws {
        try await Workplace.with { workplace in
            let help = await workplace.run(["help"] + words).output
            let known = Set((EnvironmentOptions.options[words] ?? []).map(\.name))
            var shown: Set<String> = []
            for line in help.split(separator: "\n") {
                let words = line.split(separator: " ")
                guard line.hasPrefix("  -") else { continue }
                for word in words.prefix(2) where word.hasPrefix("--") {
                    shown.insert(String(word.dropFirst(2)))
                }
            }
            #expect(
                shown.subtracting(["help", "version"]) == known,
                "runner \(words.joined(separator: " "))"
            )
        }
    }

    @Test func variablesGiveOptionsAndTheCommandLineWins() async throws {
        try await Workplace.with { workplace in
            let variables = ["RUNNER_OUTPUT": "json"]
            #expect(await workplace.run(["version"], environment: variables).output.hasPrefix("{"))
            #expect(
                await workplace.run(["version", "-o", "text"], environment: variables).output.hasPrefix(
                    "runner "
                )
            )
            let bad = await workplace.run(["version"], environment: ["RUNNER_OUTPUT": "xml"])
            #expect(bad.status == .usage)
        }
    }

    @Test(arguments: ["bash", "zsh", "fish"]) func completesForEveryShell(shell: String) async throws {
        try await Workplace.with { workplace in
            let outcome = await workplace.run(["completions", shell])
            #expect(outcome.status == .success)
            #expect(outcome.output.contains("validate"))
        }
    }
}

extension Workplace {
    /// An example's arguments, with the paths of this workplace.
    fileprivate func here(_ example: [String], isInit: Bool) -> [String] {
        var arguments = example.map { word in
            switch word {
            case "manifests/heart-disease.yaml": manifest
            case "manifests/emulator.yaml": emulator
            case "manifests/": folder
            case "plan.json": folder + "/plan.json"
            case "policy.yaml": folder + "/policy.yaml"
            default: word
            }
        }
        let withLedger = [
            "ledger", "resolve", "apply", "status", "outputs", "logs", "cancel", "wait", "resume", "retry",
        ]
        if let command = arguments.first, withLedger.contains(command) {
            arguments += ["--ledger", isInit ? folder + "/fresh.sqlite" : ledger]
        }
        return arguments
    }
}
