import Diagnostics

/// Whether Git tracks a file, read from the index of the repositories around it, without running Git.
///
/// Knows versions 2, 3 and 4, SHA-1 and SHA-256, linked worktrees and submodules (`.git` files) and split indexes.
/// An index is untrusted: at most ``sizeLimitInBytes`` are read, in time linear in them.
public struct GitIndex: Sendable {
    private let files: any FileSystem

    /// The largest index that is read: 256 MiB, some two million files.
    public static let sizeLimitInBytes = 256 << 20

    /// What is known of a file.
    public enum Answer: Hashable, Sendable {
        /// In the index of a repository around it.
        case tracked
        /// In none.
        case untracked
        /// There is a repository, and its index cannot be read; with the reason.
        case unknown(String)
    }

    /// Makes a reader.
    ///
    /// - Parameter files: The files.
    public init(files: any FileSystem) { self.files = files }

    /// Whether Git tracks a file.
    ///
    /// The file need not exist. Every repository up to the root is asked, so that one inside another hides nothing.
    ///
    /// - Parameter path: The file, relative to the working folder or absolute. Links in its folders are resolved, one
    ///   in its last component is not.
    /// - Returns: What is known.
    public func tracks(_ path: String) -> Answer {
        guard let parts = resolved(path) else { return .untracked }
        var doubt: Answer?
        for depth in stride(from: parts.count - 1, through: 0, by: -1) {
            let folder = "/" + parts[..<depth].joined(separator: "/")
            let gitPath = folder == "/" ? "/.git" : folder + "/.git"
            guard let kind = files.kind(of: gitPath) else { continue }
            let name = Array(parts[depth...].joined(separator: "/").utf8)
            switch answer(of: gitPath, kind, for: name) {
            case .tracked: return .tracked
            case .untracked: break
            case .unknown(let reason): doubt = .unknown(reason)
            }
        }
        return doubt ?? .untracked
    }

    /// The components of the absolute path; folders that are there resolved, those that are not taken as written.
    private func resolved(_ path: String) -> [String]? {
        func components(_ text: String) -> [String] {
            text.utf8.split(separator: UInt8(ascii: "/")).map { String(decoding: $0, as: UTF8.self) }.filter {
                $0 != "."
            }
        }
        let isAbsolute = path.utf8.first == UInt8(ascii: "/")
        var existing = components(path)
        guard let last = existing.popLast() else { return nil }
        var rest = [last]
        while true {
            let folder = (isAbsolute ? "/" : "./") + existing.joined(separator: "/")
            if let real = try? files.canonicalPath(folder) { return components(real) + rest }
            guard let next = existing.popLast() else { return nil }
            rest.insert(next, at: 0)
        }
    }

    private func answer(of gitPath: String, _ kind: FileKind, for name: [UInt8]) -> Answer {
        do throws(Diagnostic) {
            var gitFolder = gitPath
            if kind == .file {
                guard let target = try linkedFolder(gitPath) else {
                    return .unknown("`\(gitPath)` names no folder")
                }
                gitFolder = target
            }
            let indexPath = gitFolder + "/index"
            guard files.kind(of: indexPath) != nil else { return .untracked }
            return try lookUp(name, in: indexPath, gitFolder, depth: 0)
        } catch {
            return .unknown(error.message)
        }
    }

    /// The folder that a `.git` file of a worktree or a submodule names.
    private func linkedFolder(_ gitFile: String) throws(Diagnostic) -> String? {
        let bytes = try files.read(gitFile, limit: 8 << 10)
        let prefix = Array("gitdir: ".utf8)
        guard bytes.starts(with: prefix) else { return nil }
        let line = bytes[prefix.count...].prefix { $0 != 0x0A && $0 != 0x0D }
        guard !line.isEmpty else { return nil }
        let target = String(decoding: line, as: UTF8.self)
        if line.first == UInt8(ascii: "/") { return target }
        return String(decoding: gitFile.utf8.dropLast(4), as: UTF8.self) + target
    }

    private func lookUp(
        _ name: [UInt8],
        in indexPath: String,
        _ gitFolder: String,
        depth: Int
    ) throws(Diagnostic) -> Answer {
        let bytes = try files.read(indexPath, limit: Self.sizeLimitInBytes)
        // The index does not say how long its hashes are; only the right length makes sense of all of it.
        for hashLength in [20, 32] {
            guard let finding = GitIndexText(bytes: bytes, hashLength: hashLength).find(name) else {
                continue
            }
            if finding.isFound { return .tracked }
            guard let shared = finding.sharedIndex else { return .untracked }
            guard depth == 0 else { return .unknown("`\(indexPath)` is split more than once") }
            // A file that the split part removed from the shared one counts as tracked: rather too careful.
            return try lookUp(name, in: gitFolder + "/sharedindex." + shared, gitFolder, depth: 1)
        }
        return .unknown("`\(indexPath)` has a form that is not known")
    }
}
