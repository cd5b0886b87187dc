import Diagnostics
import Host
import RunnerTestSupport
import Subprocess
import SystemPackage
import Testing

/// The Dockerfile, which no test can build: no container engine and no network.
@Suite struct DockerfileTests {
    private static let path = "scripts/integrations/container/Dockerfile"
    private static let linter = Fixture.packageRoot + "/.build/peers/bin/hadolint"

    @Test(
        .enabled(
            if: SystemFileSystem().kind(of: linter) == .file,
            "hadolint is not there: scripts/set-up --tests"
        )
    )
    func isCleanForItsLinter() async throws {
        let result = try await Subprocess.run(
            .path(FilePath(Self.linter)),
            arguments: ["--failure-threshold", "info", .init(stringLiteral: Self.path)],
            workingDirectory: FilePath(Fixture.packageRoot),
            output: .string(limit: 1 << 20),
            error: .string(limit: 1 << 20)
        )
        #expect(result.terminationStatus == .exited(0), "\(result.standardOutput)\(result.standardError)")
    }

    private static func instructions() throws -> [String] {
        try Fixture.text(path).replacingOccurrences("\\\n", " ").split(separator: "\n").map(String.init)
            .filter { !$0.hasPrefix("#") }
    }

    @Test func isSmallAndNotRoot() throws {
        let lines = try Self.instructions()
        let stages = lines.split { $0.hasPrefix("FROM ") }
        let bases = lines.filter { $0.hasPrefix("FROM ") }
        #expect(bases.count == 3 && stages.count == 3)
        for base in bases {
            // A digest, or a version of Swift to its last digit.
            let pinned =
                base.contains(#/@sha256:[0-9a-f]{64}/#) || base.contains(#/swift:6\.\d+\.\d+-bookworm /#)
            #expect(pinned, "\(base)")
        }
        // The last stage is what is built when none is named: nothing runs in it, nothing but the program is in it.
        let last = try #require(stages.last)
        #expect(try #require(bases.last).contains("distroless") && !last.contains { $0.hasPrefix("RUN") })
        #expect(
            last.contains("USER 65532:65532") && last.contains { $0.contains("RUNNER_LEDGER_MUST_EXIST=1") }
        )
        #expect(stages[1].contains("USER 65532:65532"))
        for stage in stages.dropFirst() {
            for copy in stage where copy.hasPrefix("COPY") && !copy.contains("--from=build") {
                #expect(
                    copy
                        == "COPY scripts/integrations/git/ledger-branch scripts/integrations/git/superseded /usr/local/bin/"
                )
            }
        }
    }

    /// What is copied is there, is let through to the build, and what set-up installs is installed.
    @Test func namesWhatThereIs() throws {
        let lines = try Self.instructions()
        let allowed = try Fixture.text(Self.path + ".dockerignore").split(separator: "\n")
        #expect(allowed.contains("*"))
        for copy in lines where copy.hasPrefix("COPY") && !copy.contains("--from=") {
            for source in copy.split(separator: " ").dropFirst().dropLast() {
                #expect(SystemFileSystem().kind(of: Fixture.packageRoot + "/" + source) != nil, "\(source)")
                #expect(
                    allowed.contains { source.hasPrefix($0.dropFirst()) && $0.hasPrefix("!") },
                    "\(source)"
                )
            }
        }
        // The package cannot be read without the folders of its targets, also of those that are not built.
        for folder in ["Sources", "Tests"] { #expect(lines.contains("COPY \(folder) \(folder)")) }
        let setUp = try Fixture.text("scripts/set-up")
        let packages = try #require(
            setUp.split(separator: "packages=(").dropFirst().first?.split(separator: ")").first
        )
        for package in packages.split(separator: " ") {
            #expect(lines.contains { $0.hasPrefix("RUN") && $0.contains(package) }, "\(package)")
        }
    }
}
