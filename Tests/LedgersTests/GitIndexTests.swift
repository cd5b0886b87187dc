import Diagnostics
import Ledgers
import Testing

@testable import Host

@Suite struct GitIndexTests {
    private let index = GitIndex(files: SystemFileSystem())
    static let hasGit = shell("git --version") == 0

    /// Makes a repository in a folder and runs lines of shell in it.
    private func repository(_ folder: TemporaryFolder, _ lines: String, options: String = "") throws {
        let settings = "export GIT_CONFIG_GLOBAL=/dev/null GIT_CONFIG_NOSYSTEM=1"
        let work =
            "git init -q \(options) . && git config user.email a@b && git config user.name a && \(lines)"
        try #require(shell("\(settings); unset GIT_DIR GIT_INDEX_FILE; cd '\(folder.path)' && \(work)") == 0)
    }

    private static let files =
        "mkdir -p a/b .runner && touch a/b/c a/b/cc a/b.txt .runner/ledger.sqlite other && "

    @Test(.enabled(if: hasGit, "git is not installed"), arguments: ["2", "3", "4"], ["sha1", "sha256"])
    func knowsWhatIsTracked(_ version: String, _ hash: String) throws {
        let folder = try TemporaryFolder()
        let extended = version == "3" ? "&& touch later && git add -N later" : ""
        try repository(
            folder,
            Self.files + "git add a .runner && git update-index --index-version \(version) \(extended)",
            options: "--object-format=\(hash)"
        )
        try #require(
            shellLines("od -An -tu1 -j7 -N1 '\(folder[".git/index"])'").first?.contains(version) == true
        )
        for name in ["a/b/c", "a/b/cc", "a/b.txt", ".runner/ledger.sqlite", "./a/./b/c", "a/b/../b/c"] {
            #expect(index.tracks(folder[name]) == .tracked, "\(name)")
        }
        for name in ["other", "a/b", "a/b/ccc", "c", "ledger.sqlite", "none/ledger.sqlite", "a"] {
            #expect(index.tracks(folder[name]) == .untracked, "\(name)")
        }
    }

    @Test(.enabled(if: hasGit, "git is not installed")) func followsWorktreesAndLinks() throws {
        let folder = try TemporaryFolder()
        try repository(
            folder,
            Self.files
                + "git add a && git commit -qm a && git worktree add -q tree && ln -s a alias && ln -s a/b/c direct"
        )
        #expect(index.tracks(folder["tree/a/b/c"]) == .tracked)
        #expect(index.tracks(folder["tree/other"]) == .untracked)
        #expect(index.tracks(folder["alias/b/c"]) == .tracked)
        #expect(index.tracks(folder["direct"]) == .untracked)
    }

    @Test(.enabled(if: hasGit, "git is not installed")) func readsSplitIndexes() throws {
        let folder = try TemporaryFolder()
        try repository(folder, Self.files + "git add a && git update-index --split-index && git add .runner")
        #expect(index.tracks(folder["a/b/c"]) == .tracked)
        #expect(index.tracks(folder[".runner/ledger.sqlite"]) == .tracked)
        #expect(index.tracks(folder["other"]) == .untracked)
    }

    @Test(.enabled(if: hasGit, "git is not installed")) func asksTheRepositoriesAround() throws {
        let folder = try TemporaryFolder()
        try repository(folder, Self.files + "git add a && git init -q a/b")
        #expect(index.tracks(folder["a/b/c"]) == .tracked)
    }

    @Test func needsNoRepository() throws {
        let folder = try TemporaryFolder()
        #expect(index.tracks(folder["a"]) == .untracked)
        #expect(index.tracks(folder["none/a"]) == .untracked)
        #expect(index.tracks("") == .untracked)
        shell("mkdir '\(folder[".git"])'")
        #expect(index.tracks(folder["a"]) == .untracked)
    }

    @Test(arguments: [
        "", "DIRC", "DIRC\\0\\0\\0\\5\\0\\0\\0\\0aaaaaaaaaaaaaaaaaaaa",
        "DIRC\\0\\0\\0\\2\\377\\377\\377\\377aaaaaaaaaaaaaaaaaaaa",
        "DIRC\\0\\0\\0\\2\\0\\0\\0\\0TREE\\377\\377\\377\\377aaaaaaaaaaaaaaaaaaaa",
        "DIRC\\0\\0\\0\\4\\0\\0\\0\\1aaaaaaaaaaaaaaaaaaaa",
    ]) func saysWhenItCannotTell(_ bytes: String) throws {
        let folder = try TemporaryFolder()
        try #require(shell("mkdir '\(folder[".git"])' && printf '\(bytes)' > '\(folder[".git/index"])'") == 0)
        guard case .unknown = index.tracks(folder["a"]) else {
            Issue.record("an index without sense must not count as one that tracks nothing")
            return
        }
    }

    @Test(.enabled(if: hasGit, "git is not installed")) func copesWithEveryCutOfAnIndex() throws {
        let folder = try TemporaryFolder()
        try repository(folder, Self.files + "git add a && git update-index --index-version 4")
        let bytes = try SystemFileSystem().read(folder[".git/index"], limit: 1 << 20)
        for length in 0..<bytes.count {
            let text = GitIndexText(bytes: Array(bytes[..<length]), hashLength: 20)
            #expect(text.find(Array("a/b/c".utf8))?.isFound != true)
        }
        #expect(GitIndexText(bytes: bytes, hashLength: 20).find(Array("a/b/c".utf8))?.isFound == true)
    }

    @Test(.enabled(if: hasGit, "git is not installed")) func takesAFolderOfASparseIndexForTracked() throws {
        let folder = try TemporaryFolder()
        try repository(
            folder,
            "mkdir -p in out/deep && touch in/a out/deep/b && git add . && git commit -qm a && "
                + "git sparse-checkout init --cone --sparse-index && git sparse-checkout set in"
        )
        #expect(index.tracks(folder["in/a"]) == .tracked)
        #expect(index.tracks(folder["out/deep/ledger.sqlite"]) == .tracked)
        #expect(index.tracks(folder["outer"]) == .untracked)
    }

    @Test(.enabled(if: hasGit, "git is not installed")) func keepsTrackedLedgersShut() async throws {
        let folder = try TemporaryFolder()
        let path = folder["ledger.sqlite"]
        try await newLedger(in: folder).close()
        try repository(folder, "true")
        let index = index
        #expect(try SQLiteLedger.open(at: path, time: TickingTime(), git: index).warnings.isEmpty)
        try repository(folder, "git add -f ledger.sqlite")
        let code = await codeThrown { _ = try SQLiteLedger.open(at: path, time: TickingTime(), git: index) }
        #expect(code == .ledgerInGit)
        try #require(shell("echo DIRC > '\(folder[".git/index"])'") == 0)
        let warnings = try SQLiteLedger.open(at: path, time: TickingTime(), git: index).warnings
        #expect(warnings.map(\.code) == [.gitIndexUnreadable])
        #expect(warnings.map(\.severity) == [.warning])
    }
}
