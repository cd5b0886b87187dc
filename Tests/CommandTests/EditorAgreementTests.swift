import Diagnostics
import Host
import Manifests
import RunnerTestSupport
import Subprocess
import SystemPackage
import Testing

/// Editors check manifests with the same schemas and validators of their own: an independent one, on YAML that an
/// independent reader has read, agrees with us on every document there is.
///
/// `scripts/set-up --tests` installs both.
@Suite struct EditorAgreementTests {
    static let python = Fixture.packageRoot + "/.build/peers/bin/python"
    static let isPresent = SystemFileSystem().kind(of: python) != nil

    static let folders = [
        BrokenManifestTests.Case.folder, "Tests/ManifestsTests/Fixtures/invalid", "manifests",
    ]

    @Test(.enabled(if: isPresent, "scripts/set-up --tests has not installed the other validator"))
    func agreesOnEveryDocument() async throws {
        var files: [String] = []
        var ours: [String] = []
        var malformed = 0
        for folder in Self.folders {
            for ending in [".yaml", ".json"] {
                for name in Fixture.names(in: folder, suffix: ending) {
                    let file = "\(folder)/\(name)\(ending)"
                    guard let verdict = try Self.verdict(on: file) else {
                        malformed += 1
                        continue
                    }
                    files.append(file)
                    ours.append(verdict)
                }
            }
        }
        // Faults of YAML itself are no matter of schemas; nearly all the rest is compared.
        #expect(malformed < 55)
        #expect(ours.count { $0 == "valid" } > 70)
        #expect(ours.count { $0 == "invalid" } > 140)
        let theirs = try await Self.verdicts(on: files)
        #expect(theirs.count == files.count)
        let differing = zip(files, zip(ours, theirs)).filter { $0.1.0 != $0.1.1 }
            .map { "\($0.0): \($0.1.0) to us, \($0.1.1) to the other" }
        #expect(differing == [])
    }

    /// Whether every document of a file conforms to its schema; `nil` when its YAML or JSON is at fault.
    private static func verdict(on file: String) throws -> String? {
        let source = SourceText(name: file, bytes: try Fixture.bytes(file))
        var problems: [Diagnostic] = []
        let documents = YAMLParser().documents(in: source, into: &problems)
        guard problems.isEmpty, !documents.isEmpty else { return nil }
        for document in documents { _ = DocumentChecker().check(document, into: &problems) }
        return problems.isEmpty ? "valid" : "invalid"
    }

    private static func verdicts(on files: [String]) async throws -> [String] {
        let paths = files.map { Fixture.packageRoot + "/" + $0 + "\n" }.joined()
        let result = try await Subprocess.run(
            .path(FilePath(python)),
            arguments: [
                Fixture.packageRoot + "/Tests/CommandTests/Fixtures/agreement.py",
                Fixture.packageRoot + "/schemas",
            ],
            input: .string(paths),
            output: .string(limit: 1 << 20),
            error: .string(limit: 1 << 20)
        )
        #expect(result.terminationStatus.isSuccess, "\(result.standardError)")
        return result.standardOutput.split(separator: "\n").map(String.init)
    }
}
