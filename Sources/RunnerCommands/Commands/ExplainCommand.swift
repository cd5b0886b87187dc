import ArgumentParser
import Diagnostics
import Host
import JSONValues
import Manifests

/// `runner explain`: what a code means, with a wrong and a right example; what stands at a path of a document.
struct ExplainCommand: ContextualCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain",
        abstract: "Explains an error's code, or a path of a manifest: what it is, its values, its keys.",
        discussion: """
            A path is written as diagnostics write it: keys with dots between them, * or any name where names are \
            free, [] for an item of a list. It is looked up in the schema of JobManifest, or of the kind that --kind \
            or its first word names.

            EXAMPLE
              runner explain jobs.score.inputs
              runner explain credentials.*.type
              runner explain Emulator.storage --recursive
              runner explain RN0201
            """
    )

    @Argument(
        help: ArgumentHelp(
            "A code such as RN0201, or a path such as jobs.*.inputs; without it, all codes are listed.",
            valueName: "path-or-code"
        )
    )
    var subject: String?

    @Option(help: "The kind of document that the path is of.")
    var kind: SchemaCommand.Kind?

    @Flag(help: "Show everything below the path, one line each.")
    var recursive = false

    @OptionGroup var output: OutputOptions

    func run(in context: CommandContext) async throws -> ExitStatus {
        guard let subject else {
            write(DiagnosticCatalog.codes, to: context.bareHost.console)
            return .success
        }
        if kind == nil, subject.isLikeACode {
            guard let code = DiagnosticCatalog.codes.first(where: { $0.name == subject.uppercased() }) else {
                throw context.failure([.unknownCode(subject)], color: output.color)
            }
            write(code, to: context.bareHost.console)
            return .success
        }
        guard let request = ExplanationRequest(subject, kind: kind?.documentKind) else {
            throw context.failure([.malformedPath(subject)], color: output.color)
        }
        do throws(SchemaPathFailure) {
            try explain(request, to: context.bareHost.console)
        } catch {
            throw context.failure([.unknownPath(error, kind: request.kind)], color: output.color)
        }
        return .success
    }

    private func explain(_ request: ExplanationRequest, to console: any Console) throws(SchemaPathFailure) {
        let explainer = SchemaExplainer(request.kind)
        let explanation = try explainer.explain(request.path)
        let all = recursive ? try explainer.all(from: explanation.path) : nil
        switch output.output {
        case .text:
            console.writeOutput(
                all.map(ExplanationTree.text) ?? ExplanationView.text(for: explanation)
            )
        case .json:
            let below = all.map { Array($0.dropFirst()) }
            let value = ExplanationJSON.value(for: explanation, below: below)
            console.writeOutput(JSONWriter.text(value, .indented) + "\n")
        }
    }

    private func write(_ codes: [Diagnostic.Code], to console: any Console) {
        switch output.output {
        case .text: console.writeOutput(codes.map { $0.name + "  " + $0.title + "\n" }.joined())
        case .json: console.writeOutput(JSONWriter.text(ExplanationJSON.value(for: codes), .indented) + "\n")
        }
    }

    private func write(_ code: Diagnostic.Code, to console: any Console) {
        switch output.output {
        case .text:
            console.writeOutput(
                """
                \(code.name): \(code.title)

                \(code.explanation)

                A command that stops because of it ends with status \(code.exitStatus.rawValue) \
                (\(code.exitStatus.name)).

                """
            )
        case .json: console.writeOutput(JSONWriter.text(ExplanationJSON.value(for: code), .indented) + "\n")
        }
    }
}

/// A path that somebody wants explained, and in which kind of document.
struct ExplanationRequest {
    let kind: DocumentKind
    let path: SchemaPath

    /// Reads what was typed; `nil` when it is no path.
    ///
    /// - Parameters:
    ///   - text: `PATH` or `KIND.PATH`; the kind in any case.
    ///   - kind: The kind, when it was given besides.
    init?(_ text: String, kind: DocumentKind?) {
        guard var path = SchemaPath(text) else { return nil }
        var named: DocumentKind?
        if case .key(let first)? = path.steps.first {
            named = DocumentKind.allCases.first { $0.rawValue.lowercased() == first.lowercased() }
        }
        if let named, kind == nil || kind == named { path.steps.removeFirst() }
        self.kind = kind ?? named ?? .jobManifest
        self.path = path
    }
}

extension String {
    /// Whether it is rather a code than a path: `RN` and digits, or digits alone.
    fileprivate var isLikeACode: Bool {
        let digits = lowercased().hasPrefix("rn") ? dropFirst(2) : self[...]
        return !digits.isEmpty && digits.utf8.allSatisfy { 0x30...0x39 ~= $0 }
    }
}

extension Diagnostic {
    fileprivate static func unknownCode(_ code: String) -> Diagnostic {
        let near = NearestName.among(DiagnosticCatalog.codes.map(\.name), to: code)
        return Diagnostic(
            .unknownCode,
            "no code is called `\(code)`",
            help: near.map { "did you mean `\($0)`?" } ?? "`runner explain` lists all codes"
        )
    }

    fileprivate static func malformedPath(_ text: String) -> Diagnostic {
        Diagnostic(
            .unknownPath,
            "`\(text)` is not a path",
            help: "write keys with dots between them, such as `jobs.score.inputs`"
        )
    }

    fileprivate static func unknownPath(_ failure: SchemaPathFailure, kind: DocumentKind) -> Diagnostic {
        let parent =
            failure.parent.steps.isEmpty
            ? "a document of kind `\(kind.rawValue)`" : "`\(failure.parent)` of `\(kind.rawValue)`"
        let name: String
        let message: String
        switch failure.step {
        case .key(let key):
            name = key
            message = "\(parent) has no key `\(key)`"
        case .anyName, .item:
            name = ""
            message = "\(parent) has no free names and no items"
        }
        guard !failure.keys.isEmpty else {
            return Diagnostic(.unknownPath, message, notes: ["nothing stands below \(parent)"])
        }
        let near = NearestName.among(failure.keys, to: name)
        return Diagnostic(
            .unknownPath,
            message,
            notes: ["its keys are " + ExplanationWords.list(failure.keys.map { "`\($0)`" })],
            help: near.map { near in
                "did you mean `\(failure.parent.appending(.key(near)))`?"
            }
        )
    }
}
