public import Diagnostics
import SystemPackage

#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

/// The machine's own files.
///
/// Opening never waits (a pipe without a writer is refused, not waited for) and no descriptor is left to children.
public struct SystemFileSystem: FileSystem {
    /// Makes it.
    public init() {}

    /// Reads a whole file of the machine.
    public func read(_ path: String, limit: Int) throws(Diagnostic) -> [UInt8] {
        let (descriptor, status) = try open(path, options: [.closeOnExec, .nonBlocking])
        defer { try? descriptor.close() }
        return try content(of: descriptor, path: path, size: Int(status.size), limit: limit)
    }

    /// Reads a secret; owner, rights and kind are those of the very file that is read.
    public func readPrivate(_ path: String, limit: Int) throws(Diagnostic) -> PrivateFile {
        let (descriptor, status) = try open(path, options: [.closeOnExec, .nonBlocking, .noFollow])
        defer { try? descriptor.close() }
        // All is asked of the open descriptor, so that the file cannot be changed for another in between.
        let owner = status.userID.rawValue
        guard owner == geteuid() || owner == 0 else {
            throw .unsafeSecretFile(path, .foreignOwner(UInt32(owner)))
        }
        guard status.permissions.isDisjoint(with: [.groupWrite, .otherWrite]) else {
            throw .unsafeSecretFile(path, .writableByOthers)
        }
        return PrivateFile(
            bytes: try content(of: descriptor, path: path, size: Int(status.size), limit: limit),
            isReadableByOthers: !status.permissions.isDisjoint(with: [.groupRead, .otherRead]),
            realPath: Self.realPath(of: descriptor)
        )
    }

    /// What stands at a path, links followed.
    public func kind(of path: String) -> FileKind? {
        guard Self.isUsable(path), let status = try? FilePath(path).stat() else { return nil }
        return Self.kind(status)
    }

    /// The names in a folder; bytes that are not UTF-8 are replaced.
    public func names(in path: String) throws(Diagnostic) -> [String] {
        guard Self.isUsable(path) else { throw .fileNotFound(path) }
        guard let folder = unsafe opendir(path) else { throw Self.readFault(path, Self.lastError) }
        defer { unsafe closedir(folder) }
        var names: [String] = []
        while let entry = unsafe readdir(folder) {
            // The entry is shorter than its type says: its name is read in place, never copied with it.
            guard let start = MemoryLayout<dirent>.offset(of: \dirent.d_name) else { break }
            let name = unsafe String(
                cString: UnsafeRawPointer(entry).advanced(by: start).assumingMemoryBound(to: CChar.self)
            )
            if name != ".", name != ".." { names.append(name) }
        }
        return names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }

    /// The path by `realpath`.
    public func canonicalPath(_ path: String) throws(Diagnostic) -> String {
        guard Self.isUsable(path) else { throw .fileNotFound(path) }
        guard let resolved = unsafe realpath(path, nil) else { throw Self.readFault(path, Self.lastError) }
        defer { unsafe free(resolved) }
        return unsafe String(cString: resolved)
    }

    /// Opens a regular file for reading.
    private func open(
        _ path: String,
        options: FileDescriptor.OpenOptions
    ) throws(Diagnostic) -> (FileDescriptor, Stat) {
        guard Self.isUsable(path) else { throw .fileNotFound(path) }
        let descriptor: FileDescriptor
        do {
            descriptor = try FileDescriptor.open(FilePath(path), .readOnly, options: options)
        } catch {
            let error = error as? Errno
            // Not asked whether a link stands there now: it may have been exchanged since.
            if error == .tooManySymbolicLinkLevels, options.contains(.noFollow) {
                throw .unsafeSecretFile(path, .symbolicLink)
            }
            // A socket, or a device without a driver.
            if error == .noSuchAddressOrDevice { throw .notARegularFile(path, kind: .other) }
            throw Self.readFault(path, error)
        }
        do {
            let status = try descriptor.stat()
            let kind = Self.kind(status)
            if kind == .file { return (descriptor, status) }
            try? descriptor.close()
            throw Diagnostic.notARegularFile(path, kind: kind)
        } catch let diagnostic as Diagnostic {
            throw diagnostic
        } catch {
            try? descriptor.close()
            throw Self.readFault(path, error as? Errno)
        }
    }

    /// Reads to the end, whatever the size was when it was asked: a file may grow, and some say that they are empty.
    private func content(
        of descriptor: FileDescriptor,
        path: String,
        size: Int,
        limit: Int
    ) throws(Diagnostic) -> [UInt8] {
        var bytes: [UInt8] = []
        // One byte more than there should be, so that a second read only meets the end.
        var room = min(max(size, 0), max(limit, 0)) + 1
        while true {
            let part: [UInt8]
            do {
                part = try unsafe [UInt8](unsafeUninitializedCapacity: room) { buffer, count in
                    count = try unsafe descriptor.read(into: UnsafeMutableRawBufferPointer(buffer))
                }
            } catch {
                throw Self.readFault(path, error as? Errno)
            }
            if part.isEmpty { return bytes }
            guard part.count <= limit - bytes.count else { throw .fileTooLarge(path, limit: limit) }
            if bytes.isEmpty { bytes = part } else { bytes += part }
            room = 1 << 16
        }
    }
}

extension SystemFileSystem {
    /// Whether the system would see the whole path: it takes a NUL for the end.
    static func isUsable(_ path: String) -> Bool { !path.isEmpty && !path.utf8.contains(0) }

    /// Where an open file stands; one that was renamed since by its new name, one that was removed by its old.
    private static func realPath(of descriptor: FileDescriptor) -> String? {
        #if canImport(Darwin)
        var buffer = [CChar](repeating: 0, count: Int(MAXPATHLEN))
        guard unsafe fcntl(descriptor.rawValue, F_GETPATH, &buffer) == 0 else { return nil }
        let count = buffer.firstIndex(of: 0) ?? 0
        #else
        var buffer = [CChar](repeating: 0, count: 4096)
        let count = unsafe readlink("/proc/self/fd/\(descriptor.rawValue)", &buffer, buffer.count)
        guard count > 0, count < buffer.count else { return nil }
        #endif
        return String(decoding: buffer[..<count].map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    static var lastError: Errno { Errno(rawValue: errno) }

    static func kind(_ status: Stat) -> FileKind {
        switch status.type {
        case .regular: .file
        case .directory: .folder
        default: .other
        }
    }

    private static func readFault(_ path: String, _ error: Errno?) -> Diagnostic {
        switch error {
        case .noSuchFileOrDirectory, .notDirectory: .fileNotFound(path)
        case .some(let error): .fileNotReadable(path, error.description)
        case nil: .fileNotReadable(path, "no reason given")
        }
    }
}
