import ArgumentParser
import Diagnostics
import Host
import Manifests

/// `runner init`: a first manifest with comments.
struct InitCommand: ContextualCommand {
    static let configuration = CommandConfiguration(
        commandName: "init",
        abstract: "Writes a first manifest with comments, for a type of credential.",
        discussion: """
            Never overwrites: where something is already it ends with 64. Types of credential that this version cannot \
            use yet give a valid manifest that says so. The name comes from --name (RUNNER_MANIFEST_NAME) or the \
            file's name.

            EXAMPLE
              runner init --credential azure-service-principal --name nightly -
            """
    )

    @Option(help: "How jobs are submitted: the type of the credential.")
    var credential: CredentialSketch = .servicePrincipal

    @Option(help: ArgumentHelp("The manifest's name: lower-case letters, digits, dashes.", valueName: "name"))
    var name: String?

    @Flag(help: "Also write the JSON Schema that the first line refers editors to.")
    var withSchema = false

    @Option(help: "When to use colour on standard error. NO_COLOR is honoured.")
    var color: ColorChoice = .auto

    @Argument(
        help: "The new file, a folder for it, or - for standard output. (default: the name with .yaml)"
    )
    var path: String?

    /// The name when neither option nor path gives one.
    static let defaultName = "batch-scoring"

    func validate() throws {
        if let name, !Self.isName(name) {
            throw ValidationError(
                "--name takes lower-case letters, digits and dashes: a letter first, no dash last, at most 63"
            )
        }
        if withSchema, path == "-" {
            throw ValidationError("--with-schema writes a file beside the manifest; with - there is none")
        }
    }

    func run(in context: CommandContext) async throws -> ExitStatus {
        // A template and a schema: no value is read.
        let host = context.bareHost
        let console = host.console
        let place = place(host.files)
        let stem = place.flatMap { $0.split(separator: "/").last }?.split(separator: ".").first.map(
            String.init
        )
        let name = name ?? stem.flatMap { Self.isName($0) ? $0 : nil } ?? Self.defaultName
        let file = place.map { Self.isPlain($0) ? $0 : "MANIFEST" } ?? name + ".yaml"
        let sketch = ManifestSketch(name: name, credential: credential, file: file)
        guard let place else {
            console.writeOutput(sketch.text)
            say(sketch, nil, to: console)
            return .success
        }
        do throws(Diagnostic) {
            // The schema first: where it cannot be written, nothing is.
            if withSchema { try writeSchema(beside: place, host.files) }
            try host.files.create(Array(sketch.text.utf8), at: place)
        } catch {
            throw context.failure([error], color: color)
        }
        say(sketch, place, to: console)
        return .success
    }

    /// Where the manifest is written; `nil` for standard output.
    private func place(_ files: any FileSystem) -> String? {
        let file = (name ?? Self.defaultName) + ".yaml"
        guard let path else { return file }
        if path == "-" { return nil }
        guard path.hasSuffix("/") || files.kind(of: path) == .folder else { return path }
        return (path.hasSuffix("/") ? path : path + "/") + file
    }

    private func writeSchema(beside place: String, _ files: any FileSystem) throws(Diagnostic) {
        guard files.kind(of: place) == nil else { throw .alreadyThere(place) }
        let schema = Self.folder(of: place) + ManifestSketch.schemaPath
        let bytes = Array(DocumentKind.jobManifest.schemaText.utf8)
        // The same schema may serve many manifests.
        if (try? files.read(schema, limit: bytes.count)) == bytes { return }
        try files.createFolder(Self.folder(of: schema) + ".")
        try files.create(bytes, at: schema)
    }

    /// Says to people what there is now, what it cannot do, and what comes next.
    private func say(_ sketch: ManifestSketch, _ place: String?, to console: any Console) {
        var lines: [String] = []
        if let place { lines.append("wrote \(place.visible)") }
        if let missing = credential.missing {
            lines.append(
                "note: this version of runner does not have \(missing): `plan` and `apply` would end with 69"
            )
        }
        let variables = credential.variables.map(\.name)
        if !variables.isEmpty { lines.append("set " + ExplanationWords.list(variables)) }
        if place != nil, !withSchema {
            lines.append(
                "editors look for the schema in \(ManifestSketch.schemaPath) beside it: `runner schema JobManifest`"
            )
        }
        lines.append("put your scoring URI and paths in, then: " + (sketch.commands.first ?? ""))
        console.writeError(lines.map { $0 + "\n" }.joined())
    }

    private static func folder(of path: String) -> String {
        path.lastIndex(of: "/").map { String(path[...$0]) } ?? ""
    }

    /// Whether the schema takes it as a name.
    private static func isName(_ text: String) -> Bool {
        let bytes = Array(text.utf8)
        guard let first = bytes.first, let last = bytes.last, bytes.count <= 63 else { return false }
        return 0x61...0x7A ~= first && last != UInt8(ascii: "-")
            && bytes.allSatisfy { 0x61...0x7A ~= $0 || 0x30...0x39 ~= $0 || $0 == UInt8(ascii: "-") }
    }

    /// Whether a shell and a comment take it as it is.
    private static func isPlain(_ path: String) -> Bool {
        !path.hasPrefix("-")
            && path.utf8.allSatisfy {
                0x30...0x39 ~= $0 || 0x61...0x7A ~= $0 | 0x20 || "-_./+@".utf8.contains($0)
            }
    }
}

extension String {
    /// The text without what acts on a terminal.
    fileprivate var visible: String {
        unicodeScalars.map { VisibleScalar.mustEscape($0) ? VisibleScalar.escape($0) : String($0) }.joined()
    }
}
