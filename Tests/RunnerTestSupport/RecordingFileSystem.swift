public import Diagnostics
public import Host
import Synchronization

/// Files of another file system, with a record of every path that was asked for.
public final class RecordingFileSystem: FileSystem {
    private let files: any FileSystem
    private let asked = Mutex<[String]>([])

    /// Stands in front of other files.
    ///
    /// - Parameter files: The files.
    public init(_ files: any FileSystem) { self.files = files }

    /// Every path that was looked at in any way, in order.
    public var paths: [String] { asked.withLock { $0 } }

    private func note(_ path: String) -> String {
        asked.withLock { $0.append(path) }
        return path
    }

    /// As the files behind it.
    public func read(_ path: String, limit: Int) throws(Diagnostic) -> [UInt8] {
        try files.read(note(path), limit: limit)
    }

    /// As the files behind it.
    public func readPrivate(_ path: String, limit: Int) throws(Diagnostic) -> PrivateFile {
        try files.readPrivate(note(path), limit: limit)
    }

    /// As the files behind it.
    public func kind(of path: String) -> FileKind? { files.kind(of: note(path)) }

    /// As the files behind it.
    public func names(in path: String) throws(Diagnostic) -> [String] { try files.names(in: note(path)) }

    /// As the files behind it.
    public func canonicalPath(_ path: String) throws(Diagnostic) -> String {
        try files.canonicalPath(note(path))
    }

    /// As the files behind it.
    public func write(_ bytes: [UInt8], to path: String) throws(Diagnostic) {
        try files.write(bytes, to: note(path))
    }

    /// As the files behind it.
    public func create(_ bytes: [UInt8], at path: String) throws(Diagnostic) {
        try files.create(bytes, at: note(path))
    }

    /// As the files behind it.
    public func openLines(_ path: String) throws(Diagnostic) -> any LineFile {
        try files.openLines(note(path))
    }

    /// As the files behind it.
    public func createFolder(_ path: String) throws(Diagnostic) { try files.createFolder(note(path)) }
}
