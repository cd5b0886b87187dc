#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

import RunnerTestSupport

@testable import Host

/// Every conformer of `FileWatch`, with the same way to change files below it.
enum FileWatchUnderTest: CaseIterable {
    case memory
    /// Woken by the kernel: a clock that would let it look again stands still.
    case inotify
    /// Looks again whenever its clock says so.
    case looking

    /// Lends a watch and an empty folder.
    func with(_ body: @Sendable (Subject) async throws -> Void) async throws {
        switch self {
        case .memory:
            let files = MemoryFileSystem()
            let watch = MemoryFileWatch(files)
            let change: @Sendable (Change) throws -> Void = { change in
                switch change {
                case .write(let path, let text): files.add(path, text)
                case .rename(let from, let to):
                    files.add(to, files.text(from) ?? "")
                    files.remove(from)
                case .remove(let path): files.remove(path)
                case .folder(let path): files.addFolder(path)
                case .link(let path, let destination): files.addLink(path, to: destination)
                }
                watch.wake()
            }
            try await body(Subject(watch: watch, time: HeldTimekeeper(), folder: "/project", change: change))
        case .inotify, .looking:
            try await TemporaryFolder.with { folder in
                let subject = Subject(
                    watch: SystemFileWatch(usesInotify: self == .inotify),
                    time: self == .inotify ? HeldTimekeeper() : ManualTimekeeper(),
                    folder: folder,
                    change: Self.really
                )
                try await body(subject)
            }
        }
    }

    /// Something that an editor does.
    enum Change: Sendable {
        case write(String, String)
        case rename(String, to: String)
        case remove(String)
        case folder(String)
        case link(String, to: String)
    }

    struct Subject: Sendable {
        let watch: any FileWatch
        let time: any Timekeeper
        let folder: String
        let change: @Sendable (Change) throws -> Void

        func write(_ name: String, _ text: String) throws { try change(.write(folder + "/" + name, text)) }
    }

    @Sendable private static func really(_ change: Change) throws {
        switch change {
        case .write(let path, let text):
            // In place, as `echo >` does: not by renaming.
            let file = unsafe fopen(path, "w")
            _ = unsafe fputs(text, file)
            if let file = unsafe file { _ = unsafe fclose(file) }
        case .rename(let from, let to): _ = unsafe rename(from, to)
        case .remove(let path): _ = unsafe unlink(path)
        case .folder(let path): _ = unsafe mkdir(path, 0o700)
        case .link(let path, let destination): _ = unsafe symlink(destination, path)
        }
    }
}
