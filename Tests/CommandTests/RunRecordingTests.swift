import Diagnostics
import Host
import Ledgers
import Plans
import RunnerTestSupport
import Subprocess
import SystemPackage
import Testing

@testable import RunnerCommands

/// Every outcome of `apply` is in the ledger: who, where, what, as whom, how it ended.
@Suite struct RunRecordingTests {
    private func runs(_ workplace: Workplace) async throws -> [RunHistory] {
        try await SQLiteLedgerReader(at: workplace.ledger).runs(matching: RunQuery())
    }

    @Test func recordsWhoWhereWhatAndAsWhom() async throws {
        try await Workplace.with { workplace in
            var environment = Workplace.environment
            environment["GITHUB_ACTIONS"] = "true"
            environment["GITHUB_SERVER_URL"] = "https://github.com"
            environment["GITHUB_REPOSITORY"] = "clinic/jobs"
            environment["GITHUB_RUN_ID"] = "42"
            environment["GITHUB_RUN_ATTEMPT"] = "2"
            environment["GITHUB_ACTOR"] = "ada"
            environment["GITHUB_SHA"] = "4b825dc642cb6eb9a060e54bf8d69288fbee4904"
            #expect(await workplace.apply(environment: environment).status == .success)
            let run = try #require(try await runs(workplace).first)
            let process = ProcessIdentity.current
            #expect(run.record.user == process.user)
            #expect(run.record.machine == process.machine)
            #expect(run.record.toolVersion == RunnerVersion.number)
            #expect(run.record.ci?.system == "github-actions")
            #expect(run.record.ci?.jobURL == "https://github.com/clinic/jobs/actions/runs/42/attempts/2")
            #expect(run.record.ci?.actor == "ada")
            #expect(run.record.source?.commit == "4b825dc642cb6eb9a060e54bf8d69288fbee4904")
            #expect(run.record.source?.isDirty == nil)
            let manifest = try #require(run.record.manifests.first)
            #expect(manifest.name == "heart-disease")
            #expect(manifest.file == workplace.manifest)
            #expect(manifest.planDigest?.hasPrefix("p1:") == true)
            let sum = try await Subprocess.run(
                .name("sha256sum"),
                arguments: [workplace.manifest],
                output: .string(limit: 4096)
            ).standardOutput
            #expect(manifest.digest == "sha256:" + sum.prefix { $0 != " " })
            let identity = try #require(run.identities.first)
            #expect(identity.credential == "scoring")
            #expect(identity.type == "azure-service-principal")
            #expect(identity.clientID == Workplace.environment["AZURE_CLIENT_ID"])
            #expect(identity.tenantID == Workplace.environment["AZURE_TENANT_ID"])
            #expect(run.exitStatus == 0)
            #expect(run.finishedAt != nil)
            #expect(run.problems.isEmpty)
            let reader = try await SQLiteLedgerReader(at: workplace.ledger)
            let attempt = try #require(try await reader.attempts(matching: .init()).first)
            #expect(try await reader.intent(of: attempt.key)?.credential == "scoring")
        }
    }

    @Test(arguments: FaultTests.faults) func recordsEveryFault(fault: FaultTests.Fault) async throws {
        try await Workplace.with { workplace in
            if let (old, new) = fault.edit { try workplace.edit(old, new) }
            var environment = Workplace.environment
            for (name, value) in fault.environment { environment[name] = value }
            let outcome = await workplace.apply(environment: environment)
            let run = try #require(try await runs(workplace).last)
            #expect(run.exitStatus == outcome.status.rawValue)
            #expect(run.record.manifests.map(\.file) == [workplace.manifest])
            // What is wrong with a job stands at the job; everything else at the run.
            if fault.name != "endpoint down" {
                #expect(run.problems.first.map { outcome.error.contains("[\($0.code)]") } == true)
            }
            for name in ["ledger.sqlite", "ledger.sqlite-wal"] {
                let bytes = try? SystemFileSystem().read(workplace.folder + "/" + name, limit: 64 << 20)
                #expect(bytes.map { !$0.contains(Array("~secret~value".utf8)) } ?? true, "\(name)")
            }
            let verified = await workplace.run(["ledger", "verify", "--ledger", workplace.ledger])
            #expect(verified.status == .success)
        }
    }

    @Test func recordsAMissingSecretInALedgerThatIsThere() async throws {
        try await Workplace.with { workplace in
            #expect(await workplace.apply().status == .success)
            var environment = Workplace.environment
            environment["AZURE_CLIENT_SECRET"] = nil
            let outcome = await workplace.apply(
                ["--rerun", "heart-disease/score"],
                environment: environment
            )
            #expect(outcome.status == .missingConfiguration)
            let runs = try await runs(workplace)
            #expect(runs.map(\.exitStatus) == [0, 78])
            #expect(runs[1].problems.first?.place?.hasPrefix(workplace.manifest + ":23:") == true)
            #expect(runs[1].record.manifests.first?.name == "heart-disease")
        }
    }

