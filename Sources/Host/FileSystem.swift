public import Diagnostics

/// Files and folders, as far as runner needs them.
///
/// Every conformer: paths are taken as they are (relative ones from the working folder), nothing is created by a
/// read, listing is in byte order of the names, and a fault is a ``Diagnostic`` of `RN07`.
public protocol FileSystem: Sendable {
    /// Reads a whole file.
    ///
    /// - Parameters:
    ///   - path: The file. Symbolic links are followed.
    ///   - limit: How many bytes it may have.
    /// - Returns: The bytes.
    /// - Throws: RN0701 not there, RN0702 not readable, RN0703 larger than `limit`, RN0704 not a regular file.
    func read(_ path: String, limit: Int) throws(Diagnostic) -> [UInt8]

    /// Reads a file that holds a secret: no symbolic link is followed in its last component, it must be a regular
    /// file that the caller or root owns, and nobody else may be able to write it.
    ///
    /// - Parameters:
    ///   - path: The file.
    ///   - limit: How many bytes it may have.
    /// - Returns: The bytes, and whether others than the owner can read the file.
    /// - Throws: RN0701 … RN0704, RN0705 when its owner or mode is unsafe or it is a symbolic link.
    func readPrivate(_ path: String, limit: Int) throws(Diagnostic) -> PrivateFile

    /// What stands at a path.
    ///
    /// - Parameter path: The path. Symbolic links are followed.
    /// - Returns: The kind, or `nil` when nothing is there or it cannot be seen.
    func kind(of path: String) -> FileKind?

    /// The names in a folder, without `.` and `..`, in byte order.
    ///
    /// - Parameter path: The folder.
    /// - Returns: The names.
    /// - Throws: RN0701 not there, RN0702 not readable.
    func names(in path: String) throws(Diagnostic) -> [String]

    /// The path with every symbolic link resolved, absolute.
    ///
    /// - Parameter path: The path; must exist.
    /// - Returns: The path, without a slash at its end.
    /// - Throws: RN0701 not there.
    func canonicalPath(_ path: String) throws(Diagnostic) -> String

    /// Writes a whole file, replacing what was there in one step (a new file is renamed over the old).
    ///
    /// - Parameters:
    ///   - bytes: The new content.
    ///   - path: The file.
    /// - Throws: RN0706 when it cannot be written.
    func write(_ bytes: [UInt8], to path: String) throws(Diagnostic)

    /// Writes a whole file that is not there yet.
    ///
    /// - Parameters:
    ///   - bytes: The content.
    ///   - path: The file. A symbolic link there is something that is there, wherever it leads.
    /// - Throws: RN0707 when something is there, RN0706 when it cannot be written.
    func create(_ bytes: [UInt8], at path: String) throws(Diagnostic)

    /// Opens a file that lines are written into while something goes on, such as a stream of events.
    ///
    /// What a regular file held before is gone. A pipe that somebody reads is fine, and so is a device.
    ///
    /// - Parameter path: The file. No symbolic link is followed in its last component, except below `/dev`.
    /// - Returns: The open file.
    /// - Throws: RN0706 when it cannot be opened, or when nobody reads the pipe.
    func openLines(_ path: String) throws(Diagnostic) -> any LineFile

    /// Creates a folder and the ones above it; an existing one is fine.
    ///
    /// - Parameter path: The folder.
    /// - Throws: RN0706.
    func createFolder(_ path: String) throws(Diagnostic)
}

/// A file that takes one line after the other.
///
/// Every conformer hands a call's lines to the system whole and in order before it returns, and keeps none back; after
/// a failure it writes nothing any more and says so no second time.
public protocol LineFile: Sendable {
    /// Writes lines.
    ///
    /// - Parameter lines: Text with a line feed at its end.
    /// - Throws: RN0706 at the first failure; a pipe whose reader does not read for a second is one.
    func write(_ lines: String) throws(Diagnostic)

    /// Closes the file; further lines go nowhere.
    func close()
}

/// What stands at a path.
public enum FileKind: Sendable {
    /// A regular file.
    case file
    /// A folder.
    case folder
    /// A pipe, a device, a socket.
    case other
}

/// The content of a secret file, with what its mode says.
public struct PrivateFile: Sendable {
    /// The bytes.
    public let bytes: [UInt8]
    /// Whether group or others can read the file.
    public let isReadableByOthers: Bool
    /// Where the very file that was read stands, links resolved; `nil` where the system does not tell.
    public let realPath: String?

    /// Makes a private file's content.
    ///
    /// - Parameters:
    ///   - bytes: The bytes.
    ///   - isReadableByOthers: Whether group or others can read it.
    ///   - realPath: Where the very file that was read stands.
    public init(bytes: [UInt8], isReadableByOthers: Bool, realPath: String? = nil) {
        self.bytes = bytes
        self.isReadableByOthers = isReadableByOthers
        self.realPath = realPath
    }
}
