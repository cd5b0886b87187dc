import ArgumentParser
import Diagnostics
import Host
import Manifests

/// `runner schema`: the schemas of the documents that runner reads, as they are in this program.
struct SchemaCommand: ContextualCommand {
    static let configuration = CommandConfiguration(
        commandName: "schema",
        abstract: "Prints the JSON Schema of a kind of document, for editors and other validators.",
        discussion: """
            JSON Schema 2020-12. An editor with the YAML language server takes it from a manifest's first line: \
            # yaml-language-server: $schema=PATH

            EXAMPLE
              runner schema JobManifest
            """
    )

    @Argument(help: "The kind of document.")
    var kind: Kind = .jobManifest

    /// The kinds that have a schema.
    enum Kind: String, CaseIterable, ExpressibleByArgument, Sendable {
        case jobManifest = "JobManifest"
        case emulator = "Emulator"
        case policy = "Policy"

        /// The kind as the schemas know it.
        var documentKind: DocumentKind {
            switch self {
            case .jobManifest: .jobManifest
            case .emulator: .emulator
            case .policy: .policy
            }
        }
    }

    func run(in context: CommandContext) async throws -> ExitStatus {
        context.host.console.writeOutput(kind.documentKind.schemaText)
        return .success
    }
}
