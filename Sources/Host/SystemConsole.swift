import Synchronization
import SystemPackage

#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

/// The process's own standard streams.
///
/// A reader that went away (`runner … | head`) must not change how a command ends: a stream that cannot be written is
/// remembered, and what is written to it afterwards is dropped. SIGPIPE must be ignored by the process.
public final class SystemConsole: Console {
    private let output = Mutex(Stream(descriptor: .standardOutput))
    private let error = Mutex(Stream(descriptor: .standardError))

    /// Makes it.
    public init() {}

    /// Writes to standard output; blocks until all is written or the stream is lost.
    public func writeOutput(_ text: String) { output.withLock { $0.write(text) } }

    /// Writes to standard error; blocks until all is written or the stream is lost.
    public func writeError(_ text: String) { error.withLock { $0.write(text) } }

    /// Whether something written to standard output did not arrive.
    public var outputIsLost: Bool { output.withLock { $0.isLost } }

    /// Whether standard output is a terminal, asked anew each time.
    public var outputIsTerminal: Bool { isatty(FileDescriptor.standardOutput.rawValue) == 1 }

    /// Whether standard error is a terminal, asked anew each time.
    public var errorIsTerminal: Bool { isatty(FileDescriptor.standardError.rawValue) == 1 }

    /// The terminal's size, asked anew each time because it changes.
    public var errorTerminalSize: (columns: Int, rows: Int)? {
        var size = winsize()
        guard unsafe ioctl(FileDescriptor.standardError.rawValue, UInt(TIOCGWINSZ), &size) == 0,
            size.ws_col > 0, size.ws_row > 0
        else { return nil }
        return (Int(size.ws_col), Int(size.ws_row))
    }

    /// Reads standard input; a closed one has nothing in it.
    public func readInput(limit: Int) -> [UInt8]? {
        Self.content(of: .standardInput, limit: limit)
    }

    static func content(of descriptor: FileDescriptor, limit: Int) -> [UInt8]? {
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            do {
                let count = try unsafe buffer.withUnsafeMutableBytes { try unsafe descriptor.read(into: $0) }
                guard count > 0 else { return bytes }
                guard count <= limit - bytes.count else { return nil }
                bytes.append(contentsOf: buffer[..<count])
            } catch Errno.wouldBlock, Errno.resourceTemporarilyUnavailable {
                guard descriptor.waits(for: POLLIN) else { return bytes }
            } catch {
                // A closed stream has nothing in it.
                return bytes
            }
        }
    }

    /// One stream that is written to.
    struct Stream {
        let descriptor: FileDescriptor
        private(set) var isLost = false

        init(descriptor: FileDescriptor) { self.descriptor = descriptor }

        mutating func write(_ text: String) {
            guard !isLost else { return }
            let bytes = Array(text.utf8)
            var written = 0
            while written < bytes.count {
                do {
                    written += try unsafe bytes[written...].withUnsafeBytes {
                        try unsafe descriptor.write($0)
                    }
                } catch Errno.wouldBlock, Errno.resourceTemporarilyUnavailable {
                    // The far side may have made the stream non-blocking; nothing is lost by that.
                    guard !descriptor.waits(for: POLLOUT) else { continue }
                    isLost = true
                    return
                } catch {
                    isLost = true
                    return
                }
            }
        }
    }
}

extension FileDescriptor {
    /// Waits until a stream is ready; false when it never will be.
    fileprivate func waits(for event: Int32) -> Bool {
        var request = pollfd(fd: rawValue, events: Int16(event), revents: 0)
        while true {
            let count = unsafe poll(&request, 1, -1)
            if count > 0 { return request.revents & Int16(event | POLLHUP | POLLERR) != 0 }
            guard Errno(rawValue: errno) == .interrupted else { return false }
        }
    }
}
