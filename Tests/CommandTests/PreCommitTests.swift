import ArgumentParser
import Diagnostics
import Host
import Manifests
import RunnerTestSupport
import Subprocess
import SystemPackage
import Testing

@testable import RunnerCommands

/// `.pre-commit-hooks.yaml`, read here and by pre-commit itself.
@Suite struct PreCommitTests {
    static let preCommit: String? = {
        let path = Fixture.packageRoot + "/.build/peers/bin/pre-commit"
        return SystemFileSystem().kind(of: path) == .file ? path : nil
    }()

    @Test func namesACommandThatThereIs() throws {
        var problems: [Diagnostic] = []
        let source = SourceText(name: "hooks", bytes: try Fixture.bytes(".pre-commit-hooks.yaml"))
        let hooks = YAMLParser().documents(in: source, into: &problems).first?.root.items.map { $0 } ?? []
        #expect(problems.isEmpty && hooks.count == 1)
        let hook = try #require(hooks.first)
        #expect(hook["id"]?.text == "runner-validate")
        // It gives files of this machine to a program of this machine: nothing is fetched or built.
        #expect(hook["language"]?.text == "system")
        let words = (hook["entry"]?.text ?? "").split(separator: " ").map(String.init)
        #expect(words.first == "runner")
        _ = try #require(try RunnerCommand.parseAsRoot(words.dropFirst() + ["a.yaml"]) as? ValidateCommand)
    }

    /// A repository whose hook is ours: a commit with a mistake is refused with the place, one without passes.
    @Test(
        .enabled(if: preCommit != nil, "pre-commit is not there: scripts/set-up --tests"),
        .timeLimit(.minutes(5))
    )
    func refusesACommitWithAMistake() async throws {
        let preCommit = try #require(Self.preCommit)
        try await TemporaryFolder.with { folder in
            let files = SystemFileSystem()
            for name in ["hooks", "home", "bin", "work/manifests", "work/other"] {
                try files.createFolder(folder + "/" + name)
            }
            let good = try Fixture.text("manifests/heart-disease.yaml")
            let bad = good.replacingOccurrences("experimentName", "experimentname")
            let texts = [
                "hooks/.pre-commit-hooks.yaml": try Fixture.text(".pre-commit-hooks.yaml"),
                "work/.pre-commit-config.yaml": """
                repos:
                  - repo: \(folder)/hooks
                    rev: v1
                    hooks: [{ id: runner-validate }]

                """,
                "work/manifests/good.yaml": good, "work/manifests/bad.yaml": bad, "work/other/bad.yaml": bad,
                "run.sh": """
                set -eu
                export HOME="$1/home" GIT_CONFIG_NOSYSTEM=1 PATH="$1/bin:$PATH"
                git config --global user.email a@b.invalid; git config --global user.name a
                git config --global init.defaultBranch main
                ln -s "$2" "$1/bin/runner"
                cd "$1/hooks"; git init -q; git add .; git commit -qm hooks; git tag v1
                "$3" validate-manifest .pre-commit-hooks.yaml
                cd "$1/work"; git init -q; "$3" install >/dev/null
                git add .pre-commit-config.yaml manifests/good.yaml other/bad.yaml
                git commit -qm good && echo "first: taken"
                git add manifests/bad.yaml
                git commit -qm bad && echo "second: taken" || echo "second: refused"
                """,
            ]
            for (name, text) in texts { try files.write(Array(text.utf8), to: folder + "/" + name) }
            let result = try await Subprocess.run(
                .path("/bin/sh"),
                arguments: [folder + "/run.sh", folder, BinaryTests.program.string, preCommit],
                output: .string(limit: 1 << 16),
                error: .string(limit: 1 << 16)
            )
            let words = (result.standardOutput + result.standardError)
            #expect(result.terminationStatus == .exited(0), "\(words)")
            #expect(words.contains("first: taken") && words.contains("second: refused"), "\(words)")
            #expect(words.contains("manifests/bad.yaml:33:5") && words.contains("error[RN0203]"), "\(words)")
            #expect(!words.contains("other/bad.yaml"), "only files of a folder of manifests")
        }
    }
}
