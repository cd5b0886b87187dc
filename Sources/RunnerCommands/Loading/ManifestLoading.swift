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

    /// Reads files, folders and standard input.
    ///
    /// - Parameter paths: What was typed.
    /// - Returns: Everything that could be read and checked, and everything that is wrong.
    func load(_ paths: [String]) -> LoadedDocuments {
        let selection = SourceSelection(paths, in: host.files)
        var loaded = LoadedDocuments(problems: selection.problems)
        for selected in selection.sources {
            do {
                let source = try selected.text(on: host)
                loaded.sources.append(source)
                loaded.documents += Self.checked(source, into: &loaded.problems)
            } catch {
                loaded.problems.append(error)
            }
        }
        return loaded
    }

    /// The documents of a text that conform to their schemas.
    ///
    /// - Parameters:
    ///   - source: The text.
    ///   - problems: Where faults are added.
    /// - Returns: The documents without faults, in order.
    static func checked(_ source: SourceText, into problems: inout [Diagnostic]) -> [CheckedDocument] {
        let before = problems.count
        let documents = YAMLParser().documents(in: source, into: &problems)
        if documents.isEmpty, problems.count == before { problems.append(.emptySource(source)) }
        return documents.compactMap { DocumentChecker().check($0, into: &problems) }
    }
}
