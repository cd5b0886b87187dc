import Diagnostics
import Host
import RunnerTestSupport
import Testing

/// The scripts of the Azure Pipelines template, carried out on a real repository, with the emulator in place of the cloud.
@Suite(.timeLimit(.minutes(10))) struct AzurePipelinesTests {
    private static let file = "scripts/integrations/azure-pipelines/runner.yml"

    /// Runs one stage's scripts, as an agent does: by name, those of `always()` also after a failure.
    private func stage(
        _ names: [String],
        in repository: PushedRepository,
        parameters: [String: String] = [:],
        reason: String = "IndividualCI",
        commitsAgo: Int = 0
    ) async throws -> PushedRepository.Outcome {
        _ = try await repository.bash("rm -rf agent; mkdir -p agent/s agent/temp", in: repository.folder)
        _ = try await repository.checkout("agent/s/self", commitsAgo: commitsAgo)
        let linked = try await repository.bash(
            "ln -s '\(Fixture.packageRoot)' agent/s/runner",
            in: repository.folder
        )
        try #require(linked.status == 0)
        let given = ["manifests": "manifests", "ledgerBranch": "runner-ledger", "ledgerFile": "", "set": ""]
            .merging(
                parameters,
                uniquingKeysWith: { $1 }
            )
        var environment = repository.rehearsal.merging(
            [
                "TF_BUILD": "True", "BUILD_REASON": reason, "BUILD_SOURCEBRANCH": "refs/heads/main",
                "BUILD_BUILDID": "815", "BUILD_REQUESTEDFOR": "ada", "SYSTEM_TEAMPROJECT": "clinic",
                "SYSTEM_COLLECTIONURI": "https://dev.azure.com/example/",
                "AGENT_BUILDDIRECTORY": repository.folder + "/agent",
                "AGENT_TEMPDIRECTORY": repository.folder + "/agent/temp",
                "SYSTEM_OIDCREQUESTURI": "http://127.0.0.1:1/oidc",
            ],
            uniquingKeysWith: { $1 }
        )
        var status: Int32 = 0
        var text = ""
        let steps = try ShellStep.steps(of: Self.file)
        for name in names {
            let step = try #require(steps.first { $0.name == name })
            if status != 0, step.condition != "always()" { continue }
            if step.condition.contains("eq(variables['RunnerState'], 'current')") {
                guard environment["RUNNERSTATE"] == "current" else { continue }
            }
            var variables = environment
            for (name, value) in step.variables {
                if value.hasPrefix("${{ parameters.") {
                    let parameter = value.dropFirst("${{ parameters.".count).dropLast(3)
                    variables[name] = given[String(parameter)] ?? "no such parameter"
                } else {
                    try #require(value == "$(System.AccessToken)", "\(value)")
                    variables[name] = "marked~access~token"
                }
            }
            let outcome = try await repository.bash(
                step.script,
                environment: variables,
                in: repository.folder
            )
            text += outcome.text
            if status == 0 { status = outcome.status }
            // A variable that a step sets is the next one's, in capitals.
            for line in outcome.text.split(separator: "\n") {
                let mark = "##vso[task.setvariable variable="
                guard line.hasPrefix(mark), let end = line.firstIndex(of: "]") else { continue }
                let name = line[..<end].dropFirst(mark.count).uppercased()
                environment[name] = String(line[line.index(after: end)...])
            }
        }
        return PushedRepository.Outcome(status: status, text: text)
    }

    private static let apply = ["Take the ledger and plan", "Apply", "Keep the ledger"]

    @Test func appliesWhatIsPushedOnceAndKeepsTheLedger() async throws {
        try await PushedRepository.with { repository in
            try await repository.makeLedgerBranch()
            let first = try await stage(Self.apply, in: repository)
            #expect(first.status == 0, "\(first.text)")
            #expect(first.text.contains("succeeded, attempt 1 as batchjob-"))
            #expect(first.text.contains("##vso[task.uploadsummary]"))
            let second = try await stage(Self.apply, in: repository)
            #expect(second.status == 0 && second.text.contains("up to date, attempt 1"), "\(second.text)")
            #expect(!second.text.contains("POST heart"))
            try await repository.push(replacing: #"default: "2026-11-20""#, with: #"default: "2026-11-21""#)
            #expect(try await stage(Self.apply, in: repository).status == 0)
            #expect(try await repository.attempts().sorted().last == "heart-disease/score 2 succeeded")
            #expect(try repository.variables(of: "apply").last?.contains("SYSTEM_ACCESSTOKEN") == true)
            for names in try repository.variables(of: "plan") {
                #expect(!names.contains { $0.hasPrefix("AZURE_") || $0.hasPrefix("SYSTEM_") }, "\(names)")
            }
        }
    }

    @Test func sendsNothingWithoutALedger() async throws {
        try await PushedRepository.with { repository in
            let missing = try await stage(Self.apply, in: repository)
            #expect(
                missing.status == 78 && missing.text.contains("there is no branch runner-ledger"),
                "\(missing.text)"
            )
            let lost = ["ledgerFile": repository.folder + "/disk/ledger.sqlite"]
            let file = try await stage(Self.apply, in: repository, parameters: lost)
            #expect(file.status == 78 && file.text.contains("RN0601"), "\(file.text)")
            #expect(try repository.variables(of: "apply").isEmpty)
        }
    }

    @Test func appliesNothingThatWasReplacedSince() async throws {
        try await PushedRepository.with { repository in
            try await repository.makeLedgerBranch()
            try await repository.push(replacing: #"default: "2026-11-20""#, with: #"default: "2026-11-21""#)
            let old = try await stage(Self.apply, in: repository, commitsAgo: 1)
            #expect(old.status == 0 && old.text.contains("nothing is applied"), "\(old.text)")
            #expect(try repository.variables(of: "apply").isEmpty)
            let new = try await stage(Self.apply, in: repository, parameters: ["set": "date=2026-12-24"])
            #expect(new.status == 0 && new.text.contains("heart-disease/2026-12-24/attempt-1"), "\(new.text)")
        }
    }

    @Test func aPullRequestIsPlannedWithoutACredentialAndNeverApplied() async throws {
        try await PushedRepository.with { repository in
            let plan = try await stage(["Validate and plan"], in: repository, reason: "PullRequest")
            #expect(plan.status == 0 && plan.text.contains("Plan: 1 to submit"), "\(plan.text)")
            #expect(try repository.read("agent/temp/runner-plan.md").contains("### `runner plan`"))
            for command in ["validate", "plan"] {
                for names in try repository.variables(of: command) {
                    #expect(!names.contains { $0.hasPrefix("AZURE_") || $0.hasPrefix("SYSTEM_") }, "\(names)")
                }
            }
            try await repository.makeLedgerBranch()
            let refused = try await stage(Self.apply, in: repository, reason: "PullRequest")
            #expect(refused.status == 64, "\(refused.text)")
            #expect(try repository.variables(of: "apply").isEmpty)
        }
    }
}
