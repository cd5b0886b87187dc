import Credentials
import Diagnostics
import Host
import RunnerTestSupport
import Secrets
import Testing

@Suite struct SecretResolverTests {
    private static func reference(
        _ reference: SecretReference,
        in manifest: String = "jobs/nightly.yaml",
        at start: Int = 5
    ) -> LocatedSecretReference {
        LocatedSecretReference(
            reference,
            at: SourceSpan(file: manifest, start: start, end: start + 5),
            for: "credentials.scoring.clientSecret"
        )
    }

    private static func resolve(
        _ reference: SecretReference,
        files: MemoryFileSystem = MemoryFileSystem(),
        environment: [String: String] = [:],
        folders: [String] = [],
        manifest: String = "jobs/nightly.yaml"
    ) -> (value: String?, problems: [Diagnostic]) {
        var problems: [Diagnostic] = []
        let resolver = SecretResolver(
            files: files,
            environment: ProcessEnvironment(environment),
            secretFolders: folders
        )
        let located = Self.reference(reference, in: manifest)
        let secrets = resolver.resolve([located], into: &problems)
        return (secrets[located]?.expose { $0 }, problems)
    }

    // MARK: Variables

    @Test func readsAVariable() {
        let (value, problems) = Self.resolve(.environment(name: "S"), environment: ["S": "fake~secret"])
        #expect(value == "fake~secret")
        #expect(problems.isEmpty)
    }

    @Test func tellsUnsetFromEmpty() throws {
        let unset = try #require(Self.resolve(.environment(name: "S")).problems.first)
        let empty = try #require(Self.resolve(.environment(name: "S"), environment: ["S": ""]).problems.first)
        #expect(unset.code == .variableNotSet)
        #expect(empty.code == .emptySecret)
        #expect(unset.message != empty.message)
        #expect([unset, empty].allSatisfy { $0.code.exitStatus == .missingConfiguration })
        #expect([unset, empty].allSatisfy { $0.message.contains("`credentials.scoring.clientSecret`") })
    }

    @Test func namesTheVariableThatWasMeant() {
        let (_, problems) = Self.resolve(
            .environment(name: "AZURE_CLIENT_SECRT"),
            environment: ["AZURE_CLIENT_SECRET": "fake~secret"]
        )
        #expect(problems.first?.help?.contains("`AZURE_CLIENT_SECRET`") == true)
        #expect(!String(reflecting: problems).contains("fake~secret"))
    }

    @Test(arguments: [
        "fake\nsecret", "fake~secret\n", "fake\u{0}secret", "fake\u{1B}secret", "fake\u{85}secret",
    ])
    func refusesVariablesOfSeveralLines(value: String) {
        let (found, problems) = Self.resolve(.environment(name: "S"), environment: ["S": value])
        #expect(found == nil)
        #expect(problems.map(\.code) == [.malformedSecret])
        #expect(!String(reflecting: problems).contains("secret\\n"))
    }

    @Test(arguments: [("secret\n", true), ("secret\r\n", true), ("sec\nret\n", false), ("\n", false)])
    func tellsALineBreakAtTheEndFromSeveralLines(value: String, isAtEnd: Bool) {
        let (_, problems) = Self.resolve(.environment(name: "S"), environment: ["S": value])
        #expect(problems.first?.message.hasSuffix("ends with a line break") == isAtEnd)
        #expect(problems.first?.help?.hasPrefix("take the line break away") == isAtEnd)
    }

