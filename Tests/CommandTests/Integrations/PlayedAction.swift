import Diagnostics
import Host
import Manifests
import RunnerTestSupport
import Testing

/// `action.yml` as GitHub's machine carries it out: its conditions, its variables, its files.
///
/// Only as much of the language of expressions as the action uses; what is beyond it fails the test.
struct PlayedAction {
    /// The values of `github.…`, `inputs.…` and `runner.…` that the action may ask for.
    var values: [String: String]
    /// The variables that GitHub sets in every step.
    var variables: [String: String]
    /// What has been said by steps as outputs, `id.name`.
    private(set) var outputs: [String: String] = [:]
    /// The names of the steps that were carried out, with their statuses.
    private(set) var statuses: [(name: String, status: Int32)] = []
    private(set) var text = ""

    /// How the job ends: the first status that is not 0.
    var status: Int32 { statuses.first { $0.status != 0 }?.status ?? 0 }
    var names: [String] { statuses.map(\.name) }

    /// A job for an event, with what the workflow gives; the other inputs are as the action declares them.
    ///
    /// `github` has values of `github.event.…`.
    init(
        _ event: String,
        ref: String,
        inputs: [String: String],
        github: [String: String] = [:],
        in repository: PushedRepository
    ) throws {
        let root = try #require(try ShellStep.documents(of: "action.yml").first)
        var values = [
            "github.event.repository.default_branch": "main", "runner.temp": repository.folder + "/temp",
        ]
        for entry in try #require(root["inputs"]).entries {
            values["inputs." + entry.name] = entry.value["default"]?.text ?? ""
        }
        values["inputs.token"] = "ghs_played"
        for (name, value) in inputs {
            try #require(values["inputs." + name] != nil, "the action has no input \(name)")
            values["inputs." + name] = value
        }
        values["github.ref_name"] = ref.split(separator: "/", maxSplits: 2).last.map(String.init)
        for (name, value) in github { values["github.event." + name] = value }
        self.values = values
        self.variables = [
            "CI": "true", "GITHUB_ACTIONS": "true", "GITHUB_EVENT_NAME": event, "GITHUB_REF": ref,
            "GITHUB_REPOSITORY": "clinic/scoring", "GITHUB_SERVER_URL": "https://github.com",
            "GITHUB_RUN_ID": "815",
            "GITHUB_RUN_ATTEMPT": "1", "GITHUB_ACTOR": "ada", "GITHUB_API_URL": "http://127.0.0.1:1",
            "GITHUB_WORKSPACE": repository.folder + "/machine", "GITHUB_ACTION_PATH": Fixture.packageRoot,
            "GITHUB_STEP_SUMMARY": repository.folder + "/temp/summary.md",
            "RUNNER_TEMP": repository.folder + "/temp",
            "RUNNER_OS": "Linux", "RUNNER_ARCH": "X64", "RUNNER_NAME": "GitHub Actions 2",
            "RUNNER_DEBUG": "1",
            // Of a workflow that grants more than a review needs.
            "ACTIONS_ID_TOKEN_REQUEST_URL": "http://127.0.0.1:1/token",
            "ACTIONS_ID_TOKEN_REQUEST_TOKEN": "marked~request",
        ].merging(repository.rehearsal, uniquingKeysWith: { $1 })
    }

    /// Carries the action out in a fresh checkout.
    mutating func run(in repository: PushedRepository, commitsAgo: Int = 0) async throws {
        let machine = try await repository.checkout("machine", commitsAgo: commitsAgo)
        let made = try await repository.bash(
            "rm -rf temp; mkdir temp; : >temp/summary.md",
            in: repository.folder
        )
        try #require(made.status == 0)
        for step in try ShellStep.steps(of: "action.yml") where try isDue(step) {
            try #require(step.uses.isEmpty, "\(step.uses) is for machines without the program")
            var environment = variables
            for (name, text) in step.variables { environment[name] = try filled(text) }
            for name in ["GITHUB_OUTPUT", "GITHUB_PATH"] {
                environment[name] = "\(repository.folder)/temp/\(name)"
                try repository.workplace.write("temp/" + name, "")
            }
            let outcome = try await repository.bash(step.script, environment: environment, in: machine)
            statuses.append((step.name, outcome.status))
            text += outcome.text
            for line in try repository.read("temp/GITHUB_OUTPUT").split(separator: "\n") {
                let parts = line.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
                try #require(parts.count == 2, "an output is NAME=VALUE: \(line)")
                outputs["\(step.id).\(parts[0])"] = String(parts[1])
            }
            for folder in try repository.read("temp/GITHUB_PATH").split(separator: "\n") {
                variables["PATH"] = "\(folder):" + (variables["PATH"] ?? repository.environment["PATH"] ?? "")
            }
        }
    }

    private func isDue(_ step: ShellStep) throws -> Bool {
        let terms = step.condition.isEmpty ? [] : step.condition.split(separator: " && ").map(String.init)
        if !terms.contains("always()"), status != 0 { return false }
        for term in terms where term != "always()" {
            let sides = term.split(separator: " ").map(String.init)
            try #require(
                sides.count == 3 && ["==", "!="].contains(sides[1]),
                "a condition as GitHub's: \(term)"
            )
            guard (try value(sides[0]) == value(sides[2])) == (sides[1] == "==") else { return false }
        }
        return true
    }

    private func value(_ word: String) throws -> String {
        if word.hasPrefix("'") { return String(word.dropFirst().dropLast()) }
        if word.hasPrefix("steps.") {
            let parts = word.split(separator: ".").map(String.init)
            try #require(parts.count == 4 && parts[2] == "outputs", "\(word)")
            return outputs["\(parts[1]).\(parts[3])"] ?? ""
        }
        if let value = values[word] { return value }
        // What an event does not have is empty.
        try #require(word.hasPrefix("github.event."), "nothing is known of \(word)")
        return ""
    }

    /// A variable's text with its expressions evaluated; a value is never looked through again.
    private func filled(_ text: String) throws -> String {
        guard text.hasPrefix("${{ "), text.hasSuffix(" }}") else {
            try #require(!text.contains("${{"), "a variable is one expression: \(text)")
            return text
        }
        let words = text.dropFirst(4).dropLast(3).split(separator: " ").map(String.init)
        for word in words where word != "||" {
            let value = try value(word)
            if !value.isEmpty { return value }
        }
        return ""
    }
}
