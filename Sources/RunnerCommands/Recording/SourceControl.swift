import Host
import Ledgers

/// The state of the Git work tree that a folder is in.
///
/// Git is asked only where there is a repository, for at most two seconds, and is kept from running what a repository
/// could name: hooks and a file-system monitor.
struct SourceControl {
    private let host: Host
    private let patience: Duration

    init(_ host: Host, patience: Duration = .seconds(2)) {
        self.host = host
        self.patience = patience
    }

    /// The commit and whether anything differs from it.
    ///
    /// - Parameters:
    ///   - folder: Where manifests are.
    ///   - fallback: The commit as the CI system tells it, for when Git cannot be asked.
    /// - Returns: The state; `nil` outside of any repository, or when no commit is known.
    func record(of folder: String, fallback: String?) async -> LedgerEvent.SourceRecord? {
        let unasked = fallback.map { LedgerEvent.SourceRecord(commit: $0, isDirty: nil) }
        guard let real = try? host.files.canonicalPath(folder), isInRepository(real),
            let git = ProgramSearch(environment: host.environment, files: host.files).path(of: "git")
        else { return unasked }
        let command = ProgramCommand(
            program: git,
            arguments: [
                "-C", real, "-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null", "status",
                "--porcelain=v2", "--branch", "--untracked-files=normal", "--ignore-submodules=dirty",
            ],
            environment: variables,
            timeout: patience,
            outputLimit: 1 << 20
        )
        guard let end = try? await host.commands.run(command), end.status == 0 else { return unasked }
        return Self.record(of: String(decoding: end.output, as: UTF8.self)) ?? unasked
    }

    /// Reads what `git status --porcelain=v2 --branch` says.
    static func record(of text: String) -> LedgerEvent.SourceRecord? {
        let lines = text.split(separator: "\n")
        let mark = "# branch.oid "
        guard let line = lines.first(where: { $0.hasPrefix(mark) }) else { return nil }
        let commit = String(line.dropFirst(mark.count))
        // `(initial)`: nothing was committed yet.
        guard isCommit(commit) else { return nil }
        return LedgerEvent.SourceRecord(commit: commit, isDirty: lines.contains { !$0.hasPrefix("#") })
    }

    /// Whether a text is a commit's name: 40 or 64 hexadecimal digits.
    static func isCommit(_ text: String) -> Bool {
        [40, 64].contains(text.utf8.count)
            && text.utf8.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }
    }

    private func isInRepository(_ folder: String) -> Bool {
        var folder = folder
        while true {
            if host.files.kind(of: folder + "/.git") != nil { return true }
            guard let slash = folder.utf8.lastIndex(of: UInt8(ascii: "/")) else { return false }
            folder = String(decoding: folder.utf8[..<slash], as: UTF8.self)
        }
    }

    /// What Git needs to find its settings, and nothing that could redirect it.
    private var variables: [String: String] {
        var values = ["GIT_OPTIONAL_LOCKS": "0", "LC_ALL": "C"]
        for name in ["PATH", "HOME", "XDG_CONFIG_HOME", "GIT_CEILING_DIRECTORIES"] {
            if let value = host.environment[name] { values[name] = value }
        }
        return values
    }
}
