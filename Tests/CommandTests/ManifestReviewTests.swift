import Diagnostics
import RunnerTestSupport
import Testing

@testable import RunnerCommands

/// What `validate` knows beyond schemas, against what `plan` knows.
@Suite struct ManifestReviewTests {
    /// The codes of the errors in some output.
    static func errors(in text: String) -> Set<String> {
        let parts = text.split(separator: "error[", omittingEmptySubsequences: false)
        return Set(parts.dropFirst().map { String($0.prefix(6)) })
    }

    static func run(_ arguments: [String], _ broken: BrokenManifestTests.Case) async throws -> (
        status: Diagnostics.ExitStatus, error: String
    ) {
        let console = RecordingConsole()
        let files = MemoryFileSystem()
        files.add(broken.file, bytes: try broken.bytes())
        let status = await RunnerTool.run(
            arguments + [broken.file],
            host: .inMemory(files: files, console: console)
        )
        return (status, console.error)
    }

    /// Nobody who has a green `validate` is stopped by `plan`.
    @Test(arguments: BrokenManifestTests.Case.all)
    func findsEverythingThatPlanFinds(_ broken: BrokenManifestTests.Case) async throws {
        let validated = try await BrokenManifestTests.validate(broken)
        let planned = try await Self.run(["plan"], broken)
        let missed = Self.errors(in: planned.error).subtracting(Self.errors(in: validated.error))
        #expect(missed == [])
        #expect((validated.status == .success) == (planned.status == .success), "\(planned.error)")
    }

    @Test(arguments: [
        ("scoring-uri-of-another-host", "heart.example.org", Diagnostics.ExitStatus.success),
        ("scoring-uri-of-another-host", "heart.example.org:8443", .invalid),
        ("scoring-uri-of-this-machine", "localhost:8080", .success),
        ("scoring-uri-of-this-machine", "https://localhost:8080/", .invalid),
        ("scoring-uri-of-metadata-service", "169.254.169.254", .invalid),
        ("authority-of-another-host", "login.example.org", .success),
        ("scoring-uri-with-two-dots", "heart..inference.ml.azure.com", .invalid),
    ])
    func takesTheHostsThatTheOperatorAllows(_ name: String, _ host: String, _ status: Diagnostics.ExitStatus)
        async throws
    {
        let broken = try #require(BrokenManifestTests.Case.all.first { $0.name == name })
        let outcome = try await Self.run(["validate", "--allow-host", host], broken)
        #expect(outcome.status == status, "\(outcome.error)")
    }

    /// The fault before this one hides nothing of it.
    @Test func goesOnAfterAFault() async throws {
        let broken = try #require(
            BrokenManifestTests.Case.all.first { $0.name == "replace-by-scoring-uri-and-wrong" }
        )
        let outcome = try await BrokenManifestTests.validate(broken)
        #expect(Self.errors(in: outcome.error) == ["RN0506", "RN0313", "RN0502"])
        #expect(outcome.status == .invalid)
    }
}
