import Diagnostics
import Host
import RunnerTestSupport
import Testing

/// What every `FileSystem` owes, asked of each.
@Suite struct FileSystemConformanceTests {
    typealias Subject = FileSystemUnderTest

    /// The code and words of the fault that an action throws.
    private func fault(_ action: () throws -> Void) -> String {
        do {
            try action()
            return "none"
        } catch let diagnostic as Diagnostic {
            return diagnostic.code.name
        } catch {
            return "foreign"
        }
    }

    @Test(arguments: Subject.allCases)
    func readsWithinTheLimit(subject: Subject) async throws {
        try await subject.with { folder in
            try folder.add("a", "12345")
            try folder.add("empty", "")
            folder.addLink("link", to: "a")
            #expect(try folder.files.read(folder / "a", limit: 5) == Array("12345".utf8))
            #expect(try folder.files.read(folder / "link", limit: 5) == Array("12345".utf8))
            #expect(try folder.files.read(folder / "empty", limit: 0) == [])
            #expect(fault { _ = try folder.files.read(folder / "a", limit: 4) } == "RN0703")
            #expect(fault { _ = try folder.files.read(folder / "a", limit: -1) } == "RN0703")
        }
    }

    @Test(arguments: Subject.allCases)
    func saysWhyItDoesNotRead(subject: Subject) async throws {
        try await subject.with { folder in
            try folder.add("a", "x")
            try folder.files.createFolder(folder / "sub")
            folder.addPipe("pipe")
            folder.addLink("dangling", to: "gone")
            folder.addLink("loop", to: "loop")
            for read in [
                { _ = try folder.files.read($0, limit: 9) },
                { _ = try folder.files.readPrivate($0, limit: 9) },
            ] as [(String) throws -> Void] {
                #expect(fault { try read(folder / "gone") } == "RN0701")
                #expect(fault { try read(folder / "gone/deeper") } == "RN0701")
                #expect(fault { try read(folder / "a/deeper") } == "RN0701")
                #expect(fault { try read("") } == "RN0701")
                #expect(fault { try read(folder / "a\0.yaml") } == "RN0701")
                #expect(fault { try read(folder / "sub") } == "RN0704")
                #expect(fault { try read(folder / "pipe") } == "RN0704")
            }
            #expect(fault { _ = try folder.files.read(folder / "dangling", limit: 9) } == "RN0701")
            #expect(fault { _ = try folder.files.read(folder / "loop", limit: 9) } == "RN0702")
        }
    }

