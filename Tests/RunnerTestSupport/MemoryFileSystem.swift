public import Diagnostics
public import Host
import Synchronization

/// Files and folders in memory, by the rules of a POSIX system as far as runner can see them.
///
/// Holds regular files, folders, symbolic links and pipes with modes and owners. Relative paths begin at
/// ``workingFolder``. The caller is user 1000.
public final class MemoryFileSystem: FileSystem {
    /// Where relative paths begin.
    public let workingFolder: String

    /// The id of the user that the caller is.
    public static let caller: UInt32 = 1000

    private let tree: Mutex<Tree>

    /// Makes a file system with a working folder and files in it.
    ///
    /// - Parameters:
    ///   - files: Path to text; folders come into being with their files.
    ///   - workingFolder: Where relative paths begin; absolute.
    public init(_ files: [String: String] = [:], workingFolder: String = "/project") {
        self.workingFolder = workingFolder
        self.tree = Mutex(Tree())
        addFolder(workingFolder)
        for (path, text) in files { add(path, text) }
    }

    /// Puts a file there, in place of what was there, with the folders above it.
    ///
    /// - Parameters:
    ///   - path: The file.
    ///   - text: Its content.
    ///   - mode: Its permission bits.
    ///   - owner: Its owner's id.
    public func add(_ path: String, _ text: String, mode: UInt16 = 0o644, owner: UInt32 = caller) {
        add(path, bytes: Array(text.utf8), mode: mode, owner: owner)
    }

    /// Puts a file there, in place of what was there, with the folders above it.
    ///
    /// - Parameters:
    ///   - path: The file.
    ///   - bytes: Its content.
    ///   - mode: Its permission bits.
    ///   - owner: Its owner's id.
    public func add(_ path: String, bytes: [UInt8], mode: UInt16 = 0o644, owner: UInt32 = caller) {
        put(Node(content: .file(bytes), mode: mode, owner: owner), at: path)
    }

    /// Puts a folder there, with the folders above it; what is in one that is there stays.
    ///
    /// - Parameters:
    ///   - path: The folder.
    ///   - mode: Its permission bits; without the owner's write bit nothing can be created in it.
    public func addFolder(_ path: String, mode: UInt16 = 0o755) {
        put(Node(content: .folder, mode: mode, owner: Self.caller), at: path)
    }

    /// Puts a symbolic link there, with the folders above it.
    ///
    /// - Parameters:
    ///   - path: The link.
    ///   - destination: Where it leads, relative to its own folder unless absolute; need not exist.
    public func addLink(_ path: String, to destination: String) {
        put(Node(content: .link(destination), mode: 0o777, owner: Self.caller), at: path)
    }

    /// Puts a pipe there, with the folders above it.
    ///
    /// - Parameter path: The pipe.
    public func addPipe(_ path: String) {
        put(Node(content: .pipe, mode: 0o644, owner: Self.caller), at: path)
    }

    /// Takes away what is there, with all that is in it.
    ///
    /// - Parameter path: The file or folder.
    public func remove(_ path: String) {
        let parts = self.parts(path)
        tree.withLock { tree in tree.nodes = tree.nodes.filter { !$0.key.starts(with: parts) } }
    }

    /// The content of a file as text; `nil` when there is none.
    ///
    /// - Parameter path: The file.
    public func text(_ path: String) -> String? {
        guard let node = try? node(path), case .file(let bytes) = node.content else { return nil }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// The permission bits of what is there; `nil` when nothing is.
    ///
    /// - Parameter path: The file or folder.
    public func mode(_ path: String) -> UInt16? { (try? node(path))?.mode }

    /// The absolute paths of all that is not a folder, sorted.
    public var paths: [String] {
        tree.withLock { tree in
            tree.nodes.compactMap { parts, node in
                if case .folder = node.content { nil } else { "/" + parts.joined(separator: "/") }
            }.sorted()
        }
    }

    private func put(_ node: Node, at path: String) {
        let parts = self.parts(path)
        tree.withLock { tree in
            for count in parts.indices where tree.nodes[Array(parts[..<count])] == nil {
                tree.nodes[Array(parts[..<count])] = Node(content: .folder, mode: 0o755, owner: Self.caller)
            }
            tree.nodes[parts] = node
        }
    }

    private func node(_ path: String, followingLast: Bool = true) throws(Fault) -> Node {
        let parts = self.parts(path)
        return try tree.withLock { (tree) throws(Fault) in
            guard !path.isEmpty, let node = tree.nodes[try tree.resolve(parts, followingLast: followingLast)] else {
                throw .notFound
            }
            return node
        }
    }

    private func parts(_ path: String) -> [String] {
        let isAbsolute = path.utf8.first == UInt8(ascii: "/")
        return (isAbsolute ? path : workingFolder + "/" + path).split(separator: "/").map(String.init)
    }
}

extension MemoryFileSystem {
    public func read(_ path: String, limit: Int) throws(Diagnostic) -> [UInt8] {
        do {
            return try Self.content(of: try node(path), path, limit)
        } catch { throw Self.diagnostic(error, path) }
    }

    public func readPrivate(_ path: String, limit: Int) throws(Diagnostic) -> PrivateFile {
        do {
            let node = try node(path, followingLast: false)
            if case .link = node.content { throw Fault.told(.unsafeSecretFile(path, .symbolicLink)) }
            let bytes = try Self.content(of: node, path, limit)
            guard node.owner == Self.caller || node.owner == 0 else {
                throw Fault.told(.unsafeSecretFile(path, .foreignOwner(node.owner)))
            }
            guard node.mode & 0o022 == 0 else { throw Fault.told(.unsafeSecretFile(path, .writableByOthers)) }
            return PrivateFile(bytes: bytes, isReadableByOthers: node.mode & 0o044 != 0)
        } catch { throw Self.diagnostic(error, path) }
    }