    @Test func reportsAllThatIsMissingAtOnce() {
        var problems: [Diagnostic] = []
        let names = ["A_ONE", "B_TWO", "C_THREE", "A_ONE"]
        let references =
            names.enumerated().map {
                Self.reference(.environment(name: $0.element), at: 100 * $0.offset)
            } + [Self.reference(.file(path: "gone"))]
        let resolver = SecretResolver(files: MemoryFileSystem(), environment: ProcessEnvironment([:]))
        let secrets = resolver.resolve(references, into: &problems)
        // The same variable twice is one thing to mend.
        #expect(
            problems.map(\.code) == [.variableNotSet, .variableNotSet, .variableNotSet, .secretFileNotFound]
        )
        #expect(references.allSatisfy { secrets[$0] == nil })
    }

    // MARK: Files

    @Test(arguments: [
        ("fake~secret", "fake~secret"), ("fake~secret\n", "fake~secret"), ("fake~secret\r\n", "fake~secret"),
        ("\u{FEFF}fake~secret\n", "fake~secret"), (" fake secret ", " fake secret "),
    ])
    func takesOneLineBreakAway(content: String, value: String) {
        let files = MemoryFileSystem()
        files.add("jobs/s", content, mode: 0o600)
        let found = Self.resolve(.file(path: "s"), files: files)
        #expect(found.value == value)
        #expect(found.problems.isEmpty)
    }

    @Test(arguments: [
        ("", Diagnostic.Code.emptySecret), ("\n", .emptySecret), ("\u{FEFF}\r\n", .emptySecret),
        ("a\n\n", .malformedSecret), ("a\nb", .malformedSecret), ("a\rb", .malformedSecret),
        ("a\r", .malformedSecret),
        ("a\u{0}b", .malformedSecret), ("a\tb", .malformedSecret), ("a\u{2028}b", .malformedSecret),
    ])
    func refusesWhatIsNotOneLine(content: String, code: Diagnostic.Code) {
        let files = MemoryFileSystem()
        files.add("jobs/s", content, mode: 0o600)
        let found = Self.resolve(.file(path: "s"), files: files)
        #expect(found.value == nil)
        #expect(found.problems.map(\.code) == [code])
        #expect(found.problems.first?.code.exitStatus == .missingConfiguration)
    }

    @Test(
        arguments: [[0xFF, 0xFE, 0x61, 0], [0xFE, 0xFF, 0, 0x61], [0x61, 0xC3], [0xED, 0xA0, 0x80]]
            as [[UInt8]]
    )
    func refusesWhatIsNotUTF8(bytes: [UInt8]) {
        let files = MemoryFileSystem()
        files.add("jobs/s", bytes: bytes, mode: 0o600)
        #expect(Self.resolve(.file(path: "s"), files: files).problems.map(\.code) == [.malformedSecret])
    }

    @Test func looksInTheManifestsFolderFirst() {
        let files = MemoryFileSystem()
        files.add("jobs/s", "one", mode: 0o600)
        files.add("/creds/s", "two", mode: 0o600)
        files.add("/run/secrets/s", "three", mode: 0o600)
        let environment = ["CREDENTIALS_DIRECTORY": "/creds"]
        func value() -> String? {
            Self.resolve(.file(path: "s"), files: files, environment: environment, folders: ["/run/secrets"])
                .value
        }
        #expect(value() == "one")
        files.remove("jobs/s")
        #expect(value() == "two")
        files.remove("/creds/s")
        #expect(value() == "three")
        files.remove("/run/secrets/s")
        let missing = Self.resolve(
            .file(path: "s"),
            files: files,
            environment: environment,
            folders: ["/run/secrets"]
        ).problems
        #expect(
            missing.first?.notes == [
                "looked at `jobs/s`", "looked at `/creds/s`", "looked at `/run/secrets/s`",
            ]
        )
    }

    @Test(arguments: [
        ("nightly.yaml", "s"), ("<stdin>", "s"), ("./nightly.yaml", "s"), ("/nightly.yaml", "/s"),
        ("/abs/jobs/nightly.yaml", "/abs/jobs/s"),
    ])
    func beginsAtTheManifestsFolder(manifest: String, place: String) {
        let files = MemoryFileSystem()
        files.add(place, "fake~secret", mode: 0o600)
        #expect(Self.resolve(.file(path: "s"), files: files, manifest: manifest).value == "fake~secret")
    }

    @Test func takesAnAbsolutePathInAnAllowedFolder() {
        let files = MemoryFileSystem()
        files.add("/run/secrets/s", "fake~secret", mode: 0o600)
        let path = SecretReference.file(path: "/run/secrets/s")
        #expect(Self.resolve(path, files: files, folders: ["/run/secrets/"]).value == "fake~secret")
        #expect(Self.resolve(path, files: files).problems.map(\.code) == [.secretFileOutside])
    }

    @Test(arguments: [
        "../s", "sub/../../s", "/etc/shadow", "/project/jobsx/s", "link/s", "filelink", "/project/jobs/../s",
        "gone/../../s",
        "/project/s", "..", ".",
    ])
    func readsNothingOutside(path: String) {
        let files = MemoryFileSystem()
        for place in ["/project/s", "/etc/shadow", "/project/jobsx/s", "/outside/s"] {
            files.add(place, "fake~secret", mode: 0o600)
        }
        files.addFolder("/project/jobs/sub")
        files.addLink("/project/jobs/link", to: "/outside")
        files.addLink("/project/jobs/filelink", to: "../s")
        let found = Self.resolve(.file(path: path), files: files)
        #expect(found.value == nil)
        #expect(found.problems.map(\.code) == [.secretFileOutside])
        #expect(found.problems.first?.code.exitStatus == .missingConfiguration)
    }

    @Test func saysTheSameOfWhatIsOutsideWhetherItIsThereOrNot() {
        let files = MemoryFileSystem()
        files.add("/project/there", "fake~secret", mode: 0o600)
        let there = Self.resolve(.file(path: "../there"), files: files).problems
        let gone = Self.resolve(.file(path: "../gone"), files: files).problems
        #expect(there.map(\.code) == gone.map(\.code))
    }

    @Test func followsLinksThatStayInside() {
        // The way Kubernetes mounts a secret.
        let files = MemoryFileSystem()
        files.add("/mnt/sp/..2026_11/client-secret", "fake~secret\n", mode: 0o400, owner: 0)
        files.addLink("/mnt/sp/..data", to: "..2026_11")
        files.addLink("/mnt/sp/client-secret", to: "..data/client-secret")
        files.add("/mnt/sp/..2026_11/client-secret", "fake~secret\n", mode: 0o644, owner: 0)
        let found = Self.resolve(.file(path: "client-secret"), files: files, folders: ["/mnt/sp"])
        #expect(found.value == "fake~secret")
    }

    @Test func usesNoFileThatOthersCouldHaveWritten() {
        let files = MemoryFileSystem()
        files.add("jobs/s", "fake~secret", mode: 0o666)
        files.add("/run/secrets/s", "another", mode: 0o600)
        let found = Self.resolve(.file(path: "s"), files: files, folders: ["/run/secrets"])
        // A file that is found and unusable ends the search.
        #expect(found.value == nil)
        #expect(found.problems.map(\.code) == [.secretFileUnreadable])
        #expect(found.problems.first?.notes.first?.contains("others can write") == true)
    }

    @Test func refusesWhatIsNoSmallFile() {
        let files = MemoryFileSystem()
        files.add("jobs/large", String(repeating: "x", count: (64 << 10) + 1), mode: 0o600)
        files.addFolder("jobs/folder")
        files.addPipe("jobs/pipe")
        files.add("jobs/closed", "fake~secret", mode: 0o000)
        for path in ["large", "folder", "pipe", "closed"] {
            let problems = Self.resolve(.file(path: path), files: files).problems
            #expect(problems.map(\.code) == [.secretFileUnreadable], "\(path)")
            #expect(problems.first?.code.exitStatus == .missingConfiguration)
        }
    }

    @Test func warnsOfAFileThatOthersCanRead() {
        let files = MemoryFileSystem()
        files.add("jobs/s", "fake~secret", mode: 0o644)
        let found = Self.resolve(.file(path: "s"), files: files)
        #expect(found.value == "fake~secret")
        #expect(found.problems.map(\.code) == [.secretFileReadable])
        #expect(found.problems.map(\.severity) == [.warning])
    }

    @Test func refusesAFileThatGitTracks() {
        let files = MemoryFileSystem()
        files.add("jobs/s", "fake~secret", mode: 0o600)
        files.add("/project/.git/index", bytes: Self.index(of: "jobs/s"))
        #expect(Self.resolve(.file(path: "s"), files: files).problems.map(\.code) == [.secretFileTracked])
        files.add("/project/.git/index", bytes: Self.index(of: "jobs/other"))
        #expect(Self.resolve(.file(path: "s"), files: files).value == "fake~secret")
    }

    @Test func warnsWhenTheIndexCannotBeRead() {
        let files = MemoryFileSystem()
        files.add("jobs/s", "fake~secret", mode: 0o600)
        files.add("/project/.git/index", "not an index")
        let found = Self.resolve(.file(path: "s"), files: files)
        #expect(found.value == "fake~secret")
        #expect(found.problems.map(\.severity) == [.warning])
        #expect(found.problems.map(\.code) == [.secretFileTracked])
    }

    @Test func knowsARealFileSystem() async throws {
        try await TemporaryFolder.with { folder in
            let files = SystemFileSystem()
            try files.createFolder(folder + "/jobs/secrets")
            try files.write(Array("fake~secret\n".utf8), to: folder + "/jobs/secrets/s")
            try files.write(Array("fake~secret".utf8), to: folder + "/outside")
            let resolver = SecretResolver(files: files, environment: ProcessEnvironment([:]))
            let manifest = folder + "/jobs/nightly.yaml"
            let paths = [
                "secrets/s", "secrets/../secrets/s", folder + "/jobs/secrets/s", "../outside", "gone",
                "no/where",
            ]
            let references = paths.map { Self.reference(.file(path: $0), in: manifest) }
            var problems: [Diagnostic] = []
            let secrets = resolver.resolve(references, into: &problems)
            #expect(references.map { secrets[$0] != nil } == [true, true, true, false, false, false])
            let errors = problems.filter { $0.severity == .error }.map(\.code)
            #expect(errors == [.secretFileOutside, .secretFileNotFound, .secretFileNotFound])
        }
    }

    @Test func asksForAVariableOnceWhateverTheManifest() {
        var problems: [Diagnostic] = []
        let references = ["a/m.yaml", "b/m.yaml"].map { Self.reference(.environment(name: "S"), in: $0) }
        let resolver = SecretResolver(files: MemoryFileSystem(), environment: ProcessEnvironment([:]))
        _ = resolver.resolve(references, into: &problems)
        #expect(problems.map(\.code) == [.variableNotSet])
    }

    /// A Git index of version 2 with one entry.
    private static func index(of path: String) -> [UInt8] {
        var entry = [UInt8](repeating: 0, count: 60) + [0, UInt8(path.utf8.count)] + Array(path.utf8)
        repeat { entry.append(0) } while entry.count % 8 != 0
        return Array("DIRC".utf8) + [0, 0, 0, 2, 0, 0, 0, 1] + entry + [UInt8](repeating: 0, count: 20)
    }
}
