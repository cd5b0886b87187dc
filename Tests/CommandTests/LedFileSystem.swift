import Diagnostics
import Host

/// Files of another file system, one folder of which stands somewhere else: for paths that are the same on every
/// machine, such as that of an agent's keys.
struct LedFileSystem: FileSystem {
    private let files: any FileSystem
    private let from: String
    private let to: String

    /// Stands in front of other files.
    ///
    /// - Parameters:
    ///   - files: The files.
    ///   - from: The folder as it is asked for, absolute.
    ///   - to: Where it stands, absolute and without links.
    init(_ files: any FileSystem, from: String, to: String) {
        self.files = files
        self.from = from
        self.to = to
    }

    private func led(_ path: String) -> String {
        path == from || path.hasPrefix(from + "/") ? to + path.dropFirst(from.utf8.count) : path
    }

    func read(_ path: String, limit: Int) throws(Diagnostic) -> [UInt8] {
        try files.read(led(path), limit: limit)
    }

    func readPrivate(_ path: String, limit: Int) throws(Diagnostic) -> PrivateFile {
        try files.readPrivate(led(path), limit: limit)
    }

    func kind(of path: String) -> FileKind? { files.kind(of: led(path)) }

    func names(in path: String) throws(Diagnostic) -> [String] { try files.names(in: led(path)) }

    func canonicalPath(_ path: String) throws(Diagnostic) -> String {
        let real = try files.canonicalPath(led(path))
        guard led(path) != path else { return real }
        return real.hasPrefix(to) ? from + real.dropFirst(to.utf8.count) : real
    }

    func write(_ bytes: [UInt8], to path: String) throws(Diagnostic) { try files.write(bytes, to: led(path)) }

    func create(_ bytes: [UInt8], at path: String) throws(Diagnostic) {
        try files.create(bytes, at: led(path))
    }

    func openLines(_ path: String) throws(Diagnostic) -> any LineFile { try files.openLines(led(path)) }

    func createFolder(_ path: String) throws(Diagnostic) { try files.createFolder(led(path)) }
}
