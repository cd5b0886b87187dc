import ArgumentParser
import Diagnostics
import Host
import JSONValues
import Manifests

/// `runner validate`: every mistake of a manifest at once, without network, environment or ledger.
struct ValidateCommand: ContextualCommand {
    static let configuration = CommandConfiguration(
        commandName: "validate",
        abstract: "Checks manifests and emulator documents: every mistake at once, offline.",
        discussion: """
            Reads nothing but the files that are named: no environment value, no secret, no ledger, no network. \
            Ends with 0 when all is valid, 65 when something is not, 66 when there is nothing to read.

            EXAMPLE
              runner validate manifests/
            """
    )

    @Argument(
        help: "Documents: files, folders (their *.yaml, *.yml and *.json by name), or - for standard input."
    )
    var paths: [String]

    @OptionGroup var output: OutputOptions

    func run(in context: CommandContext) async throws -> ExitStatus {
        var loaded = DocumentLoader(host: context.host).load(paths)
        for document in loaded.documents {
            switch document.kind {
            case .jobManifest:
                let manifest = ManifestReader().manifest(from: document, into: &loaded.problems)
                loaded.problems += manifest?.unusedDeclarations ?? []
            case .emulator: _ = EmulatorReader().configuration(from: document, into: &loaded.problems)
            }
        }
        let problems = loaded.problems.sortedByPlace
        switch output.output {
        case .text:
            context.show(problems, sources: loaded.sources, color: output.color)
            if !problems.containsErrors {
                let lines = loaded.documents.map { "\($0.document.source.name): valid \($0.kind.rawValue)\n" }
                context.host.console.writeOutput(lines.joined())
            }
        case .json:
            let value: JSONValue = [
                "format_version": "1.0",
                "kind": "Validation",
                "valid": .bool(!problems.containsErrors),
                "documents": .array(
                    loaded.documents.map {
                        ["file": .string($0.document.source.name), "kind": .string($0.kind.rawValue)]
                    }
                ),
                "diagnostics": DiagnosticsJSON(sources: loaded.sources).value(for: problems),
                "exit": ExitJSON.value(problems.exitStatus),
            ]
            context.host.console.writeOutput(JSONWriter.text(value, .indented) + "\n")
        }
        return problems.exitStatus
    }
}