    @Test func aMistypedPathLeavesNothingBehind() async throws {
        try await Workplace.with { workplace in
            let arguments = ["apply", workplace.folder + "/nowhere.yaml", "--ledger", workplace.ledger]
            #expect(await workplace.run(arguments).status == .noInput)
            #expect(SystemFileSystem().kind(of: workplace.ledger) == nil)
            #expect(await workplace.apply().status == .success)
            #expect(await workplace.run(arguments).status == .noInput)
            let statuses = try await runs(workplace).map(\.exitStatus)
            #expect(statuses == [0, 66])
        }
    }

    @Test func saysWhenAnOutcomeCannotBeRecorded() async throws {
        try await Workplace.with { workplace in
            try workplace.write("ledger.sqlite", "")
            try workplace.edit("jobs:\n", "jobs: [\n")
            let outcome = await workplace.apply()
            #expect(outcome.status == .invalid)
            #expect(outcome.error.contains("not recorded in the ledger:"), "\(outcome.error)")
        }
    }

    @Test func aDryRunLeavesNothingBehind() async throws {
        try await Workplace.with { workplace in
            #expect(await workplace.apply(["--dry-run"]).status == .success)
            try workplace.edit("jobs:\n", "jobs: [\n")
            #expect(await workplace.apply(["--dry-run"]).status == .invalid)
            #expect(SystemFileSystem().kind(of: workplace.ledger) == nil)
        }
    }

    @Test func knowsTheCommitAndWhatDiffersFromIt() async throws {
        try await Workplace.with { workplace in
            let real = Host.system()
            let script = """
                cd '\(workplace.folder)' && mkdir repo && cd repo && git init -q . && echo a > m.yaml &&
                git add m.yaml && git -c user.name=a -c user.email=a@example.com commit -qm first &&
                git rev-parse HEAD
                """
            let made = try await Subprocess.run(
                .name("sh"),
                arguments: ["-c", script],
                output: .string(limit: 4096),
                error: .string(limit: 4096)
            )
            let commit = made.standardOutput.prefix { $0 != "\n" }
            try #require(commit.utf8.count == 40, "\(made.standardError)")
            let folder = workplace.folder + "/repo"
            let control = SourceControl(real, patience: .seconds(300))
            #expect(
                await control.record(of: folder, fallback: nil)
                    == .init(commit: String(commit), isDirty: false)
            )
            try workplace.write("repo/other.yaml", "b")
            #expect(await control.record(of: folder, fallback: nil)?.isDirty == true)
            // Git that cannot be run, or no repository: what the CI system says.
            let none = SourceControl(
                Host(
                    files: real.files,
                    console: real.console,
                    environment: real.environment,
                    time: real.time,
                    random: real.random,
                    process: real.process
                )
            )
            #expect(await none.record(of: folder, fallback: nil) == nil)
            let other = String(repeating: "a", count: 40)
            #expect(await none.record(of: folder, fallback: other) == .init(commit: other, isDirty: nil))
            #expect(await control.record(of: "/", fallback: other) == .init(commit: other, isDirty: nil))
        }
    }

    @Test(
        arguments: [
            ("# branch.oid (initial)\n# branch.head main\n", nil),
            ("", nil), ("# branch.oid zz\n", nil),
            ("# branch.oid " + String(repeating: "0", count: 64) + "\n# branch.head main\n", false),
            ("# branch.oid " + String(repeating: "0", count: 40) + "\n1 .M N... 100644 a b m.yaml\n", true),
        ] as [(String, Bool?)]
    ) func readsWhatGitSays(text: String, isDirty: Bool?) {
        #expect(SourceControl.record(of: text)?.isDirty == isDirty)
    }

    @Test(
        arguments: [
            ([:], nil, nil), (["CI": "false"], nil, nil), (["CI": "true"], "ci", nil),
            (
                ["GITLAB_CI": "true", "CI": "true", "CI_JOB_URL": "https://gitlab.com/j/1"], "gitlab",
                "https://gitlab.com/j/1"
            ),
            (
                [
                    "TF_BUILD": "True", "SYSTEM_COLLECTIONURI": "https://dev.azure.com/clinic/",
                    "SYSTEM_TEAMPROJECT": "Heart Team", "BUILD_BUILDID": "7", "SYSTEM_JOBID": "j",
                ],
                "azure-pipelines",
                "https://dev.azure.com/clinic/Heart%20Team/_build/results?buildId=7&view=logs&j=j"
            ),
            (["GITHUB_ACTIONS": "true", "GITHUB_RUN_ID": "1"], "github-actions", nil),
            (
                ["JENKINS_URL": "https://ci", "BUILD_URL": "https://ci/job/1/"], "jenkins",
                "https://ci/job/1/"
            ),
            (
                ["BITBUCKET_BUILD_NUMBER": "3", "BITBUCKET_GIT_HTTP_ORIGIN": "https://bitbucket.org/a/b"],
                "bitbucket", "https://bitbucket.org/a/b/pipelines/results/3"
            ),
            (
                ["BUILDKITE": "true", "BUILDKITE_BUILD_URL": "https://b/\u{1B}[2J"], "buildkite",
                "https://b/\\u{1B}[2J"
            ),
        ] as [([String: String], String?, String?)]
    )
    func knowsTheJobOfTheCISystem(variables: [String: String], system: String?, url: String?) {
        let record = ContinuousIntegration(ProcessEnvironment(variables)).record
        #expect(record?.system == system)
        #expect(record?.jobURL == url)
    }
}
