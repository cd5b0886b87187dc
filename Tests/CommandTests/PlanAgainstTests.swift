import Diagnostics
import Host
import JSONValues
import RunnerTestSupport
import Subprocess
import SystemPackage
import Testing

@testable import RunnerCommands

/// The difference to another commit, by real Git.
@Suite(.serialized) struct PlanAgainstTests {
    /// Lends a workplace whose folder is a repository with one commit.
    private func withRepository(_ body: (Workplace) async throws -> Void) async throws {
        try await Workplace.with { workplace in
            try await workplace.shell(
                "git init -q . && git add heart-disease.yaml && \(Self.commit) -m first"
            )
            try await body(workplace)
        }
    }

    private static let commit = "git -c user.name=a -c user.email=a@example.com commit -q"

    @Test func namesWhatIsAddedChangedAndRemoved() async throws {
        try await withRepository { workplace in
            try workplace.edit("data/heart-disease-uci", "data/other")
            try workplace.edit(
                "  score:\n    endpoint",
                "  again:\n    endpoint: heart\n    inputs: {}\n  score:\n    endpoint"
            )
            let text = await workplace.inRepository(["plan", workplace.manifest, "--against", "HEAD"])
            #expect(text.status == .success, "\(text.error)")
            #expect(text.output.contains("1 added, 1 changed, 0 removed, 0 unchanged"), "\(text.output)")
            let words =
                "    run.inputs.patients.uri: https://azuremlexampledata.blob.core.windows.net/data/heart-"
            #expect(text.output.contains(words))
            #expect(text.output.contains("  + heart-disease/again"))
            let json = await workplace.inRepository([
                "plan", workplace.manifest, "--against", "HEAD", "-o", "json",
            ])
            let value = try JSONReader().read(Array(json.output.utf8))
            #expect(value["against"]?["added"] == ["heart-disease/again"])
            #expect(value["against"]?["changed"]?.array?.first?["address"] == "heart-disease/score")
            let page = await workplace.inRepository([
                "plan", workplace.manifest, "--against", "HEAD", "-o", "markdown",
            ])
            #expect(page.output.contains("**Against `HEAD` (`"))
            try await workplace.shell("git add -A && \(Self.commit) -m second")
            try workplace.edit("  again:\n    endpoint: heart\n    inputs: {}\n", "")
            let removed = await workplace.inRepository(["plan", workplace.manifest, "--against", "HEAD"])
            #expect(removed.output.contains("  - heart-disease/again"), "\(removed.output)")
            #expect(removed.output.contains("0 added, 0 changed, 1 removed, 1 unchanged"))
        }
    }

    /// A folder at that commit has what it had then, by whatever name.
    @Test func readsFoldersAsTheyWere() async throws {
        try await withRepository { workplace in
            let name = "odd \u{301}name;$(touch pwned)\t.yaml"
            let text = try Fixture.text("manifests/heart-disease.yaml")
            try workplace.write(name, text.replacingOccurrences("name: heart-disease", "name: second"))
            try workplace.write("link.yaml", "")
            try await workplace.shell(
                "rm link.yaml && ln -s /etc/passwd link.yaml && git add -A && \(Self.commit) -m x"
            )
            try await workplace.shell("rm link.yaml odd*")
            let outcome = await workplace.inRepository(["plan", workplace.folder, "--against", "HEAD"])
            #expect(
                outcome.output.contains("0 added, 0 changed, 1 removed, 1 unchanged"),
                "\(outcome.output)"
            )
            #expect(outcome.output.contains("- second/score"))
            #expect(SystemFileSystem().kind(of: workplace.folder + "/pwned") == nil)
        }
    }

    /// Nothing that the repository's own settings name is run.
    @Test func runsNothingOfTheRepository() async throws {
        try await withRepository { workplace in
            let trap = "touch \(workplace.folder)/trapped"
            try workplace.write(".gitattributes", "*.yaml filter=evil diff=evil\n")
            try await workplace.shell(
                """
                git add -A && \(Self.commit) -m attributes
                for key in core.fsmonitor core.pager core.sshCommand core.askPass diff.external diff.evil.command \
                  diff.evil.textconv filter.evil.smudge filter.evil.clean filter.evil.process core.editor \
                  credential.helper alias.ls-tree alias.cat-file alias.rev-parse; do
                  git config "$key" '\(trap)'; done
                mkdir -p .git/hooks
                for hook in post-checkout reference-transaction post-index-change; do
                  printf '#!/bin/sh\\n\(trap)\\n' > .git/hooks/$hook; chmod +x .git/hooks/$hook; done
                """
            )
            let outcome = await workplace.inRepository(["plan", workplace.manifest, "--against", "HEAD"])
            #expect(outcome.status == .success, "\(outcome.error)")
            #expect(outcome.output.contains("0 added, 0 changed, 0 removed, 1 unchanged"))
            #expect(SystemFileSystem().kind(of: workplace.folder + "/trapped") == nil)
        }
    }

    @Test(arguments: [
        "nowhere", "--upload-pack=touch x", "-h", "HEAD:heart-disease.yaml", "HEAD~5", "a b\u{1B}[31m",
        "@{upstream}",
    ]) func refusesWhatIsNoCommit(reference: String) async throws {
        try await withRepository { workplace in
            let outcome = await workplace.inRepository(["plan", workplace.manifest, "--against=\(reference)"])
            #expect(outcome.status == .noInput, "\(outcome.error)")
            #expect(outcome.error.contains("RN0755") && !outcome.error.contains("\u{1B}"))
        }
    }

    @Test func saysWhereTheOtherCommitCannotBePlanned() async throws {
        try await withRepository { workplace in
            try workplace.edit("    experimentName:", "    experimentnam:")
            try await workplace.shell("git add -A && \(Self.commit) -m broken")
            try workplace.edit("    experimentnam:", "    experimentName:")
            let outcome = await workplace.inRepository(["plan", workplace.manifest, "--against", "HEAD"])
            #expect(outcome.status == .success, "\(outcome.error)")
            #expect(outcome.output.contains("cannot be planned: RN0203"), "\(outcome.output)")
        }
    }
}

extension Workplace {
    /// Runs a shell script in the folder.
    fileprivate func shell(_ script: String) async throws {
        let result = try await Subprocess.run(
            .path("/bin/sh"),
            arguments: ["-ec", "cd \"$1\"\n" + script, "sh", folder],
            output: .string(limit: 1 << 20),
            error: .string(limit: 1 << 20)
        )
        try #require(result.terminationStatus.isSuccess, "\(result.standardError)")
    }

    /// Runs a command that may run Git.
    fileprivate func inRepository(_ arguments: [String]) async -> Outcome {
        let console = RecordingConsole()
        let real = Host.system()
        let host = Host(
            files: real.files,
            console: console,
            environment: ProcessEnvironment(["PATH": real.environment["PATH"] ?? "/usr/bin:/bin"]),
            time: real.time,
            random: real.random,
            commands: SystemCommandRunner.unhurried,
            process: real.process
        )
        let status = await RunnerTool.run(arguments, host: host)
        return Outcome(status: status, output: console.output, error: console.error)
    }
}
