public import Diagnostics
import SystemPackage

#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

extension SystemFileSystem {
    /// Writes a file beside the old one, makes sure that it is on the disk, and renames it over the old one.
    ///
    /// A symbolic link is replaced, not followed: a repository under review may hold one that leads elsewhere. The
    /// rights of a file that was there are kept.
    public func write(_ bytes: [UInt8], to path: String) throws(Diagnostic) {
        guard Self.isUsable(path) else { throw .notWritable(path, "not a path") }
        let target = FilePath(path)
        let old = try? target.stat(followTargetSymlink: false)
        if let old, old.type != .regular, old.type != .symbolicLink {
            throw .notWritable(path, "it is not a regular file")
        }
        guard let name = target.lastComponent else { throw .notWritable(path, "it is a folder") }
        let suffix = String(UInt64.random(in: .min ... .max), radix: 36)
        // Names have at most 255 bytes, so the new file does not borrow the old one's.
        guard let newName = FilePath.Component(".runner-\(suffix).tmp"), name.kind == .regular else {
            throw .notWritable(path, "it is a folder")
        }
        let folder = target.removingLastComponent()
        let new = folder.appending(newName)
        do {
            try writeNew(bytes, to: new, permissions: old?.type == .regular ? old?.permissions : nil)
            guard unsafe rename(new.string, path) == 0 else { throw Self.lastError }
        } catch {
            _ = unsafe unlink(new.string)
            throw .notWritable(path, (error as? Errno)?.description ?? "no reason given")
        }
        // The rename is on the disk when the folder is. Some file systems refuse this; the file is whole all the same.
        let folderPath = folder.isEmpty ? FilePath(".") : folder
        if let descriptor = try? FileDescriptor.open(
            folderPath,
            .readOnly,
            options: [.closeOnExec, .directory]
        ) {
            _ = fsync(descriptor.rawValue)
            try? descriptor.close()
        }
    }

    /// Writes a file that is not there yet; takes it away again when it cannot be written whole.
    public func create(_ bytes: [UInt8], at path: String) throws(Diagnostic) {
        guard Self.isUsable(path) else { throw .notWritable(path, "not a path") }
        guard !path.utf8.elementsEqual("/".utf8) else { throw .alreadyThere(path) }
        let descriptor: FileDescriptor
        do {
            descriptor = try FileDescriptor.open(
                FilePath(path),
                .writeOnly,
                options: [.create, .exclusiveCreate, .closeOnExec, .noFollow],
                permissions: [.ownerReadWrite, .groupReadWrite, .otherReadWrite]
            )
        } catch {
            let error = error as? Errno
            if error == .fileExists || error == .isDirectory { throw .alreadyThere(path) }
            throw .notWritable(path, error?.description ?? "no reason given")
        }
        do {
            try descriptor.closeAfter {
                try descriptor.writeAll(bytes)
                guard fsync(descriptor.rawValue) == 0 else { throw Self.lastError }
            }
        } catch {
            _ = unsafe unlink(path)
            throw .notWritable(path, (error as? Errno)?.description ?? "no reason given")
        }
    }

    private func writeNew(_ bytes: [UInt8], to path: FilePath, permissions: FilePermissions?) throws {
        let descriptor = try FileDescriptor.open(
            path,
            .writeOnly,
            options: [.create, .exclusiveCreate, .closeOnExec, .noFollow],
            permissions: permissions ?? [.ownerReadWrite, .groupReadWrite, .otherReadWrite]
        )
        try descriptor.closeAfter {
            if let permissions { _ = fchmod(descriptor.rawValue, permissions.rawValue) }
            try descriptor.writeAll(bytes)
            guard fsync(descriptor.rawValue) == 0 else { throw Self.lastError }
        }
    }

    /// Creates a folder and those above it, with the rights that the umask leaves.
    public func createFolder(_ path: String) throws(Diagnostic) {
        guard Self.isUsable(path) else { throw .notWritable(path, "not a path") }
        var folder = FilePath(path)
        let components = Array(folder.components)
        folder.components.removeAll()
        for component in components {
            folder.append(component)
            if unsafe mkdir(folder.string, 0o777) == 0 { continue }
            let error = Self.lastError
            guard kind(of: folder.string) == .folder else { throw .notWritable(path, error.description) }
        }
    }
}
