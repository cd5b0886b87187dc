import Synchronization

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// Shows other processes that this one has a ledger open to append to it, until it is closed or the process ends.
///
/// A shared lock on an empty file beside the ledger: the system takes it back from whoever is killed.
final class LedgerPresence: Sendable {
    private let descriptor: Mutex<Int32?>

    /// Begins to be there; where that cannot be shown, everybody else is taken to be there.
    init(beside path: String) {
        let flags = O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK
        let opened = unsafe open(path + ".users", flags, 0o600)
        guard opened >= 0 else {
            descriptor = Mutex(nil)
            return
        }
        var lock = Self.lock(Int16(F_RDLCK))
        guard unsafe fcntl(opened, F_SETLK, &lock) == 0 else {
            close(opened)
            descriptor = Mutex(nil)
            return
        }
        descriptor = Mutex(opened)
    }

    /// Whether another process is there, or that cannot be told.
    var hasOthers: Bool {
        descriptor.withLock { descriptor in
            guard let descriptor else { return true }
            var lock = Self.lock(Int16(F_WRLCK))
            guard unsafe fcntl(descriptor, F_GETLK, &lock) == 0 else { return true }
            return lock.l_type != Int16(F_UNLCK)
        }
    }

    /// Leaves.
    func end() {
        descriptor.withLock { descriptor in
            if let descriptor { close(descriptor) }
            descriptor = nil
        }
    }

    deinit { end() }

    private static func lock(_ type: Int16) -> flock {
        var lock = flock()
        lock.l_type = type
        lock.l_whence = Int16(SEEK_SET)
        return lock
    }
}
