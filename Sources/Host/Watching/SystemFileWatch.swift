import SystemPackage

#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

/// Watches the machine's files: woken by inotify where the system has it, or else by looking once a second.
///
/// Changes that other machines make on a network file system wake nobody; what they changed is told with the next
/// change of this machine.
public struct SystemFileWatch: FileWatch {
    private let usesInotify: Bool

    /// The most folders that are watched; with more one looks once a second.
    static let folderLimit = 1024

    /// Makes it.
    public init() { self.init(usesInotify: true) }

    /// Makes it.
    ///
    /// - Parameter usesInotify: Whether the system may wake it; otherwise it looks once a second.
    init(usesInotify: Bool) { self.usesInotify = usesInotify }

    /// Watches the folders that the files are in, and those that they lead to.
    public func withChanges<Value>(
        of paths: [String],
        time: any Timekeeper,
        where isWatched: @escaping @Sendable (String) -> Bool,
        _ body: (FileChanges) async throws -> Value
    ) async throws -> Value {
        let signal = FileSignal()
        #if canImport(Glibc)
        let inotify = usesInotify ? Inotify(signal) : nil
        defer { inotify?.close() }
        let watch: @Sendable (Set<String>) -> Bool = { inotify?.watch($0) ?? false }
        #else
        let watch: @Sendable (Set<String>) -> Bool = { _ in false }
        #endif
        let changes = FileChanges(signal: signal, time: time) {
            // Watched before one looks, so that nothing changes unseen in between; and anew each time, since a folder
            // may have been put in the place of another.
            let folders = Self.folders(of: paths)
            let isWoken = folders.count <= Self.folderLimit && watch(folders)
            var look = Self.look(at: paths, where: isWatched)
            look.isWoken = isWoken
            return look
        }
        return try await body(changes)
    }

    /// The folders in which something happens when one of the paths changes.
    private static func folders(of paths: [String]) -> Set<String> {
        let files = SystemFileSystem()
        var folders: Set<String> = []
        for path in paths where folders.count <= folderLimit {
            if files.kind(of: path) == .folder { folders.insert(path) }
            folders.insert(folder(of: path))
            // The file that a link leads to is written where it is.
            if let target = try? files.canonicalPath(path) { folders.insert(folder(of: target)) }
        }
        return folders
    }

    private static func folder(of path: String) -> String {
        let folder = FilePath(path).removingLastComponent()
        return folder.isEmpty ? "." : folder.string
    }

    private static func look(at paths: [String], where isWatched: (String) -> Bool) -> FileLook {
        let files = SystemFileSystem()
        var look = FileLook()
        for path in paths {
            guard files.kind(of: path) == .folder else {
                look.marks[path] = mark(path)
                continue
            }
            let folder = path.hasSuffix("/") ? path : path + "/"
            for name in (try? files.names(in: path)) ?? [] where look.marks.count < FileLook.limit {
                let entry = folder + name
                if isWatched(entry) { look.marks[entry] = mark(entry) }
            }
        }
        return look
    }

    /// What changes when the file does: which it is, how long, when it was written and when it was exchanged.
    private static func mark(_ path: String) -> FileLook.Mark? {
        guard SystemFileSystem.isUsable(path), let status = try? FilePath(path).stat() else { return nil }
        // A folder changes with each of its entries; as an entry itself only its being there counts.
        guard status.type != .directory else { return [] }
        return [
            Int64(truncatingIfNeeded: status.deviceID.rawValue),
            Int64(truncatingIfNeeded: status.inode.rawValue),
            status.size, Int64(status.st_mtim.tv_sec), Int64(status.st_mtim.tv_nsec),
            Int64(status.st_ctim.tv_sec), Int64(status.st_ctim.tv_nsec),
        ]
    }
}
