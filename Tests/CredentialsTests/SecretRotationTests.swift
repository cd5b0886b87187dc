import Credentials
import Diagnostics
import Host
import RunnerTestSupport
import Secrets
import Synchronization
import Testing

/// Files that change while they are looked at.
@Suite struct SecretRotationTests {
    private static func reference(_ path: String) -> LocatedSecretReference {
        LocatedSecretReference(
            .file(path: path),
            at: SourceSpan(file: "/jobs/nightly.yaml", start: 0, end: 1),
            for: "credentials.scoring.clientSecret"
        )
    }

    /// A volume as Kubernetes mounts it, whose link `..data` changes when a file of the old folder is about to be
    /// opened.
    private final class ExchangedVolume: FileSystem {
        let files = MemoryFileSystem()
        /// How many times the folder is exchanged right before it is opened.
        private let rest: Mutex<Int>
        private let generation = Mutex(0)

        init(exchanges: Int) {
            rest = Mutex(exchanges)
            exchange()
            files.addLink("/mnt/sp/key", to: "..data/key")
        }

        func exchange() {
            let number = generation.withLock { number in
                files.remove("/mnt/sp/..2026_\(number)")
                number += 1
                return number
            }
            files.add("/mnt/sp/..2026_\(number)/key", "fake~secret~\(number)\n", mode: 0o400, owner: 0)
            files.remove("/mnt/sp/..data")
            files.addLink("/mnt/sp/..data", to: "..2026_\(number)")
        }

        func readPrivate(_ path: String, limit: Int) throws(Diagnostic) -> PrivateFile {
            let isExchanged = rest.withLock { rest in
                rest -= 1
                return rest >= 0
            }
            if isExchanged { exchange() }
            return try files.readPrivate(path, limit: limit)
        }

        func read(_ path: String, limit: Int) throws(Diagnostic) -> [UInt8] {
            try files.read(path, limit: limit)
        }
        func kind(of path: String) -> FileKind? { files.kind(of: path) }
        func names(in path: String) throws(Diagnostic) -> [String] { try files.names(in: path) }
        func canonicalPath(_ path: String) throws(Diagnostic) -> String { try files.canonicalPath(path) }
        func write(_ bytes: [UInt8], to path: String) throws(Diagnostic) { try files.write(bytes, to: path) }
        func create(_ bytes: [UInt8], at path: String) throws(Diagnostic) {
            try files.create(bytes, at: path)
        }
        func openLines(_ path: String) throws(Diagnostic) -> any LineFile { try files.openLines(path) }
        func createFolder(_ path: String) throws(Diagnostic) { try files.createFolder(path) }
    }

    @Test(arguments: [(0, "fake~secret~1"), (1, "fake~secret~2"), (3, "fake~secret~4"), (50, nil)])
    func readsAVolumeThatIsExchangedMeanwhile(exchanges: Int, value: String?) {
        let volume = ExchangedVolume(exchanges: exchanges)
        let resolver = SecretResolver(
            files: volume,
            environment: ProcessEnvironment([:]),
            secretFolders: ["/mnt/sp"]
        )
        var problems: [Diagnostic] = []
        let secret = resolver.resolve([Self.reference("key")], into: &problems)[Self.reference("key")]
        #expect(secret?.expose { $0 } == value)
        #expect(problems.map(\.code) == (value == nil ? [.secretFileNotFound] : []))
    }

    /// Says that the file which was opened stands elsewhere than its path says.
    private struct Swapped: FileSystem {
        let files: MemoryFileSystem
        let realPath: String

        func readPrivate(_ path: String, limit: Int) throws(Diagnostic) -> PrivateFile {
            let file = try files.readPrivate(path, limit: limit)
            return PrivateFile(bytes: file.bytes, isReadableByOthers: false, realPath: realPath)
        }
        func read(_ path: String, limit: Int) throws(Diagnostic) -> [UInt8] {
            try files.read(path, limit: limit)
        }
        func kind(of path: String) -> FileKind? { files.kind(of: path) }
        func names(in path: String) throws(Diagnostic) -> [String] { try files.names(in: path) }
        func canonicalPath(_ path: String) throws(Diagnostic) -> String { try files.canonicalPath(path) }
        func write(_ bytes: [UInt8], to path: String) throws(Diagnostic) { try files.write(bytes, to: path) }
        func create(_ bytes: [UInt8], at path: String) throws(Diagnostic) {
            try files.create(bytes, at: path)
        }
        func openLines(_ path: String) throws(Diagnostic) -> any LineFile { try files.openLines(path) }
        func createFolder(_ path: String) throws(Diagnostic) { try files.createFolder(path) }
    }

    @Test(arguments: [("/jobs/secrets/s", true), ("/etc/shadow", false), ("/jobsx/s", false)])
    func believesWhereTheOpenedFileStandsAndNotItsPath(realPath: String, isUsed: Bool) {
        let files = MemoryFileSystem()
        files.add("/jobs/secrets/s", "fake~secret", mode: 0o600)
        let resolver = SecretResolver(
            files: Swapped(files: files, realPath: realPath),
            environment: ProcessEnvironment([:])
        )
        var problems: [Diagnostic] = []
        let found = resolver.resolve([Self.reference("secrets/s")], into: &problems)
        #expect((found[Self.reference("secrets/s")] != nil) == isUsed)
        #expect(problems.map(\.code) == (isUsed ? [] : [.secretFileOutside]))
    }
}
