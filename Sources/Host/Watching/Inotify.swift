#if canImport(Glibc)
// A source may be cancelled from anywhere; Dispatch does not say so to the compiler.
@unsafe @preconcurrency import Dispatch
import Glibc
import SystemPackage

/// The kernel's word that something happens in folders; raises a signal, and says no more.
final class Inotify: Sendable {
    private let descriptor: FileDescriptor
    private let source: any DispatchSourceRead

    /// Opens it; `nil` when the system has none left.
    ///
    /// - Parameter signal: Raised when something happens in a folder that is watched.
    init?(_ signal: FileSignal) {
        let number = inotify_init1(Int32(IN_NONBLOCK | IN_CLOEXEC))
        guard number >= 0 else { return nil }
        let descriptor = FileDescriptor(rawValue: number)
        let source = DispatchSource.makeReadSource(fileDescriptor: number)
        source.setEventHandler {
            // What happened is not looked at: whoever is woken compares the files.
            Self.drain(descriptor)
            signal.raise()
        }
        source.setCancelHandler { try? descriptor.close() }
        source.activate()
        self.descriptor = descriptor
        self.source = source
    }

    /// Watches folders; one that is watched already stays so.
    ///
    /// - Parameter folders: The folders.
    /// - Returns: Whether each of them is watched.
    func watch(_ folders: Set<String>) -> Bool {
        let events =
            IN_MODIFY | IN_ATTRIB | IN_CLOSE_WRITE | IN_MOVED_FROM | IN_MOVED_TO | IN_CREATE | IN_DELETE
            | IN_DELETE_SELF | IN_MOVE_SELF | IN_ONLYDIR
        return folders.reduce(true) { isWatched, folder in
            let number = unsafe inotify_add_watch(descriptor.rawValue, folder, UInt32(events))
            return isWatched && number >= 0
        }
    }

    /// Ends it; the descriptor is closed when no event is in work any more.
    func close() { source.cancel() }

    private static func drain(_ descriptor: FileDescriptor) {
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        // The descriptor does not block: an error says that nothing is left.
        while let count = try? unsafe buffer.withUnsafeMutableBytes({ try unsafe descriptor.read(into: $0) }),
            count > 0
        {}
    }
}
#endif
