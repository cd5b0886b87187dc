import Diagnostics
import Host

/// The files of one commit, as Git has them.
///
/// Git reads its own objects and nothing else: no hook, filter, pager, diff program or monitor that a repository names
/// is run, nothing is fetched, and it has none of the run's variables.
struct GitTree: Sendable {
    /// The top folder of the work tree, canonical.
    let root: String
    /// The commit's name.
    let commit: String
    /// The regular files by their paths below the top; links and other repositories are none.
    let blobs: [String: Blob]
    private let git: Git

    /// A file's content in the repository.
    struct Blob: Hashable, Sendable {
        let name: String
        let size: Int
    }

    /// Looks a commit up.
    ///
    /// - Parameters:
    ///   - reference: The commit, as people type it.
    ///   - path: A file or folder of the repository.
    ///   - host: The machine.
    /// - Throws: RN0755 when there is no such commit, or no repository.
    init(_ reference: String, around path: String, on host: Host) async throws(Diagnostic) {
        let real = try host.files.canonicalPath(path)
        let root = SecretPath.ancestors(of: real).first { host.files.kind(of: $0 + "/.git") != nil }
        guard let root else { throw .noCommit(reference, "`\(path)` is in no Git repository") }
        let git = try Git(in: root, on: host, reference)
        let found = try await git.output([
            "rev-parse", "--verify", "--quiet", "--end-of-options", reference + "^{commit}",
        ])
        let commit = String(decoding: found.prefix { $0 != 0x0A }, as: UTF8.self)
        guard SourceControl.isCommit(commit) else { throw .noCommit(reference, "Git knows no such commit") }
        let listing = try await git.output(["ls-tree", "-r", "-z", "-l", "--full-tree", commit])
        var blobs: [String: Blob] = [:]
        for entry in listing.split(separator: 0) {
            guard let tab = entry.firstIndex(of: 0x09) else { continue }
            let fields = entry[..<tab].split(separator: 0x20).map { String(decoding: $0, as: UTF8.self) }
            guard fields.count == 4, fields[0].hasPrefix("100"), let size = Int(fields[3]) else { continue }
            let name = entry[entry.index(after: tab)...]
            blobs[String(decoding: name, as: UTF8.self)] = Blob(name: fields[2], size: size)
        }
        self.root = root
        self.commit = commit
        self.blobs = blobs
        self.git = git
    }

    /// The content of a file.
    ///
    /// - Parameter blob: The file.
    /// - Returns: Its bytes.
    /// - Throws: RN0755 when Git cannot give them.
    func content(of blob: Blob) async throws(Diagnostic) -> [UInt8] {
        guard blob.size <= SourceSelection.Source.limitInBytes else {
            throw .fileTooLarge(blob.name, limit: SourceSelection.Source.limitInBytes)
        }
        return try await git.output(["cat-file", "blob", blob.name])
    }
}

/// Calls of Git in one repository.
private struct Git: Sendable {
    private let program: String
    private let root: String
    private let environment: [String: String]
    private let commands: any CommandRunner
    private let reference: String

    init(in root: String, on host: Host, _ reference: String) throws(Diagnostic) {
        guard let program = ProgramSearch(environment: host.environment, files: host.files).path(of: "git")
        else { throw .noCommit(reference, "there is no `git` on this machine") }
        self.program = program
        self.root = root.isEmpty ? "/" : root
        self.commands = host.commands
        self.reference = reference
        var values = [
            "LC_ALL": "C", "GIT_OPTIONAL_LOCKS": "0", "GIT_TERMINAL_PROMPT": "0", "GIT_NO_LAZY_FETCH": "1",
            "GIT_NO_REPLACE_OBJECTS": "1", "GIT_PAGER": "cat", "GIT_ALLOW_PROTOCOL": "none",
        ]
        // Where the operator says which repositories are safe.
        for name in ["PATH", "HOME", "XDG_CONFIG_HOME"] {
            if let value = host.environment[name] { values[name] = value }
        }
        environment = values
    }

    func output(_ arguments: [String]) async throws(Diagnostic) -> [UInt8] {
        let settings = [
            "core.fsmonitor=false", "core.hooksPath=/dev/null", "core.attributesFile=/dev/null",
            "protocol.allow=never", "credential.helper=", "core.askPass=", "gc.auto=0",
        ]
        let command = ProgramCommand(
            program: program,
            arguments: ["-C", root, "--no-pager", "--literal-pathspecs"]
                + settings.flatMap { ["-c", $0] } + arguments,
            environment: environment,
            timeout: .seconds(30),
            outputLimit: SourceSelection.Source.limitInBytes + 1
        )
        do {
            let end = try await commands.run(command)
            if end.status == 0 { return end.output }
            let words = String(decoding: end.error.prefix(2000), as: UTF8.self)
            throw Diagnostic.noCommit(
                reference,
                words.isEmpty ? "Git knows no such commit" : "Git says: " + ReportText.line(words, limit: 300)
            )
        } catch let fault as CommandFault {
            throw .noCommit(reference, fault == .timedOut ? "Git took too long" : "Git could not be run")
        } catch let diagnostic as Diagnostic {
            throw diagnostic
        } catch {
            throw .noCommit(reference, "Git could not be run")
        }
    }
}

extension Diagnostic {
    fileprivate static func noCommit(_ reference: String, _ reason: String) -> Diagnostic {
        Diagnostic(
            .noCommit,
            "`\(ReportText.line(reference, limit: 200))` cannot be compared with",
            notes: [reason],
            help: "name a commit that the repository has, such as `origin/main`; many CI systems fetch one"
        )
    }
}
