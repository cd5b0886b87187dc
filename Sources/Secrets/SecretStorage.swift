import Synchronization

#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

/// The bytes of a secret in memory of their own, overwritten when nobody needs them any more.
final class SecretStorage: Sendable {
    /// How many bytes there are.
    let count: Int
    private let bytes: Mutex<[UInt8]>

    /// Takes a copy that it shares with nobody.
    ///
    /// - Parameter original: The bytes.
    init(_ original: [UInt8]) {
        var copy: [UInt8] = []
        copy.reserveCapacity(original.count)
        copy.append(contentsOf: original)
        count = copy.count
        bytes = Mutex(copy)
    }

    /// The bytes as text: a copy that is not overwritten.
    var text: String { bytes.withLock { String(decoding: $0, as: UTF8.self) } }

    /// The bytes: a copy that is not overwritten, and that does not share memory with what is.
    var copy: [UInt8] { bytes.withLock { bytes in bytes.map { $0 } } }

    deinit { bytes.withLock { Self.overwrite(&$0) } }

    /// Overwrites bytes in place, in a way that no compiler leaves out.
    ///
    /// - Parameter bytes: The bytes; nobody else holds the array.
    static func overwrite(_ bytes: inout [UInt8]) {
        unsafe bytes.withUnsafeMutableBytes { buffer in
            guard let start = buffer.baseAddress else { return }
            #if canImport(Darwin)
            _ = unsafe memset_s(start, buffer.count, 0, buffer.count)
            #else
            unsafe explicit_bzero(start, buffer.count)
            #endif
        }
    }
}