    public func kind(of path: String) -> FileKind? { (try? node(path))?.kind }

    public func names(in path: String) throws(Diagnostic) -> [String] {
        do {
            let node = try node(path)
            guard case .folder = node.content else { throw Fault.notFound }
            guard node.mode & 0o400 != 0 else { throw Fault.denied }
            let parts = self.parts(path)
            return try tree.withLock { (tree) throws(Fault) in
                let folder = try tree.resolve(parts)
                let names = tree.nodes.keys.filter { $0.count == folder.count + 1 && $0.starts(with: folder) }
                return names.compactMap(\.last).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
            }
        } catch { throw Self.diagnostic(error, path) }
    }

    public func canonicalPath(_ path: String) throws(Diagnostic) -> String {
        do {
            _ = try node(path)
            let parts = self.parts(path)
            return "/" + (try tree.withLock { (tree) throws(Fault) in try tree.resolve(parts) }).joined(separator: "/")
        } catch { throw Self.diagnostic(error, path) }
    }

    public func write(_ bytes: [UInt8], to path: String) throws(Diagnostic) {
        let parts = self.parts(path)
        do throws(Fault) {
            try tree.withLock { (tree) throws(Fault) in
                let place = try tree.resolve(parts, followingLast: false)
                guard let folder = tree.nodes[Array(place.dropLast())] else { throw .notFound }
                guard folder.mode & 0o200 != 0 else { throw .denied }
                let old = tree.nodes[place]
                switch old?.content {
                case nil, .link, .file: break
                case .folder, .pipe: throw .told(.notWritable(path, "it is not a regular file"))
                }
                let mode: UInt16 = if case .file? = old?.content { old?.mode ?? 0o644 } else { 0o644 }
                tree.nodes[place] = Node(content: .file(bytes), mode: mode, owner: Self.caller)
            }
        } catch {
            if case .told(let diagnostic) = error { throw diagnostic }
            throw .notWritable(path, error == .denied ? "Permission denied" : "No such file or directory")
        }
    }

    public func createFolder(_ path: String) throws(Diagnostic) {
        let parts = self.parts(path)
        do throws(Fault) {
            try tree.withLock { (tree) throws(Fault) in
                for count in parts.indices {
                    let place = try tree.resolve(Array(parts[...count]))
                    if let node = tree.nodes[place] {
                        guard case .folder = node.content else { throw .notFound }
                    } else {
                        guard let above = tree.nodes[Array(place.dropLast())], above.mode & 0o200 != 0 else { throw .denied }
                        tree.nodes[place] = Node(content: .folder, mode: 0o755, owner: Self.caller)
                    }
                }
            }
        } catch {
            throw .notWritable(path, error == .denied ? "Permission denied" : "Not a directory")
        }
    }

    private static func content(of node: Node, _ path: String, _ limit: Int) throws(Fault) -> [UInt8] {
        guard case .file(let bytes) = node.content else { throw .told(.notARegularFile(path, kind: node.kind)) }
        guard node.mode & 0o400 != 0 || node.owner != Self.caller && node.mode & 0o004 != 0 else { throw .denied }
        guard bytes.count <= limit else { throw .told(.fileTooLarge(path, limit: limit)) }
        return bytes
    }

    private static func diagnostic(_ fault: any Error, _ path: String) -> Diagnostic {
        switch fault as? Fault {
        case .told(let diagnostic): diagnostic
        case .denied: .fileNotReadable(path, "Permission denied")
        case .tooManyLinks: .fileNotReadable(path, "Too many levels of symbolic links")
        case .notFound, nil: .fileNotFound(path)
        }
    }
}

/// What can go wrong, before it is known what was wanted.
private enum Fault: Error, Equatable {
    case notFound
    case denied
    case tooManyLinks
    case told(Diagnostic)
}

private struct Node {
    enum Content {
        case file([UInt8])
        case folder
        case link(String)
        case pipe
    }

    var content: Content
    var mode: UInt16
    var owner: UInt32

    var kind: FileKind {
        switch content {
        case .file: .file
        case .folder: .folder
        case .link, .pipe: .other
        }
    }
}

/// Every node by the components of its absolute path; the root has none.
private struct Tree {
    var nodes: [[String]: Node] = [[]: Node(content: .folder, mode: 0o755, owner: 0)]

    /// The path without links, `.` and `..`; its last component need not exist.
    func resolve(_ parts: [String], followingLast: Bool = true) throws(Fault) -> [String] {
        var waiting = Array(parts.reversed())
        var place: [String] = []
        var linkCount = 0
        while let part = waiting.popLast() {
            if part == "." { continue }
            if part == ".." {
                _ = place.popLast()
                continue
            }
            place.append(part)
            guard let node = nodes[place] else {
                if waiting.isEmpty { return place }
                throw .notFound
            }
            switch node.content {
            case .folder: continue
            case .link(let destination) where !waiting.isEmpty || followingLast:
                linkCount += 1
                guard linkCount <= 40 else { throw .tooManyLinks }
                if destination.utf8.first == UInt8(ascii: "/") { place = [] } else { place.removeLast() }
                waiting += destination.split(separator: "/").map(String.init).reversed()
            default:
                guard waiting.isEmpty else { throw .notFound }
            }
        }
        return place
    }
}
