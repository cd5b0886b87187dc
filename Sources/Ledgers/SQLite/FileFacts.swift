#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// What the file system says of a path, without following a symbolic link in its last component and without opening
/// it: closing a file drops every lock that SQLite holds on it in this process (POSIX), so a ledger is never opened
/// by anybody but SQLite.
struct FileFacts: Hashable, Sendable {
    let identity: Identity
    let kind: Kind
    /// The permission bits, such as `0o600`, with set-id and sticky bits.
    let mode: UInt32
    let owner: UInt32
    let sizeInBytes: Int
    let modifiedSeconds: Int
    let modifiedNanoseconds: Int

    /// Which file it is, whatever it is called.
    struct Identity: Hashable, Sendable {
        let device: UInt64
        let inode: UInt64
    }

    enum Kind: Sendable { case file, folder, symbolicLink, other }

    /// The facts; `nil` when nothing is there or it cannot be seen.
    init?(at path: String) {
        var status = stat()
        guard unsafe lstat(path, &status) == 0 else { return nil }
        self.init(status)
    }

    /// The facts of what a symbolic link leads to.
    init?(following path: String) {
        var status = stat()
        guard unsafe stat(path, &status) == 0 else { return nil }
        self.init(status)
    }

    private init(_ status: stat) {
        identity = Identity(
            device: UInt64(truncatingIfNeeded: status.st_dev),
            inode: UInt64(truncatingIfNeeded: status.st_ino)
        )
        let format = UInt32(status.st_mode) & UInt32(S_IFMT)
        kind =
            switch format {
            case UInt32(S_IFREG): .file
            case UInt32(S_IFDIR): .folder
            case UInt32(S_IFLNK): .symbolicLink
            default: .other
            }
        mode = UInt32(status.st_mode) & 0o7777
        owner = status.st_uid
        sizeInBytes = Int(status.st_size)
        #if canImport(Darwin)
        modifiedSeconds = status.st_mtimespec.tv_sec
        modifiedNanoseconds = status.st_mtimespec.tv_nsec
        #else
        modifiedSeconds = status.st_mtim.tv_sec
        modifiedNanoseconds = status.st_mtim.tv_nsec
        #endif
    }
}
