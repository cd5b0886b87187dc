import Diagnostics
import Host

/// Which texts the paths of a command mean.
struct SourceSelection: Sendable {
    /// The texts, in the order of the paths and in byte order below one; none twice.
    private(set) var sources: [Source] = []
    /// The folders that were looked into, where new texts may appear.
    private(set) var folders: [String] = []
    /// Paths that lead to nothing.
    private(set) var problems: [Diagnostic] = []

    /// A text that can be read.
    enum Source: Sendable {
        case file(String)
        case standardInput

        /// What people know it by.
        var name: String {
            switch self {
            case .file(let path): path
            case .standardInput: "<stdin>"
            }
        }
    }

    /// The endings of files that are taken from folders.
    static let endings = [".yaml", ".yml", ".json"]

    /// Looks the paths up.
    ///
    /// - Parameters:
    ///   - paths: Files, folders, patterns such as `manifests/**/*.yaml`, and `-` for standard input.
    ///   - files: Where they are.
    ///   - isRecursive: Whether folders inside folders are looked into.
    init(_ paths: [String], in files: any FileSystem, isRecursive: Bool = false) {
        var seen: Set<String> = []
        var boundary = SourceBoundary(files)
        for path in paths {
            let isFolder = files.kind(of: path) == .folder
            if isFolder, let fault = boundary.fault(of: path) {
                problems.append(fault)
                continue
            }
            for source in found(at: path, in: files, isRecursive) where seen.insert(source.name).inserted {
                if case .file(let name) = source,
                    let fault = boundary.fault(of: name, in: isFolder ? path : nil)
                {
                    problems.append(fault)
                } else {
                    sources.append(source)
                }
            }
        }
    }

    private mutating func found(at path: String, in files: any FileSystem, _ isRecursive: Bool) -> [Source] {
        if path == "-" { return [.standardInput] }
        switch files.kind(of: path) {
        case .folder: return inside(path, files, isRecursive)
        case .some: return [.file(path)]
        case nil:
            guard let pattern = PathPattern(path) else {
                // Reading says what is wrong with it.
                return [.file(path)]
            }
            folders += pattern.folders(in: files)
            let matches = pattern.matches(in: files).filter { files.kind(of: $0) == .file }
            if matches.isEmpty { problems.append(.patternFitsNothing(path)) }
            return matches.map { .file($0) }
        }
    }

    private mutating func inside(_ path: String, _ files: any FileSystem, _ isRecursive: Bool) -> [Source] {
        let folder =
            path.utf8.last == UInt8(ascii: "/") && path.utf8.count > 1 ? String(path.dropLast()) : path
        var found: [Source] = []
        var seen: Set<String> = []
        var waiting = [(path: folder, level: 0)]
        while let next = waiting.popLast() {
            if isRecursive {
                guard let canonical = try? files.canonicalPath(next.path), seen.insert(canonical).inserted
                else {
                    continue
                }
            }
            folders.append(next.path)
            let names: [String]
            do {
                names = try files.names(in: next.path).filter { $0.utf8.first != UInt8(ascii: ".") }
            } catch {
                problems.append(error)
                continue
            }
            var folders: [(path: String, level: Int)] = []
            for name in names {
                let entry =
                    next.path.utf8.last == UInt8(ascii: "/") ? next.path + name : next.path + "/" + name
                if Self.endings.contains(where: { name.hasSuffix($0) }) {
                    if files.kind(of: entry) == .file { found.append(.file(entry)) }
                } else if isRecursive, next.level < PathPattern.depthLimit, files.kind(of: entry) == .folder {
                    folders.append((entry, next.level + 1))
                }
            }
            waiting += folders.reversed()
        }
        if found.isEmpty, problems.isEmpty { problems.append(.emptyFolder(path, isRecursive: isRecursive)) }
        return found
    }
}

extension SourceSelection.Source {
    /// The most that one text may have.
    static let limitInBytes = 64 << 20

    /// Reads the text.
    ///
    /// - Parameter host: The machine.
    /// - Returns: The text.
    /// - Throws: RN0701 to RN0704, RN0721 for too much of standard input.
    func text(on host: Host) throws(Diagnostic) -> SourceText {
        switch self {
        case .file(let path):
            return SourceText(name: path, bytes: try host.files.read(path, limit: Self.limitInBytes))
        case .standardInput:
            guard let bytes = host.console.readInput(limit: Self.limitInBytes) else {
                throw .inputTooLarge(limit: Self.limitInBytes)
            }
            return SourceText(name: name, bytes: bytes)
        }
    }
}

extension Diagnostic {
    static func inputTooLarge(limit: Int) -> Diagnostic {
        Diagnostic(.noDocuments, "standard input has more than \(limit >> 20) MiB")
    }

    static func emptyFolder(_ path: String, isRecursive: Bool) -> Diagnostic {
        Diagnostic(
            .noDocuments,
            "the folder `\(path)` has no document",
            help: "name a folder with *.yaml, *.yml or *.json files"
                + (isRecursive ? "" : "; `validate --recursive` looks into folders inside it")
        )
    }

    static func patternFitsNothing(_ pattern: String) -> Diagnostic {
        Diagnostic(
            .noDocuments,
            "no file fits `\(pattern)`",
            help:
                "`*` stands for names in one folder, `**` for any number of folders; names with a leading dot never fit"
        )
    }
}
