import Diagnostics

/// The schemas in the binary, compiled when they are first needed.
enum SchemaCatalog {
    /// The schema of a kind of document.
    static func program(for kind: DocumentKind) -> SchemaProgram {
        switch kind {
        case .jobManifest: jobManifestProgram
        case .emulator: emulatorProgram
        case .policy: policyProgram
        }
    }

    /// The file of a kind's schema and its text.
    static func source(for kind: DocumentKind) -> SourceText {
        switch kind {
        case .jobManifest: SourceText(name: "schemas/job-manifest.v1.schema.json", text: jobManifestV1)
        case .emulator: SourceText(name: "schemas/emulator.v1.schema.json", text: emulatorV1)
        case .policy: SourceText(name: "schemas/policy.v1.schema.json", text: policyV1)
        }
    }

    private static let jobManifestProgram = compiled(.jobManifest)
    private static let emulatorProgram = compiled(.emulator)
    private static let policyProgram = compiled(.policy)

    private static func compiled(_ kind: DocumentKind) -> SchemaProgram {
        var problems: [Diagnostic] = []
        let source = source(for: kind)
        guard let document = YAMLParser().documents(in: source, into: &problems).first,
            let program = SchemaCompiler.compile(document, options: .own, into: &problems)
        else {
            // A test compiles every schema of the binary.
            preconditionFailure(
                "\(source.name) does not compile: \(problems.first?.message ?? "no document")"
            )
        }
        return program
    }
}
