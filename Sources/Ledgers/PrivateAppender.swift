import Diagnostics

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// Adds to the end of a file that only its owner may read, and has it on the disk when it returns.
struct PrivateAppender {
    let path: String
    /// What a failure is.
    let failure: Diagnostic.Code

    func append(_ text: String) throws(Diagnostic) {
        let flags = O_WRONLY | O_APPEND | O_CREAT | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK
        let descriptor = unsafe open(path, flags, 0o600)
        guard descriptor >= 0 else { throw .cannotAppend(failure, path, errno) }
        defer { close(descriptor) }
        var status = stat()
        guard unsafe fstat(descriptor, &status) == 0,
            UInt32(status.st_mode) & UInt32(S_IFMT) == UInt32(S_IFREG),
            status.st_uid == geteuid(), fchmod(descriptor, 0o600) == 0
        else { throw .cannotAppend(failure, path, EPERM) }
        try write(Array(text.utf8), to: descriptor)
        guard fsync(descriptor) == 0 else { throw .cannotAppend(failure, path, errno) }
    }

    private func write(_ bytes: [UInt8], to descriptor: Int32) throws(Diagnostic) {
        var start = 0
        while start < bytes.count {
            let written = unsafe bytes[start...].withUnsafeBytes { buffer in
                #if canImport(Glibc)
                unsafe Glibc.write(descriptor, buffer.baseAddress, buffer.count)
                #elseif canImport(Musl)
                unsafe Musl.write(descriptor, buffer.baseAddress, buffer.count)
                #else
                unsafe Darwin.write(descriptor, buffer.baseAddress, buffer.count)
                #endif
            }
            if written < 0 && errno == EINTR { continue }
            guard written > 0 else { throw .cannotAppend(failure, path, errno) }
            start += written
        }
    }
}

extension Diagnostic {
    static func cannotAppend(_ code: Code, _ path: String, _ number: Int32) -> Diagnostic {
        Diagnostic(
            code,
            "`\(path)` cannot be written",
            notes: ["the system says: \(unsafe String(cString: strerror(number)))"]
        )
    }
}
