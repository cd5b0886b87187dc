import Diagnostics
import Host
import RunnerTestSupport
import Testing

/// `action.yml`, its steps carried out on a real repository, with the emulator in place of the cloud.
@Suite(.timeLimit(.minutes(10))) struct GitHubActionTests {
    private static let branch = ["ledger-branch": "runner-ledger"]

    private func push(
        _ repository: PushedRepository,
        inputs: [String: String] = branch,
        event: String = "push",
        ref: String = "refs/heads/main"
    ) async throws -> PlayedAction {
        var action = try PlayedAction(event, ref: ref, inputs: inputs, in: repository)
        try await action.run(in: repository)
        return action
    }

    @Test func appliesWhatIsPushedOnceAndKeepsTheLedger() async throws {
        try await PushedRepository.with { repository in
            try await repository.makeLedgerBranch()
            let first = try await push(repository)
            #expect(first.status == 0, "\(first.text)")
            #expect(first.outputs["decide.decision"] == "apply" && first.outputs["apply.status"] == "0")
            #expect(first.text.contains("succeeded, attempt 1 as batchjob-"))
            #expect(try await repository.attempts() == ["heart-disease/score 1 succeeded"])
            let summary = try repository.read("temp/summary.md")
            #expect(
                summary.contains("### `runner plan`: 1 to submit") && summary.contains("1 succeeded"),
                "\(summary)"
            )

            let second = try await push(repository)
            #expect(second.status == 0, "\(second.text)")
            #expect(second.text.contains("up to date, attempt 1") && !second.text.contains("POST heart"))

            try await repository.push(replacing: #"default: "2026-11-20""#, with: #"default: "2026-11-21""#)
            let third = try await push(repository)
            #expect(third.status == 0, "\(third.text)")
            #expect(
                try await repository.attempts().sorted()
                    == ["heart-disease/score 1 succeeded", "heart-disease/score 2 succeeded"]
            )
            // What validated and planned had neither a secret nor a way to a token; what applied had.
            for command in ["validate", "plan"] {
                for names in try repository.variables(of: command) {
                    #expect(
                        !names.contains { $0.hasPrefix("AZURE_") || $0.contains("TOKEN") },
                        "\(command): \(names)"
                    )
                }
            }
            let applied = try #require(try repository.variables(of: "apply").last)
            #expect(
                applied.contains("AZURE_CLIENT_SECRET") && applied.contains("ACTIONS_ID_TOKEN_REQUEST_URL")
            )
        }
    }

    @Test func sendsNothingWithoutALedger() async throws {
        try await PushedRepository.with { repository in
            // Neither named: an action that is used without having read about it.
            let unnamed = try await push(repository, inputs: [:])
            #expect(unnamed.status == 78 && unnamed.names == ["Decide"], "\(unnamed.text)")
            // A branch that was never made, or was deleted.
            let missing = try await push(repository)
            #expect(
                missing.status == 78 && missing.text.contains("there is no branch runner-ledger"),
                "\(missing.text)"
            )
            // A disk that was replaced.
            let file = try await push(
                repository,
                inputs: ["ledger": repository.folder + "/disk/ledger.sqlite"]
            )
            #expect(file.status == 78 && file.text.contains("RN0601"), "\(file.text)")
            #expect(try repository.variables(of: "apply").isEmpty)
            #expect(SystemFileSystem().kind(of: repository.workplace.store) == nil)
        }
    }

    @Test func keepsTheLedgerOnADiskToo() async throws {
        try await PushedRepository.with { repository in
            let file = repository.folder + "/disk/ledger.sqlite"
            _ = await repository.workplace.run(["ledger", "init", "--ledger", file])
            let first = try await push(repository, inputs: ["ledger": file])
            #expect(first.status == 0, "\(first.text)")
            let second = try await push(repository, inputs: ["ledger": file])
            #expect(second.status == 0 && second.text.contains("up to date, attempt 1"), "\(second.text)")
            #expect(!second.names.contains("Keep the ledger"))
        }
    }

    /// "Run again" on the page of an old job: what it has was replaced, and must not come back.
    @Test func appliesNothingThatWasReplacedSince() async throws {
        try await PushedRepository.with { repository in
            try await repository.makeLedgerBranch()
            try await repository.push(replacing: #"default: "2026-11-20""#, with: #"default: "2026-11-21""#)
            #expect(try await push(repository).status == 0)
            var old = try PlayedAction("push", ref: "refs/heads/main", inputs: Self.branch, in: repository)
            try await old.run(in: repository, commitsAgo: 1)
            #expect(
                old.status == 0 && old.text.contains("nothing is applied: main has other manifests"),
                "\(old.text)"
            )
            #expect(!old.names.contains("Apply") && !old.names.contains("Keep the ledger"))
            #expect(try await repository.attempts() == ["heart-disease/score 1 succeeded"])
            // A later commit elsewhere is none of its business.
            let other = try await repository.bash(
                "echo x >other; git add other; git commit -qm other; git push -q origin main",
                in: repository.desk
            )
            try #require(other.status == 0)
            var same = try PlayedAction("push", ref: "refs/heads/main", inputs: Self.branch, in: repository)
            try await same.run(in: repository, commitsAgo: 1)
            #expect(same.status == 0 && same.names.contains("Apply"), "\(same.text)")
        }
    }

    @Test func givesParametersToThePlanThatIsApplied() async throws {
        try await PushedRepository.with { repository in
            try await repository.makeLedgerBranch()
            let inputs = Self.branch.merging(["set": "date=2026-12-24\n"], uniquingKeysWith: { $1 })
            let action = try await push(repository, inputs: inputs)
            #expect(
                action.status == 0 && action.text.contains("heart-disease/2026-12-24/attempt-1"),
                "\(action.text)"
            )
        }
    }

    /// A machine that vanished had taken the ledger; what it sent nobody knows.
    @Test func sendsNothingWhileTheLedgerIsTaken() async throws {
        try await PushedRepository.with { repository in
            try await repository.makeLedgerBranch()
            let script = Fixture.packageRoot + "/scripts/integrations/git/ledger-branch"
            let taken = try await repository.bash(
                "LEDGER_TAKER=https://ci.example/7 '\(script)' take runner-ledger ../lost.sqlite",
                in: repository.desk
            )
            #expect(taken.status == 0, "\(taken.text)")
            let stopped = try await push(repository)
            #expect(
                stopped.status == 75 && stopped.text.contains("by https://ci.example/7"),
                "\(stopped.text)"
            )
            #expect(try repository.variables(of: "apply").isEmpty)
            let freed = try await repository.bash("'\(script)' free runner-ledger", in: repository.desk)
            #expect(freed.status == 0, "\(freed.text)")
            #expect(try await push(repository).status == 0)
        }
    }

    /// The job fails; the ledger that says so is kept all the same.
    @Test func keepsTheLedgerOfARunThatFailed() async throws {
        try await PushedRepository.with { repository in
            try await repository.makeLedgerBranch()
            try repository.workplace.failingScript()
            let failed = try await push(repository)
            #expect(failed.status == 1 && failed.names.last == "Keep the ledger", "\(failed.text)")
            #expect(try await repository.attempts() == ["heart-disease/score 1 failed"])
        }
    }

    static let reviews: [(event: String, ref: String)] = [
        ("pull_request", "refs/pull/7/merge"), ("push", "refs/heads/other"), ("push", "refs/tags/main"),
        ("workflow_dispatch", "refs/heads/other"), ("merge_group", "refs/heads/gh-readonly-queue/main/pr-7"),
        ("issue_comment", "refs/heads/main"), ("repository_dispatch", "refs/heads/main"),
    ]

    @Test(arguments: reviews) func onlyPlans(event: String, ref: String) async throws {
        try await PushedRepository.with { repository in
            try await repository.makeLedgerBranch()
            let action = try await push(repository, event: event, ref: ref)
            #expect(action.status == 0, "\(action.text)")
            #expect(action.outputs["decide.decision"] == "review")
            #expect(!action.names.contains("Apply") && !action.names.contains("Keep the ledger"))
            // Planned against the ledger, which nobody took; for a head that is not known to be ours, without it.
            #expect(action.text.contains("compared with ledger nightly") == (event != "pull_request"))
            #expect(try await repository.attempts() == [])
            #expect(try repository.variables(of: "apply").isEmpty)
        }
    }

    @Test(arguments: ["pull_request_target", "workflow_run"])
    func refusesEventsThatHaveTheSecretsOfTheBase(event: String) async throws {
        try await PushedRepository.with { repository in
            let action = try await push(repository, event: event)
            #expect(action.status == 64 && action.names == ["Decide"], "\(action.text)")
            #expect(try repository.variables(of: "plan").isEmpty)
        }
    }

    @Test(arguments: ["clinic/scoring", "mallory/scoring", ""])
    func commentsOnPullRequestsOfTheRepositoryAlone(head: String) async throws {
        try await PushedRepository.with { repository in
            try await repository.makeLedgerBranch()
            var action = try PlayedAction(
                "pull_request",
                ref: "refs/pull/7/merge",
                inputs: Self.branch,
                github: ["pull_request.head.repo.full_name": head, "pull_request.number": "7"],
                in: repository
            )
            try await action.run(in: repository)
            #expect(action.status == 0, "\(action.text)")
            let isOurs = head == "clinic/scoring"
            #expect(action.names.contains("Comment") == isOurs)
            // Nobody listens there: said, and no failure.
            #expect(action.text.contains("could not be written as a comment") == isOurs)
            #expect(action.text.contains("compared with ledger nightly") == isOurs)
            #expect(try repository.read("temp/summary.md").contains("### `runner plan`"))
        }
    }

    @Test func showsMistakesInTheSummaryAndEndsAsValidateDoes() async throws {
        try await PushedRepository.with { repository in
            try await repository.makeLedgerBranch()
            try await repository.push(replacing: "experimentName", with: "experimentname")
            let action = try await push(repository)
            #expect(action.status == 65, "\(action.text)")
            #expect(
                action.text.contains("::error file=manifests/heart-disease.yaml,line=33,"),
                "\(action.text)"
            )
            #expect(try repository.read("temp/summary.md").contains("RN0203"))
            // Nothing was sent, and the ledger is back.
            #expect(try repository.variables(of: "apply").isEmpty)
            #expect(try await repository.attempts() == [])
        }
    }

    /// Texts that a stranger chooses reach no shell: they stay one word.
    @Test func runsNothingOfWhatIsNamedInIt() async throws {
        try await PushedRepository.with { repository in
            let trap =
                "$(touch \(repository.folder)/trapped)`touch \(repository.folder)/trapped`; touch trapped #"
            for name in ["paths", "ledger", "ledger-branch", "policy", "program", "set"] {
                var action = try PlayedAction(
                    "pull_request",
                    ref: "refs/pull/7/merge",
                    inputs: [name: trap],
                    github: [
                        "pull_request.head.repo.full_name": trap, "pull_request.base.sha": trap,
                        "pull_request.number": trap,
                    ],
                    in: repository
                )
                try await action.run(in: repository)
                #expect(SystemFileSystem().kind(of: repository.folder + "/trapped") == nil)
                #expect(SystemFileSystem().kind(of: repository.folder + "/machine/trapped") == nil)
            }
        }
    }
}
