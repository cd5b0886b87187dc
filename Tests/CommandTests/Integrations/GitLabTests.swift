import Diagnostics
import Host
import Manifests
import RunnerTestSupport
import Testing

/// The scripts of the GitLab template, carried out on a real repository, with the emulator in place of the cloud.
@Suite(.timeLimit(.minutes(10))) struct GitLabTests {
    private static let file = "scripts/integrations/gitlab/runner.gitlab-ci.yml"

    /// Runs one job, as GitLab does: its `script`, and whatever came of it, its `after_script`.
    private func job(
        _ name: String,
        in repository: PushedRepository,
        variables: [String: String] = [:],
        commitsAgo: Int = 0
    ) async throws -> PushedRepository.Outcome {
        let machine = try await repository.checkout("machine", commitsAgo: commitsAgo)
        var environment = repository.rehearsal
        environment["PATH"] = repository.folder + "/tools:" + (repository.environment["PATH"] ?? "")
        environment.merge(
            [
                "CI": "true", "GITLAB_CI": "true", "CI_JOB_ID": "\(UInt32.random(in: 1 ... .max))",
                "CI_JOB_URL": "https://gitlab.example/clinic/scoring/-/jobs/815", "CI_COMMIT_BRANCH": "main",
                "CI_DEFAULT_BRANCH": "main", "CI_PROJECT_DIR": machine, "GITLAB_USER_LOGIN": "ada",
                "CI_JOB_TOKEN": "marked~job~token",
            ],
            uniquingKeysWith: { $1 }
        )
        let root = try #require(try ShellStep.documents(of: Self.file).first)
        for entry in try #require(root["variables"]).entries { environment[entry.name] = entry.value.text }
        environment.merge(variables, uniquingKeysWith: { $1 })
        // The image has the script on its path.
        let linked = try await repository.bash(
            "mkdir -p tools; ln -sf '\(Fixture.packageRoot)'/scripts/integrations/git/[ls]* tools/",
            in: repository.folder
        )
        try #require(linked.status == 0)
        let steps = try ShellStep.steps(of: Self.file)
        // GitLab makes one script of both.
        let before = try #require(steps.first { $0.name == ".runner before_script" })
        let script = try #require(steps.first { $0.name == name + " script" })
        let outcome = try await repository.bash(
            before.script + "\n" + script.script,
            shell: "sh",
            environment: environment,
            in: machine
        )
        if let after = steps.first(where: { $0.name == name + " after_script" }) {
            let ended = try await repository.bash(
                after.script,
                shell: "sh",
                environment: environment,
                in: machine
            )
            #expect(ended.status == 0, "\(ended.text)")
        }
        return outcome
    }

    @Test func appliesWhatIsPushedOnceAndKeepsTheLedger() async throws {
        try await PushedRepository.with { repository in
            try await repository.makeLedgerBranch()
            let first = try await job(
                "runner:apply",
                in: repository,
                variables: ["AZURE_ID_TOKEN": "marked~id~token"]
            )
            #expect(first.status == 0, "\(first.text)")
            #expect(
                first.text.contains("succeeded, attempt 1 as batchjob-") && !first.text.contains("marked~")
            )
            #expect(try repository.read("machine/runner.xml").contains("<testsuite"))
            let second = try await job("runner:apply", in: repository)
            #expect(second.status == 0 && second.text.contains("up to date, attempt 1"), "\(second.text)")
            #expect(!second.text.contains("POST heart"))
            try await repository.push(replacing: #"default: "2026-11-20""#, with: #"default: "2026-11-21""#)
            #expect(try await job("runner:apply", in: repository).status == 0)
            #expect(try await repository.attempts().sorted().last == "heart-disease/score 2 succeeded")
            #expect(
                try repository.variables(of: "apply").first?.contains("AZURE_FEDERATED_TOKEN_FILE") == true
            )
            for names in try repository.variables(of: "plan") {
                #expect(!names.contains { $0.hasPrefix("AZURE_") || $0.contains("TOKEN") }, "\(names)")
            }
        }
    }

    @Test func sendsNothingWithoutALedger() async throws {
        try await PushedRepository.with { repository in
            let missing = try await job("runner:apply", in: repository)
            #expect(
                missing.status == 78 && missing.text.contains("there is no branch runner-ledger"),
                "\(missing.text)"
            )
            let lost = ["LEDGER_FILE": repository.folder + "/disk/ledger.sqlite"]
            let file = try await job("runner:apply", in: repository, variables: lost)
            #expect(file.status == 78 && file.text.contains("RN0601"), "\(file.text)")
            #expect(try repository.variables(of: "apply").isEmpty)
        }
    }

    @Test func appliesNothingThatWasReplacedSince() async throws {
        try await PushedRepository.with { repository in
            try await repository.makeLedgerBranch()
            try await repository.push(replacing: #"default: "2026-11-20""#, with: #"default: "2026-11-21""#)
            let old = try await job("runner:apply", in: repository, commitsAgo: 1)
            #expect(old.status == 0 && old.text.contains("nothing is applied"), "\(old.text)")
            #expect(try repository.variables(of: "apply").isEmpty)
            let date = ["PARAMETERS": "date=2026-12-24"]
            let new = try await job("runner:apply", in: repository, variables: date)
            #expect(new.status == 0 && new.text.contains("heart-disease/2026-12-24/attempt-1"), "\(new.text)")
        }
    }

    @Test func aMergeRequestIsPlannedWithoutACredential() async throws {
        try await PushedRepository.with { repository in
            try await repository.makeLedgerBranch()
            try await repository.push(replacing: #"default: "2026-11-20""#, with: #"default: "2026-11-21""#)
            let base = try await repository.bash("git rev-parse HEAD^", in: repository.desk).text
            let variables = ["CI_MERGE_REQUEST_DIFF_BASE_SHA": String(base.dropLast())]
            let plan = try await job("runner:review", in: repository, variables: variables)
            #expect(plan.status == 0, "\(plan.text)")
            #expect(
                plan.text.contains("compared with ledger nightly") && plan.text.contains("1 changed"),
                "\(plan.text)"
            )
            #expect(try repository.read("machine/plan.md").contains("### `runner plan`: 1 to submit"))
            #expect(try repository.read("machine/gl-code-quality-report.json").hasPrefix("["))
            #expect(try repository.variables(of: "apply").isEmpty)
            for command in ["validate", "plan"] {
                let calls = try repository.variables(of: command)
                #expect(!calls.isEmpty)
                for names in calls {
                    #expect(!names.contains { $0.hasPrefix("AZURE_") || $0.hasPrefix("CI_") })
                }
            }
            try await repository.push(replacing: "experimentName", with: "experimentname")
            let invalid = try await job("runner:review", in: repository)
            #expect(invalid.status == 65 && invalid.text.contains("error[RN0203]"), "\(invalid.text)")
            #expect(try repository.read("machine/gl-code-quality-report.json").contains("RN0203"))
        }
    }
}
