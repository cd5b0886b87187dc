public import Diagnostics
import Synchronization
import SystemPackage

#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

extension SystemFileSystem {
    /// Opens a file, a pipe or a device for lines; never waits for the reader of a pipe.
    public func openLines(_ path: String) throws(Diagnostic) -> any LineFile {
        guard Self.isUsable(path) else { throw .notWritable(path, "not a path") }
        // `/dev/fd/3` and `/dev/stderr` are links by nature; elsewhere a repository may have put one.
        let mayFollow = path.utf8.starts(with: "/dev/".utf8)
        do {
            let descriptor = try FileDescriptor.open(
                FilePath(path),
                .writeOnly,
                options: mayFollow
                    ? [.create, .closeOnExec, .nonBlocking, .append]
                    : [.create, .closeOnExec, .nonBlocking, .noFollow],
                permissions: [.ownerReadWrite, .groupReadWrite, .otherReadWrite]
            )
            var status = stat()
            if unsafe fstat(descriptor.rawValue, &status) == 0,
                UInt32(status.st_mode) & UInt32(S_IFMT) == UInt32(S_IFREG), !mayFollow
            {
                guard ftruncate(descriptor.rawValue, 0) == 0 else {
                    let error = Self.lastError
                    try? descriptor.close()
                    throw error
                }
            }
            return SystemLineFile(descriptor, path: path)
        } catch {
            let error = error as? Errno
            // What the system says of a pipe without a reader is hard to understand.
            if error == Errno(rawValue: ENXIO) { throw .notWritable(path, "nobody reads this pipe") }
            if error == .tooManySymbolicLinkLevels { throw .notWritable(path, "it is a symbolic link") }
            throw .notWritable(path, error?.description ?? "no reason given")
        }
    }
}

/// An open file of the system that takes lines.
final class SystemLineFile: LineFile {
    /// How long the reader of a pipe may leave it full, in milliseconds.
    private static let patienceInMilliseconds: Int32 = 1000

    private let path: String
    /// Open until it is closed or something could not be written.
    private let descriptor: Mutex<FileDescriptor?>

    init(_ descriptor: FileDescriptor, path: String) {
        self.descriptor = Mutex(descriptor)
        self.path = path
    }

    deinit { close() }

    func write(_ lines: String) throws(Diagnostic) {
        let failure = descriptor.withLock { open -> Errno? in
            guard let descriptor = open, let failure = Self.write(Array(lines.utf8), to: descriptor) else {
                return nil
            }
            try? descriptor.close()
            open = nil
            return failure
        }
        if let failure { throw .notWritable(path, failure.description) }
    }

    func close() {
        descriptor.withLock { open in
            try? open?.close()
            open = nil
        }
    }

    private static func write(_ bytes: [UInt8], to descriptor: FileDescriptor) -> Errno? {
        var written = 0
        while written < bytes.count {
            do {
                written += try unsafe bytes[written...].withUnsafeBytes { try unsafe descriptor.write($0) }
            } catch Errno.wouldBlock, Errno.resourceTemporarilyUnavailable {
                var request = pollfd(fd: descriptor.rawValue, events: Int16(POLLOUT), revents: 0)
                let count = unsafe poll(&request, 1, patienceInMilliseconds)
                if count == 0 { return .timedOut }
                if count < 0, Errno(rawValue: errno) != .interrupted { return Errno(rawValue: errno) }
            } catch {
                return error as? Errno ?? .ioError
            }
        }
        return nil
    }
}
