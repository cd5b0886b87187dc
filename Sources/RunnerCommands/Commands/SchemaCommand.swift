import ArgumentParser
import Diagnostics
import Host
import Manifests

/// `runner schema`: the schemas of what runner reads and writes, as they are in this program.
struct SchemaCommand: ContextualCommand {
    static let configuration = CommandConfiguration(
        commandName: "schema",
        abstract: "Prints the JSON Schema of what runner reads or writes, for editors and other programs.",
        discussion: """
            JSON Schema 2020-12. An editor with the YAML language server takes it from a manifest's first line: \
            # yaml-language-server: $schema=PATH

            EXAMPLE
              runner schema JobManifest
            """
    )

    @Argument(help: "The kind of document, report or event.")
    var subject: Subject = .document(.jobManifest)

    /// The kinds of document that runner reads.
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

    /// What has a schema.
    enum Subject: ExpressibleByArgument, Sendable {
        /// Something that runner reads.
        case document(Kind)
        /// Something that runner writes.
        case report(ReportSchema)

        init?(argument: String) {
            if let kind = Kind(rawValue: argument) {
                self = .document(kind)
            } else if let report = ReportSchema(rawValue: argument) {
                self = .report(report)
            } else {
                return nil
            }
        }

        static var allValueStrings: [String] {
            Kind.allCases.map(\.rawValue) + ReportSchema.allCases.map(\.rawValue)
        }

        var defaultValueDescription: String {
            switch self {
            case .document(let kind): kind.rawValue
            case .report(let report): report.rawValue
            }
        }

        /// The schema's text.
        var schemaText: String {
            switch self {
            case .document(let kind): kind.documentKind.schemaText
            case .report(let report): report.text
            }
        }
    }

    func run(in context: CommandContext) async throws -> ExitStatus {
        context.bareHost.console.writeOutput(subject.schemaText)
        return .success
    }
}
