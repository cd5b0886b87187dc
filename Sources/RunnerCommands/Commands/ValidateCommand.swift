import ArgumentParser
import Diagnostics

/// `runner validate`: every mistake of a document at once, without network, environment or ledger.
struct ValidateCommand: ContextualCommand {
    static let configuration = CommandConfiguration(
        commandName: "validate",
        abstract: "Checks manifests, or any YAML and JSON by any schema: every mistake at once, offline.",
        discussion: """
            Reads nothing but the files that are named: no environment value, no secret, no ledger, no network. \
            Without --schema, documents are checked as their `kind` says, with all that a manifest has to be beyond \
            its schema. With --schema, they are checked against that JSON Schema (2020-12, or draft-07 by its \
            `$schema`) and nothing else.

            A `$ref` leads to the schema itself, to schemas in a --schema-dir, and to the meta-schemas; to nothing \
            else. A schema in DIR answers to its `$id`, to its path in DIR, and with PREFIX=DIR to that path behind \
            PREFIX.

            Ends with 0 when all is valid, 65 when something is not, 66 when there is nothing to read.

            EXAMPLE
              runner validate manifests/
            """
    )

    @Argument(
        help: """
            Documents: files, folders (their *.yaml, *.yml and *.json by name), patterns in quotes such as \
            'manifests/**/*.yaml', or - for standard input.
            """
    )
    var paths: [String]

    @Flag(name: [.customShort("R"), .long], help: "Look into folders inside folders.")
    var recursive = false

    @Option(
        help: ArgumentHelp(
            "The JSON Schema to check by: a file, or a known schema's address.",
            valueName: "schema"
        )
    )
    var schema: String?

    @Option(
        help: ArgumentHelp(
            "A folder of schemas that others may refer to; may be given several times.",
            valueName: "[prefix=]dir"
        )
    )
    var schemaDir: [String] = []

    @Flag(help: "Let `format` of a given schema decide; it is an annotation otherwise.")
    var assertFormats = false

    @Option(name: .customLong("allow-host"), help: .allowedHost)
    var allowedHosts: [String] = []

    @Option(
        name: [.customShort("o"), .long],
        help: """
            How findings are written; by default as text, and in GitHub Actions and Azure Pipelines as annotations.
            """
    )
    var format: FindingsFormat?

    @Option(help: ArgumentHelp("How many findings are shown at most; 100 in text.", valueName: "number"))
    var maxErrors: Int?

    @Flag(name: [.customShort("q"), .long], help: "Say nothing about what is valid.")
    var quiet = false

    @Flag(help: "End with 0 also when something is invalid, for steps that only report.")
    var exitZero = false

    @Flag(help: "Check again whenever a file changes, until ^C.")
    var watch = false

    @Option(help: "When to use colour on standard error and output. NO_COLOR is honoured.")
    var color: ColorChoice = .auto

    func validate() throws {
        if let maxErrors, maxErrors < 1 { throw ValidationError("--max-errors has to be 1 or more.") }
        if schema == nil, !schemaDir.isEmpty { throw ValidationError("--schema-dir goes with --schema.") }
        if watch, paths.contains("-") { throw ValidationError("--watch needs files, not standard input.") }
        if watch, format ?? .text != .text { throw ValidationError("--watch goes with --format text.") }
        if schema == nil, assertFormats { throw ValidationError("--assert-formats goes with --schema.") }
    }

    /// What is asked.
    var request: ValidationRequest {
        ValidationRequest(
            paths: paths,
            isRecursive: recursive,
            schema: schema,
            schemaFolders: schemaDir,
            assertsFormats: assertFormats,
            allowedHosts: allowedHosts,
            format: format,
            errorLimit: maxErrors,
            isQuiet: quiet,
            exitsZero: exitZero,
            isWatching: watch,
            color: color
        )
    }

    func run(in context: CommandContext) async throws -> ExitStatus {
        let run = ValidationRun(request, in: context)
        return watch ? try await run.repeatedly() : await run.once()
    }
}
