import Synchronization

/// Files and folders in memory, by the rules of a POSIX system as far as runner can see them.
///
/// Holds regular files, folders, symbolic links and pipes with modes and owners. Relative paths begin at
/// ``workingFolder``. The caller is user 1000.
public final class MemoryFileSystem: Sendable {
    /// Where relative paths begin.
    public let workingFolder: String

    /// The id of the user that the caller is.
    public static let caller: UInt32 = 1000

    let tree: Mutex<MemoryFileTree>

    /// Makes a file system with a working folder and files in it.
    ///
    /// - Parameters:
    ///   - files: Path to text; folders come into being with their files.
    ///   - workingFolder: Where relative paths begin; absolute.
    public init(_ files: [String: String] = [:], workingFolder: String = "/project") {
        self.workingFolder = workingFolder
        self.tree = Mutex(MemoryFileTree())
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
        put(MemoryFileNode(content: .file(bytes), mode: mode, owner: owner), at: path)
    }

    /// Puts a folder there, with the folders above it; what is in one that is there stays.
    ///
    /// - Parameters:
    ///   - path: The folder.
    ///   - mode: Its permission bits; without the owner's write bit nothing can be created in it.
    public func addFolder(_ path: String, mode: UInt16 = 0o755) {
        put(MemoryFileNode(content: .folder, mode: mode, owner: Self.caller), at: path)
    }

    /// Puts a symbolic link there, with the folders above it.
    ///
    /// - Parameters:
    ///   - path: The link.
    ///   - destination: Where it leads, relative to its own folder unless absolute; need not exist.
    public func addLink(_ path: String, to destination: String) {
        put(MemoryFileNode(content: .link(destination), mode: 0o777, owner: Self.caller), at: path)
    }

    /// Puts a pipe there, with the folders above it.
    ///
    /// - Parameter path: The pipe.
    public func addPipe(_ path: String) {
        put(MemoryFileNode(content: .pipe, mode: 0o644, owner: Self.caller), at: path)
    }

    /// Takes away what is there, with all that is in it.
    ///
    /// - Parameter path: The file or folder.
    public func remove(_ path: String) {
        let parts = self.parts(path)
        tree.withLock { tree in tree.nodes = tree.nodes.filter { !$0.key.starts(with: parts) } }
    }

    /// The content of a file as text.
    ///
    /// - Parameter path: The file.
    /// - Returns: The text; `nil` when there is no file.
    public func text(_ path: String) -> String? {
        guard let node = try? node(path), case .file(let bytes) = node.content else { return nil }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// The permission bits of what is there.
    ///
    /// - Parameter path: The file or folder.
    /// - Returns: The bits; `nil` when nothing is there.
    public func mode(_ path: String) -> UInt16? { (try? node(path))?.mode }

    /// The absolute paths of all that is not a folder, sorted.
    public var paths: [String] {
        tree.withLock { tree in
            tree.nodes.compactMap { parts, node in
                if case .folder = node.content { nil } else { "/" + parts.joined(separator: "/") }
            }.sorted()
        }
    }

    private func put(_ node: MemoryFileNode, at path: String) {
        let parts = self.parts(path)
        tree.withLock { tree in
            for count in parts.indices where tree.nodes[Array(parts[..<count])] == nil {
                tree.nodes[Array(parts[..<count])] = MemoryFileNode(
                    content: .folder,
                    mode: 0o755,
                    owner: Self.caller
                )
            }
            tree.nodes[parts] = node
        }
    }

    func node(_ path: String, followingLast: Bool = true) throws(MemoryFileFault) -> MemoryFileNode {
        let parts = self.parts(path)
        return try tree.withLock { (tree) throws(MemoryFileFault) in
            guard !path.isEmpty, let node = tree.nodes[try tree.resolve(parts, followingLast: followingLast)]
            else {
                throw .notFound
            }
            return node
        }
    }

    func parts(_ path: String) -> [String] {
        let isAbsolute = path.utf8.first == UInt8(ascii: "/")
        return (isAbsolute ? path : workingFolder + "/" + path).split(separator: "/").map(String.init)
    }
}
