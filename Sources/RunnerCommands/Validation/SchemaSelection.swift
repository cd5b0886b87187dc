import Diagnostics
import Host
import JSONValues
import Manifests

/// The schema that `validate --schema` names, with those that it may refer to.
///
/// Nothing else is ever read: a reference to anything that was not named is a fault of the schema.
struct SchemaSelection: Sendable {
    /// What documents are checked by; `nil` when something is wrong with the schemas.
    private(set) var validator: SchemaValidator?
    /// What is wrong.
    private(set) var problems: [Diagnostic] = []
    /// The texts that ``problems`` point into.
    private(set) var sources: [SourceText] = []
    /// The files that were read.
    private(set) var paths: [String] = []
    /// The folders that were looked into.
    private(set) var folders: [String] = []

    /// Schemas of folders, by the canonical paths of their files.
    private var places: [String: Place] = [:]
    private let host: Host

    /// The most that all schemas together may have.
    private static let limitInBytes = 256 << 20

    /// Reads and compiles.
    ///
    /// - Parameters:
    ///   - schema: A file, or the address of a schema that `folders` have or that every build knows.
    ///   - folders: Folders whose schemas may be referred to, each as `DIR` or `PREFIX=DIR`.
    ///   - assertsFormats: Whether `format` decides.
    ///   - host: The machine.
    init(_ schema: String, folders: [String], assertsFormats: Bool, host: Host) {
        self.host = host
        var registry = SchemaRegistry()
        for folder in folders { add(folder, to: &registry) }
        guard let document = root(schema) else { return }
        validator = SchemaValidator(
            document.schema,
            registry: registry,
            address: document.address,
            assertsFormats: assertsFormats,
            into: &problems
        )
    }

    /// A schema and where it is found, as others refer to it.
    private struct Place {
        let schema: Document
        let address: String
    }

    /// The schema itself; for an address, one that refers to it.
    private mutating func root(_ schema: String) -> Place? {
        if host.files.kind(of: schema) == nil, schema.hasPrefix("urn:") || schema.contains("://") {
            let text = JSONWriter.text(["$ref": .string(schema)])
            return parsed(SourceText(name: "--schema", text: text)).map { Place(schema: $0, address: "") }
        }
        if let canonical = try? host.files.canonicalPath(schema), let known = places[canonical] {
            return known
        }
        let name = schema.split(separator: "/").last.map(String.init) ?? schema
        return document(.file(schema)).map { Place(schema: $0, address: name) }
    }

    /// Gives every schema of a folder its addresses.
    private mutating func add(_ argument: String, to registry: inout SchemaRegistry) {
        let (prefix, folder) = Self.parts(of: argument)
        guard host.files.kind(of: folder) == .folder else {
            return problems.append(.schemaFolderMissing(folder))
        }
        let selection = SourceSelection([folder], in: host.files, isRecursive: true)
        problems += selection.problems
        self.folders += selection.folders
        var total = 0
        for selected in selection.sources {
            guard let document = document(selected) else { continue }
            total += document.source.bytes.count
            guard total <= Self.limitInBytes else {
                return problems.append(.schemaFolderTooLarge(folder, limit: Self.limitInBytes))
            }
            let slash = folder.utf8.last == UInt8(ascii: "/") ? 0 : 1
            let relative = String(selected.name.dropFirst(folder.count + slash))
            let address = prefix + relative
            if let taken = registry.add(document, at: address) {
                problems.append(.schemaAddressTaken(taken, by: document))
            }
            if let canonical = try? host.files.canonicalPath(selected.name) {
                places[canonical] = Place(schema: document, address: address)
            }
        }
    }

    /// The prefix and the folder of `[PREFIX=]DIR`; a folder whose name has `=` is meant when it is there.
    private static func parts(of argument: String) -> (prefix: String, folder: String) {
        guard let sign = argument.lastIndex(of: "=") else { return ("", argument) }
        return (String(argument[..<sign]), String(argument[argument.index(after: sign)...]))
    }

    private mutating func document(_ selected: SourceSelection.Source) -> Document? {
        do {
            let text = try selected.text(on: host)
            paths.append(selected.name)
            return parsed(text)
        } catch {
            problems.append(error)
            return nil
        }
    }

    private mutating func parsed(_ text: SourceText) -> Document? {
        sources.append(text)
        let before = problems.count
        let documents = YAMLParser().documents(in: text, into: &problems)
        if documents.isEmpty, problems.count == before { problems.append(.emptySource(text)) }
        return documents.first
    }
}

extension Diagnostic {
    static func schemaFolderMissing(_ folder: String) -> Diagnostic {
        Diagnostic(
            .fileNotFound,
            "there is no folder `\(folder)`",
            help: "name it as `--schema-dir DIR` or `--schema-dir PREFIX=DIR`"
        )
    }

    static func schemaFolderTooLarge(_ folder: String, limit: Int) -> Diagnostic {
        Diagnostic(.fileTooLarge, "the schemas in `\(folder)` have more than \(limit >> 20) MiB together")
    }

    static func schemaAddressTaken(_ address: String, by document: Document) -> Diagnostic {
        Diagnostic(
            .duplicateSchemaName,
            "two schemas are called `\(address)`",
            at: Label(document.root["$id"]?.span ?? document.root.span, "again")
        )
    }
}
