#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

import Host
import RunnerTestSupport

/// Every conformer of `FileSystem`, with the same way to put things into it.
enum FileSystemUnderTest: CaseIterable {
    case memory
    case system

    /// Lends an empty folder.
    func with(_ body: (Folder) async throws -> Void) async throws {
        switch self {
        case .memory: try await body(Folder(path: "/project", memory: MemoryFileSystem()))
        case .system: try await TemporaryFolder.with { try await body(Folder(path: $0, memory: nil)) }
        }
    }

    struct Folder {
        let path: String
        let memory: MemoryFileSystem?

        var files: any FileSystem { memory.map { $0 as any FileSystem } ?? SystemFileSystem() }

        func add(_ name: String, _ text: String, mode: UInt16 = 0o644) throws {
            if let memory { return memory.add(self / name, text, mode: mode) }
            try SystemFileSystem().write(Array(text.utf8), to: self / name)
            _ = unsafe chmod(self / name, mode_t(mode))
        }

        func addLink(_ name: String, to destination: String) {
            if let memory { return memory.addLink(self / name, to: destination) }
            _ = unsafe symlink(destination, self / name)
        }

        func addPipe(_ name: String) {
            if let memory { return memory.addPipe(self / name) }
            _ = unsafe mkfifo(self / name, 0o644)
        }

        static func / (folder: Folder, name: String) -> String { folder.path + "/" + name }
    }
}
