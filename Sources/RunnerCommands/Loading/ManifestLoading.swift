import Diagnostics
import Host
import Manifests

/// What was read from the paths of a command.
struct LoadedDocuments: Sendable {
    /// Every text that was read, for showing places.
    var sources: [SourceText] = []
    /// Every document that conforms to its schema.
    var documents: [CheckedDocument] = []
    /// What is wrong.
    var problems: [Diagnostic] = []
}

/// Reads paths into checked documents: the first three steps of every command.
struct DocumentLoader: Sendable {
    /// The machine.
    let host: Host

    /// The most that one file may have.
    static let fileLimitInBytes = 64 << 20

    /// Reads files, folders and standard input.
    ///
    /// - Parameter paths: What was typed.
    /// - Returns: Everything that could be read and checked, and everything that is wrong.
    func load(_ paths: [String]) -> LoadedDocuments {
        var loaded = LoadedDocuments()
        for path in paths {
            for source in texts(at: path, into: &loaded.problems) {
                loaded.sources.append(source)
                let before = loaded.problems.count
                let documents = YAMLParser().documents(in: source, into: &loaded.problems)
                if documents.isEmpty, loaded.problems.count == before {
                    loaded.problems.append(.emptySource(source))
                }
                for document in documents {
                    guard let checked = DocumentChecker().check(document, into: &loaded.problems) else {
                        continue
                    }
                    loaded.documents.append(checked)
                }
            }
        }
        return loaded
    }

    private func texts(at path: String, into problems: inout [Diagnostic]) -> [SourceText] {
        if path == "-" {
            guard let bytes = host.console.readInput(limit: Self.fileLimitInBytes) else {
                problems.append(.inputTooLarge(limit: Self.fileLimitInBytes))
                return []
            }
            return [SourceText(name: "<stdin>", bytes: bytes)]
        }
        do {
            guard host.files.kind(of: path) == .folder else { return [try text(at: path)] }
            let names = try host.files.names(in: path).filter { name in
                !name.hasPrefix(".") && [".yaml", ".yml", ".json"].contains { name.hasSuffix($0) }
            }
            let folder = path.hasSuffix("/") ? String(path.dropLast()) : path
            let files = names.map { folder + "/" + $0 }.filter { host.files.kind(of: $0) == .file }
            if files.isEmpty { problems.append(.emptyFolder(path)) }
            return try files.map { file throws(Diagnostic) in try text(at: file) }
        } catch {
            problems.append(error)
            return []
        }
    }

    private func text(at path: String) throws(Diagnostic) -> SourceText {
        SourceText(name: path, bytes: try host.files.read(path, limit: Self.fileLimitInBytes))
    }
}

extension Diagnostic {
    static func inputTooLarge(limit: Int) -> Diagnostic {
        Diagnostic(.noDocuments, "standard input has more than \(limit >> 20) MiB")
    }

    static func emptyFolder(_ path: String) -> Diagnostic {
        Diagnostic(
            .noDocuments,
            "the folder `\(path)` has no manifest",
            help: "name a folder with *.yaml, *.yml or *.json files; folders inside it are not looked into"
        )
    }
}
