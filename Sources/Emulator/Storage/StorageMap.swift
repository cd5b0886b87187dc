import Diagnostics
import Host
import Manifests
import Secrets

/// The folders that stand for storage URIs.
struct StorageMap: Sendable {
    /// A prefix with its folder.
    struct Area: Sendable {
        /// The prefix as it is compared.
        let prefix: StorageURI
        /// The prefix as it was written.
        let text: String
        /// The folder, links resolved.
        let folder: String
        /// Whether jobs may write there.
        let isWritable: Bool
    }

    /// The areas.
    let areas: [Area]
    /// The files.
    let files: any FileSystem

    /// The files of a job's input, in byte order of their names.
    ///
    /// A folder's own files, not those of the folders in it: jobs do not descend.
    func inputFiles(_ uri: String, type: JobRequest.InputType) throws(JobFailure) -> [String] {
        let path = try existingPath(uri)
        switch (type, files.kind(of: path)) {
        case (.file, .file):
            return [path]
        case (.folder, .folder):
            return try listed(path, uri: uri)
        case (.file, _):
            throw .user("The input `\(StorageURI.shown(uri))` is not a file, but its type is UriFile.")
        case (.folder, _):
            throw .user("The input `\(StorageURI.shown(uri))` is not a folder, but its type is UriFolder.")
        }
    }

    private func listed(_ folder: String, uri: String) throws(JobFailure) -> [String] {
        let names: [String]
        do {
            names = try files.names(in: folder)
        } catch {
            throw .system("The input `\(StorageURI.shown(uri))` cannot be read: \(error.message).")
        }
        var paths: [String] = []
        for name in names {
            let path = folder + "/" + name
            guard files.kind(of: path) == .file else { continue }
            guard let real = try? files.canonicalPath(path),
                isInside(real, folder: folder) || isInAnyArea(real)
            else {
                throw .user(
                    "The input file `\(Sanitizer.line(name))` is a link that leads out of the emulator's storage."
                )
            }
            paths.append(path)
            guard paths.count <= EmulatorLimits.inputFiles else {
                throw .user(
                    "The input `\(StorageURI.shown(uri))` has more than \(EmulatorLimits.inputFiles) files."
                )
            }
        }
        guard !paths.isEmpty else { throw .user("The input folder `\(StorageURI.shown(uri))` has no files.") }
        return paths
    }

    /// The path of an output file that may be written; its folder is made.
    func outputPath(_ uri: String) throws(JobFailure) -> String {
        let (area, segments) = try located(uri)
        guard area.isWritable else {
            throw .user(
                "The output `\(StorageURI.shown(uri))` is in storage that is not writable (`\(area.text)`)."
            )
        }
        guard let name = segments.last else {
            throw .user("The output `\(StorageURI.shown(uri))` names no file.")
        }
        var folder = area.folder
        for segment in segments.dropLast() {
            folder += "/" + segment
            // Every step is checked before it is made, so that no link is followed out of the area.
            if files.kind(of: folder) == nil {
                do {
                    try files.createFolder(folder)
                } catch {
                    throw .system(
                        "The folder of the output `\(StorageURI.shown(uri))` cannot be made: \(error.message)."
                    )
                }
            }
            guard let real = try? files.canonicalPath(folder), isInside(real, folder: area.folder) else {
                throw .user("The output `\(StorageURI.shown(uri))` leads out of the emulator's storage.")
            }
        }
        let path = folder + "/" + name
        guard files.kind(of: path) == nil, (try? files.canonicalPath(path)) == nil else {
            throw Self.outputExists(uri)
        }
        return path
    }

    /// What is said of an output file that is there already.
    static func outputExists(_ uri: String) -> JobFailure {
        .user(
            """
            The output file `\(StorageURI.shown(uri))` already exists. The path already exists: if the output file exists, the batch \
            scoring job will fail. Give each job an output of its own.
            """
        )
    }

    // MARK: - Places

    private func existingPath(_ uri: String) throws(JobFailure) -> String {
        let (area, segments) = try located(uri)
        let path = ([area.folder] + segments).joined(separator: "/")
        guard let real = try? files.canonicalPath(path) else {
            throw .user(
                "The input `\(StorageURI.shown(uri))` does not exist: there is no `\(Sanitizer.line(segments.joined(separator: "/")))` in \(area.folder)."
            )
        }
        guard isInside(real, folder: area.folder) else {
            throw .user("The input `\(StorageURI.shown(uri))` leads out of the emulator's storage.")
        }
        return real
    }

    /// The area with the longest prefix, and what follows that prefix.
    private func located(_ uri: String) throws(JobFailure) -> (Area, [String]) {
        guard let wanted = StorageURI(uri) else {
            throw .user("The URI `\(StorageURI.shown(uri))` is not one that a job can read or write.")
        }
        var best: (Area, [String])?
        for area in areas {
            guard let rest = wanted.rest(after: area.prefix) else { continue }
            if let current = best, current.1.count <= rest.count { continue }
            best = (area, rest)
        }
        guard let best else {
            let known = areas.isEmpty ? "none" : areas.map { "`\($0.text)`" }.joined(separator: ", ")
            throw .user(
                "The URI `\(StorageURI.shown(uri))` is not in the emulator's storage; it has these prefixes: \(known)."
            )
        }
        return best
    }

    private func isInAnyArea(_ path: String) -> Bool { areas.contains { isInside(path, folder: $0.folder) } }

    private func isInside(_ path: String, folder: String) -> Bool {
        path.utf8.elementsEqual(folder.utf8)
            || path.utf8.starts(with: (folder == "/" ? "/" : folder + "/").utf8)
    }
}
