public import Diagnostics
public import Host
import Synchronization

extension MemoryFileSystem: FileSystem {
    /// Reads a whole file.
    public func read(_ path: String, limit: Int) throws(Diagnostic) -> [UInt8] {
        do {
            return try Self.content(of: try node(path), path, limit)
        } catch { throw Self.diagnostic(error, path) }
    }

    /// Reads a secret by the rules of a real system.
    public func readPrivate(_ path: String, limit: Int) throws(Diagnostic) -> PrivateFile {
        do {
            let node = try node(path, followingLast: false)
            if case .link = node.content {
                throw MemoryFileFault.told(.unsafeSecretFile(path, .symbolicLink))
            }
            let bytes = try Self.content(of: node, path, limit)
            guard node.owner == Self.caller || node.owner == 0 else {
                throw MemoryFileFault.told(.unsafeSecretFile(path, .foreignOwner(node.owner)))
            }
            guard node.mode & 0o022 == 0 else {
                throw MemoryFileFault.told(.unsafeSecretFile(path, .writableByOthers))
            }
            return PrivateFile(
                bytes: bytes,
                isReadableByOthers: node.mode & 0o044 != 0,
                realPath: try? canonicalPath(path)
            )
        } catch { throw Self.diagnostic(error, path) }
    }

    /// What stands at a path.
    public func kind(of path: String) -> FileKind? { (try? node(path))?.kind }

    /// The names in a folder.
    public func names(in path: String) throws(Diagnostic) -> [String] {
        do {
            let node = try node(path)
            guard case .folder = node.content else { throw MemoryFileFault.notFound }
            guard node.mode & 0o400 != 0 else { throw MemoryFileFault.denied }
            let parts = self.parts(path)
            return try tree.withLock { (tree) throws(MemoryFileFault) in
                let folder = try tree.resolve(parts)
                let names = tree.nodes.keys.filter { $0.count == folder.count + 1 && $0.starts(with: folder) }
                return names.compactMap(\.last).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
            }
        } catch { throw Self.diagnostic(error, path) }
    }

    /// The path without links.
    public func canonicalPath(_ path: String) throws(Diagnostic) -> String {
        do {
            _ = try node(path)
            let parts = self.parts(path)
            return "/"
                + (try tree.withLock { (tree) throws(MemoryFileFault) in try tree.resolve(parts) }).joined(
                    separator: "/"
                )
        } catch { throw Self.diagnostic(error, path) }
    }

    /// Puts a file in place of what was there.
    public func write(_ bytes: [UInt8], to path: String) throws(Diagnostic) {
        let parts = self.parts(path)
        do throws(MemoryFileFault) {
            try tree.withLock { (tree) throws(MemoryFileFault) in
                let place = try tree.resolve(parts, followingLast: false)
                guard let folder = tree.nodes[Array(place.dropLast())] else { throw .notFound }
                guard folder.mode & 0o200 != 0 else { throw .denied }
                let old = tree.nodes[place]
                switch old?.content {
                case nil, .link, .file: break
                case .folder, .pipe: throw .told(.notWritable(path, "it is not a regular file"))
                }
                let mode: UInt16 = if case .file? = old?.content { old?.mode ?? 0o644 } else { 0o644 }
                tree.nodes[place] = MemoryFileNode(content: .file(bytes), mode: mode, owner: Self.caller)
            }
        } catch {
            if case .told(let diagnostic) = error { throw diagnostic }
            throw .notWritable(path, error == .denied ? "Permission denied" : "No such file or directory")
        }
    }

    /// Puts a file where nothing is.
    public func create(_ bytes: [UInt8], at path: String) throws(Diagnostic) {
        let parts = self.parts(path)
        let isThere = tree.withLock { tree in
            (try? tree.resolve(parts, followingLast: false)).map { tree.nodes[$0] != nil } ?? false
        }
        if isThere, !path.isEmpty { throw .alreadyThere(path) }
        try write(bytes, to: path)
    }

    /// Opens a file for lines.
    public func openLines(_ path: String) throws(Diagnostic) -> any LineFile {
        let parts = self.parts(path)
        let node = tree.withLock { tree in
            (try? tree.resolve(parts, followingLast: false)).flatMap { tree.nodes[$0] }
        }
        if case .link? = node?.content { throw .notWritable(path, "it is a symbolic link") }
        try write([], to: path)
        return MemoryLineFile(files: self, path: path)
    }

    /// Creates a folder and those above it.
    public func createFolder(_ path: String) throws(Diagnostic) {
        let parts = self.parts(path)
        do throws(MemoryFileFault) {
            try tree.withLock { (tree) throws(MemoryFileFault) in
                for count in parts.indices {
                    let place = try tree.resolve(Array(parts[...count]))
                    if let node = tree.nodes[place] {
                        guard case .folder = node.content else { throw .notFound }
                    } else {
                        guard let above = tree.nodes[Array(place.dropLast())], above.mode & 0o200 != 0 else {
                            throw .denied
                        }
                        tree.nodes[place] = MemoryFileNode(content: .folder, mode: 0o755, owner: Self.caller)
                    }
                }
            }
        } catch {
            throw .notWritable(path, error == .denied ? "Permission denied" : "Not a directory")
        }
    }

    private static func content(of node: MemoryFileNode, _ path: String, _ limit: Int) throws(MemoryFileFault)
        -> [UInt8]
    {
        guard case .file(let bytes) = node.content else {
            throw .told(.notARegularFile(path, kind: node.kind))
        }
        guard node.mode & 0o400 != 0 || node.owner != Self.caller && node.mode & 0o004 != 0 else {
            throw .denied
        }
        guard bytes.count <= limit else { throw .told(.fileTooLarge(path, limit: limit)) }
        return bytes
    }

    private static func diagnostic(_ fault: any Error, _ path: String) -> Diagnostic {
        switch fault as? MemoryFileFault {
        case .told(let diagnostic): diagnostic
        case .denied: .fileNotReadable(path, "Permission denied")
        case .tooManyLinks: .fileNotReadable(path, "Too many levels of symbolic links")
        case .notFound, nil: .fileNotFound(path)
        }
    }
}
