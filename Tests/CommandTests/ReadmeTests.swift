import Diagnostics
import Host
import RunnerTestSupport
import Subprocess
import SystemPackage
import Testing

/// What the README shows is what happens: its manifest is the one of the package, its walks are run.
@Suite(.timeLimit(.minutes(10))) struct ReadmeTests {
    private static func blocks(_ language: String) throws -> [String] {
        try Fixture.text("README.md").split(separator: "\n```\(language)\n").dropFirst()
            .compactMap { $0.split(separator: "\n```").first.map { $0 + "\n" } }
    }

    @Test func itsManifestIsTheExample() throws {
        let lines = try Fixture.text("manifests/heart-disease.yaml").split(
            separator: "\n",
            omittingEmptySubsequences: false
        )
        let manifest = lines.drop { $0.hasPrefix("#") }.joined(separator: "\n")
        #expect(try Self.blocks("yaml").first == manifest)
    }

    /// A command with the lines that are shown for it.
    struct Shown {
        let command: String
        var lines: [String] = []
    }

    private static func commands(in block: String) -> [Shown] {
        var shown: [Shown] = []
        for line in block.split(separator: "\n", omittingEmptySubsequences: false).dropLast().map(String.init)
        {
            // What a script shows of commands is its output.
            if line.hasPrefix("$ "), !line.hasPrefix("$ git push") {
                shown.append(Shown(command: String(line.dropFirst(2))))
            } else if !shown.isEmpty {
                shown[shown.count - 1].lines.append(line)
            }
        }
        return shown
    }

    /// Where what was said is another than what is shown; `…` stands for any lines.
    static func difference(shown: [String], said: [String]) -> String? {
        var rest = said[...]
        var isFree = false
        for line in shown {
            if line.hasSuffix("…"), line.allSatisfy({ $0 == " " || $0 == "…" }) {
                isFree = true
                continue
            }
            guard let index = isFree ? rest.firstIndex(of: line) : rest.first == line ? rest.startIndex : nil
            else {
                return
                    "expected \(line.debugDescription), there is \(rest.prefix(3).map { $0.debugDescription })"
            }
            rest = rest[(index + 1)...]
            isFree = false
        }
        return isFree || rest.isEmpty ? nil : "there is more: \(rest.first.debugDescription)"
    }

    @Test(arguments: [
        (["a", "…", "c"], ["a", "b", "c"], true), (["a", "…"], ["a"], true), (["a"], ["a", "b"], false),
        (["…", "b"], ["a"], false), (["a", "c"], ["a", "b", "c"], false), (["a…"], ["ab"], false),
    ])
    func leavesOutWhatIsSaidToBeLeftOut(shown: [String], said: [String], fits: Bool) {
        #expect((Self.difference(shown: shown, said: said) == nil) == fits)
    }

    private static func normal(_ text: String) -> [String] {
        PushToRunTests.normal(text).replacing(/Against main \([0-9a-f]{12}\)/, with: "Against main (COMMIT)")
            .split(separator: "\n", omittingEmptySubsequences: false).dropLast().map(String.init)
    }

    /// All walks in one folder, one after the other, as somebody would who reads from top to bottom.
    @Test func itsWalksEndAsTheyAreShown() async throws {
        let walks = try Self.blocks("console").map(Self.commands)
        #expect(walks.count == 3)
        try await PushedRepository.with { repository in
            let made = try await repository.bash(
                """
                mkdir walk; cd walk; git init -q -b main
                cp -r '\(Fixture.packageRoot)/manifests' .
                ln -s '\(Fixture.packageRoot)/scripts' .
                git add manifests; git commit -qm manifests
                """,
                in: repository.folder
            )
            try #require(made.status == 0, "\(made.text)")
            var environment = Workplace.environment
            environment["PATH"] = nil
            // Should a walk leave the emulator, it gets nowhere.
            environment["HTTPS_PROXY"] = "http://127.0.0.1:9"
            for shown in walks.flatMap({ $0 }) {
                let said = try await repository.bash(
                    "exec 2>&1; set +e; \(shown.command)\nexit 0",
                    environment: environment,
                    in: repository.folder + "/walk"
                )
                let difference = Self.difference(
                    shown: Self.normal(shown.lines.map { $0 + "\n" }.joined()),
                    said: Self.normal(said.text)
                )
                #expect(difference == nil, "$ \(shown.command)\n\(said.text)")
            }
        }
    }
}
