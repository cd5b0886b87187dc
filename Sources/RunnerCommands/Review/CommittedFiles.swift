import Diagnostics
import Host

/// The files of a commit in the place of the work tree: read only, and nothing else is there.
struct CommittedFiles: FileSystem {
    private let tree: GitTree
    private let workingFolder: String
    private let folders: [String: [String]]
    private var contents: [String: [UInt8]] = [:]

    /// Lays a commit's files out.
    ///
    /// - Parameters:
    ///   - tree: The commit.
    ///   - workingFolder: Where relative paths start, canonical.
    init(_ tree: GitTree, workingFolder: String) {
        self.tree = tree
        self.workingFolder = workingFolder
        var folders: [String: Set<String>] = ["": []]
        for path in tree.blobs.keys {
            var rest = path[...]
            while true {
                let slash = rest.utf8.lastIndex(of: UInt8(ascii: "/"))
                let folder = slash.map { String(rest[..<$0]) } ?? ""
                let name = slash.map { String(rest[rest.utf8.index(after: $0)...]) } ?? String(rest)
                let isNew = folders[folder, default: []].insert(name).inserted
                guard isNew, slash != nil else { break }
                rest = rest[..<(slash ?? rest.startIndex)]
            }
        }
        self.folders = folders.mapValues { $0.sorted { Array($0.utf8).lexicographicallyPrecedes($1.utf8) } }
    }

    /// Gives a file its content.
    ///
    /// - Parameters:
    ///   - content: Its bytes.
    ///   - path: The file, as it will be read.
    mutating func put(_ content: [UInt8], at path: String) {
        if let place = place(of: path) { contents[place] = content }
    }

    /// The file's content in the repository; `nil` when the commit has none there.
    ///
    /// - Parameter path: The file.
    /// - Returns: Its blob.
    func blob(at path: String) -> GitTree.Blob? { place(of: path).flatMap { tree.blobs[$0] } }

    /// A path below the top of the work tree; empty for the top itself.
    private func place(of path: String) -> String? {
        let whole = SecretPath.normalized(SecretPath.joined(workingFolder, path))
        guard SecretPath.isInside(whole, tree.root.isEmpty ? "/" : tree.root) else { return nil }
        let rest = String(decoding: whole.utf8.dropFirst(tree.root.utf8.count), as: UTF8.self)
        return rest.utf8.first == UInt8(ascii: "/") ? String(rest.dropFirst()) : rest
    }

    func read(_ path: String, limit: Int) throws(Diagnostic) -> [UInt8] {
        guard let place = place(of: path), let content = contents[place] else { throw .fileNotFound(path) }
        guard content.count <= limit else { throw .fileTooLarge(path, limit: limit) }
        return content
    }

    func readPrivate(_ path: String, limit: Int) throws(Diagnostic) -> PrivateFile {
        throw .fileNotFound(path)
    }

    func kind(of path: String) -> FileKind? {
        guard let place = place(of: path) else { return nil }
        if tree.blobs[place] != nil { return .file }
        return folders[place] != nil ? .folder : nil
    }

    func names(in path: String) throws(Diagnostic) -> [String] {
        guard let place = place(of: path), let names = folders[place] else { throw .fileNotFound(path) }
        return names
    }

    func canonicalPath(_ path: String) throws(Diagnostic) -> String {
        SecretPath.normalized(SecretPath.joined(workingFolder, path))
    }

    func write(_ bytes: [UInt8], to path: String) throws(Diagnostic) {
        throw .notWritable(path, "read only")
    }

    func create(_ bytes: [UInt8], at path: String) throws(Diagnostic) {
        throw .notWritable(path, "read only")
    }

    func openLines(_ path: String) throws(Diagnostic) -> any LineFile {
        throw .notWritable(path, "read only")
    }

    func createFolder(_ path: String) throws(Diagnostic) { throw .notWritable(path, "read only") }
}