    @Test(arguments: Subject.allCases)
    func readsASecretOnlyFromASafeFile(subject: Subject) async throws {
        try await subject.with { folder in
            try folder.add("private", "s3cret", mode: 0o600)
            try folder.add("readable", "s3cret", mode: 0o644)
            try folder.add("group", "s3cret", mode: 0o660)
            try folder.add("world", "s3cret", mode: 0o602)
            folder.addLink("link", to: "private")
            try folder.files.createFolder(folder / "sub")
            try folder.add("sub/inner", "x", mode: 0o400)
            folder.addLink("way", to: "sub")
            let file = try folder.files.readPrivate(folder / "private", limit: 6)
            #expect(file.bytes == Array("s3cret".utf8))
            #expect(!file.isReadableByOthers)
            #expect(try folder.files.readPrivate(folder / "readable", limit: 6).isReadableByOthers)
            #expect(try folder.files.readPrivate(folder / "way/inner", limit: 6).bytes == [0x78])
            #expect(fault { _ = try folder.files.readPrivate(folder / "private", limit: 5) } == "RN0703")
            for name in ["group", "world", "link"] {
                #expect(
                    fault { _ = try folder.files.readPrivate(folder / name, limit: 6) } == "RN0705",
                    "\(name)"
                )
            }
        }
    }

    @Test(arguments: Subject.allCases)
    func knowsWhatStandsThere(subject: Subject) async throws {
        try await subject.with { folder in
            try folder.add("a", "x")
            try folder.files.createFolder(folder / "sub/deeper")
            folder.addPipe("pipe")
            folder.addLink("link", to: "sub")
            folder.addLink("dangling", to: "gone")
            #expect(folder.files.kind(of: folder / "a") == .file)
            #expect(folder.files.kind(of: folder / "sub") == .folder)
            #expect(folder.files.kind(of: folder / "link/deeper/..") == .folder)
            #expect(folder.files.kind(of: folder / "pipe") == .other)
            #expect(folder.files.kind(of: folder / "dangling") == nil)
            #expect(folder.files.kind(of: folder / "gone") == nil)
            #expect(folder.files.kind(of: "") == nil)
        }
    }

    @Test(arguments: Subject.allCases)
    func listsNamesInByteOrder(subject: Subject) async throws {
        try await subject.with { folder in
            for name in ["b", "B", "a10", "a9", ".hidden", "é", "z"] { try folder.add(name, "") }
            try folder.files.createFolder(folder / "sub")
            try folder.add("sub/not-this", "")
            #expect(
                try folder.files.names(in: folder.path) == [
                    ".hidden", "B", "a10", "a9", "b", "sub", "z", "é",
                ]
            )
            #expect(fault { _ = try folder.files.names(in: folder / "gone") } == "RN0701")
            #expect(fault { _ = try folder.files.names(in: folder / "a9") } == "RN0701")
        }
    }

    @Test(arguments: Subject.allCases)
    func resolvesLinks(subject: Subject) async throws {
        try await subject.with { folder in
            try folder.files.createFolder(folder / "sub")
            try folder.add("sub/a", "")
            folder.addLink("link", to: "sub/../sub")
            folder.addLink("absolute", to: folder / "link/a")
            #expect(try folder.files.canonicalPath(folder / "./link//a") == folder / "sub/a")
            #expect(try folder.files.canonicalPath(folder / "absolute") == folder / "sub/a")
            #expect(fault { _ = try folder.files.canonicalPath(folder / "gone") } == "RN0701")
        }
    }

    @Test(arguments: Subject.allCases)
    func replacesAFileInOneStep(subject: Subject) async throws {
        try await subject.with { folder in
            try folder.add("old", "old", mode: 0o600)
            try folder.files.write(Array("new".utf8), to: folder / "old")
            try folder.files.write([], to: folder / "empty")
            #expect(try folder.files.read(folder / "old", limit: 9) == Array("new".utf8))
            // Rights stay: nobody who could not read the old file can read the new one.
            #expect(try !folder.files.readPrivate(folder / "old", limit: 9).isReadableByOthers)
            #expect(try folder.files.names(in: folder.path) == ["empty", "old"])
        }
    }

    @Test(arguments: Subject.allCases)
    func replacesALinkAndNotWhatItPointsTo(subject: Subject) async throws {
        try await subject.with { folder in
            try folder.add("victim", "untouched")
            folder.addLink("link", to: "victim")
            try folder.files.write(Array("new".utf8), to: folder / "link")
            #expect(try folder.files.read(folder / "victim", limit: 99) == Array("untouched".utf8))
            #expect(try folder.files.canonicalPath(folder / "link") == folder / "link")
        }
    }

    @Test(arguments: Subject.allCases)
    func createsOnlyWhereNothingIs(subject: Subject) async throws {
        try await subject.with { folder in
            try folder.add("file", "untouched")
            try folder.files.createFolder(folder / "sub")
            folder.addPipe("pipe")
            folder.addLink("dangling", to: "gone")
            folder.addLink("link", to: "file")
            try folder.files.create(Array("new".utf8), at: folder / "new")
            #expect(try folder.files.read(folder / "new", limit: 9) == Array("new".utf8))
            for name in ["file", "sub", "pipe", "dangling", "link", "new"] {
                #expect(fault { try folder.files.create([1], at: folder / name) } == "RN0707", "\(name)")
            }
            for path in [folder / "nowhere/file", folder / "file/x", ""] {
                #expect(fault { try folder.files.create([1], at: path) } == "RN0706", "\(path)")
            }
            #expect(try folder.files.read(folder / "file", limit: 9) == Array("untouched".utf8))
            #expect(
                try folder.files.names(in: folder.path) == [
                    "dangling", "file", "link", "new", "pipe", "sub",
                ]
            )
        }
    }

    @Test(arguments: Subject.allCases)
    func refusesToWriteWhatIsNoFile(subject: Subject) async throws {
        try await subject.with { folder in
            try folder.files.createFolder(folder / "sub")
            try folder.add("file", "x")
            folder.addPipe("pipe")
            for name in ["sub", "pipe", "gone/file", "file/x"] {
                #expect(fault { try folder.files.write([1], to: folder / name) } == "RN0706", "\(name)")
            }
            #expect(fault { try folder.files.createFolder(folder / "file/x") } == "RN0706")
            #expect(fault { try folder.files.createFolder(folder / "file") } == "RN0706")
            #expect(try folder.files.names(in: folder.path) == ["file", "pipe", "sub"])
        }
    }

    @Test func knowsOwnersAndRightsInMemory() {
        let files = MemoryFileSystem()
        files.add("foreign", "x", mode: 0o644, owner: 7)
        files.add("ofRoot", "x", mode: 0o644, owner: 0)
        files.add("closed", "x", mode: 0o000)
        files.addFolder("fixed", mode: 0o555)
        #expect(fault { _ = try files.readPrivate("foreign", limit: 9) } == "RN0705")
        #expect(fault { _ = try files.readPrivate("ofRoot", limit: 9) } == "none")
        #expect(fault { _ = try files.read("closed", limit: 9) } == "RN0702")
        #expect(fault { try files.write([1], to: "fixed/new") } == "RN0706")
        #expect(fault { try files.createFolder("fixed/new/deeper") } == "RN0706")
    }
}
