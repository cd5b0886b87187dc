public import Host

/// Watches files in memory; woken when a test says that it has changed something.
public final class MemoryFileWatch: FileWatch {
    private let files: MemoryFileSystem
    private let signal = FileSignal()

    /// Makes it.
    ///
    /// - Parameter files: The files.
    public init(_ files: MemoryFileSystem) { self.files = files }

    /// Wakes whoever waits: something may have changed.
    public func wake() { signal.raise() }

    /// Watches the files' contents.
    public func withChanges<Value>(
        of paths: [String],
        time: any Timekeeper,
        where isWatched: @escaping @Sendable (String) -> Bool,
        _ body: (FileChanges) async throws -> Value
    ) async throws -> Value {
        let files = files
        return try await body(
            FileChanges(signal: signal, time: time) {
                var look = FileLook()
                for path in paths {
                    guard files.kind(of: path) == .folder else {
                        look.marks[path] = Self.mark(path, files)
                        continue
                    }
                    let folder = path.hasSuffix("/") ? path : path + "/"
                    for name in (try? files.names(in: path)) ?? [] where isWatched(folder + name) {
                        look.marks[folder + name] = Self.mark(folder + name, files)
                    }
                }
                return look
            }
        )
    }

    private static func mark(_ path: String, _ files: MemoryFileSystem) -> FileLook.Mark? {
        files.kind(of: path) == .folder ? [] : files.text(path).map { $0.utf8.map(Int64.init) }
    }
}
