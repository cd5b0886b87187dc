import Diagnostics
import RunnerTestSupport
import Testing

@testable import RunnerCommands

/// The snapshot corpus: what `runner validate` says to people about manifests with mistakes, to the last byte.
///
/// `RECORD=1 swift test --filter BrokenManifestTests` writes the `.txt` files; review them as an engineer who has never
/// seen the tool. Their first line is the exit status.
@Suite struct BrokenManifestTests {
    /// A document of the corpus.
    struct Case: Sendable, CustomTestStringConvertible {
        let name: String
        let file: String
        var testDescription: String { name }

        static let folder = "Tests/CommandTests/Fixtures/broken"

        static let all = ["yaml", "json"].flatMap { ending in
            Fixture.names(in: folder, suffix: "." + ending).map { Case(name: $0, file: "\($0).\(ending)") }
        }

        /// The document's bytes.
        func bytes() throws -> [UInt8] { try Fixture.bytes("\(Self.folder)/\(file)") }
    }

    /// Codes that no file of the corpus raises, each with its reason.
    static let withoutFixture = [
        "RN0101": "a file of more than 64 MiB",
        "RN0120": "a document of more than ten million values",
        "RN0216": "our own schemas cannot be made to cost too much",
        "RN0230": "a fault of schemas", "RN0231": "a fault of schemas", "RN0232": "a fault of schemas",
        "RN0233": "a fault of schemas", "RN0234": "a fault of schemas", "RN0235": "a fault of schemas",
        "RN0236": "a fault of schemas",
        "RN0350": "this version does all that the schema describes",
        "RN0311": "the bounds of the schema are narrower",
        "RN0320": "a fault of --set", "RN0321": "a fault of --set", "RN0322": "a fault of --set",
        "RN0323": "a fault of --set",
        "RN0366": "a fault of --rerun", "RN0367": "a fault of --allow-host",
        "RN0368": "found by comparing with a ledger", "RN0372": "a fault of --select",
        "RN0380": "a policy's", "RN0381": "a policy's", "RN0382": "a policy's", "RN0383": "a policy's",
        "RN0384": "a policy's", "RN0385": "a policy's", "RN0386": "a policy's", "RN0387": "a policy's",
        "RN0388": "a policy's", "RN0389": "a policy's", "RN0390": "a policy's", "RN0391": "a policy's",
        "RN0392": "a policy's", "RN0393": "a policy's", "RN0394": "a policy's",
    ]

    @Test(arguments: Case.all) func saysWhatIsRecorded(_ broken: Case) async throws {
        let outcome = try await Self.validate(broken)
        let text = "exit \(outcome.status.rawValue)\n" + outcome.error
        #expect(
            Golden.difference(of: text, from: "\(Case.folder)/\(broken.name).txt") == nil
        )
    }

    @Test(arguments: Case.all) func saysSomethingWithoutControlCharactersAndSecrets(_ broken: Case)
        async throws
    {
        let outcome = try await Self.validate(broken)
        #expect(!outcome.error.isEmpty)
        #expect(
            outcome.error.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x7F || $0 == "\n" }
        )
        #expect(!outcome.error.contains("hunter2"))
    }

    @Test func isLargeAndHasEveryCodeThatAManifestCanRaise() async throws {
        #expect(Case.all.count >= 150)
        var raised: Set<String> = []
        for broken in Case.all {
            let text = try await Self.validate(broken).error
            for part in text.split(separator: "[RN").dropFirst() { raised.insert("RN" + part.prefix(4)) }
        }
        let wanted = DiagnosticCatalog.codes.map(\.name)
            .filter { name in ["RN01", "RN02", "RN03"].contains { name.hasPrefix($0) } }
        #expect(wanted.filter { !raised.contains($0) && Self.withoutFixture[$0] == nil } == [])
        #expect(Self.withoutFixture.keys.filter { raised.contains($0) || !wanted.contains($0) } == [])
    }

    /// Runs `runner validate` on a document in memory.
    static func validate(_ broken: Case) async throws -> (status: Diagnostics.ExitStatus, error: String) {
        let console = RecordingConsole()
        let files = MemoryFileSystem()
        files.add(broken.file, bytes: try broken.bytes())
        let status = await RunnerTool.run(
            ["validate", broken.file],
            host: .inMemory(files: files, console: console)
        )
        return (status, console.error)
    }
}
