import ArgumentParser
import Diagnostics
import Host
import JSONValues
import Manifests

/// `runner import`: makes a manifest of `az ml batch-endpoint invoke`.
struct ImportCommand: ContextualCommand {
    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract: "Turns `az ml batch-endpoint invoke` command lines into a manifest.",
        discussion: """
            Reads a shell script, or the command line itself after --. Nothing of it is run: variables that the script \
            sets are filled in, others become parameters, or {{NAME}} where a manifest takes none; --set says what \
            they are. What cannot be carried over is said, and stands in a comment at the top.

            EXAMPLE
              runner import -- az ml batch-endpoint invoke -n heart -g ml -w cardiology --input azureml:patients:3
            """
    )

    @Argument(
        parsing: .remaining,
        help: "A script, - for standard input, or a command line that begins with az."
    )
    var words: [String] = []

    @Option(
        name: .customLong("set"),
        help: ArgumentHelp(
            """
            What a variable of the script is, or what the script does not say: subscription, resourceGroup, workspace, \
            endpoint; may be given several times.
            """,
            valueName: "name=value"
        )
    )
    var values: [String] = []

    @Option(help: "The type of credential of the manifest; `azure-cli` is whoever `az` is signed in as.")
    var credential: CredentialSketch = .cli

    @Option(
        help: ArgumentHelp(
            "The new file; it is never written over. (default: standard output)",
            valueName: "file"
        )
    )
    var out: String?

    @Option(help: ArgumentHelp("The manifest's name. (default: made of the script's)", valueName: "name"))
    var name: String?

    @Option(help: "When to use colour on standard error. NO_COLOR is honoured.")
    var color: ColorChoice = .auto

    func validate() throws {
        guard !words.isEmpty else {
            throw ValidationError("give a script, or a command line after --: `runner import -- az ml …`")
        }
        if let odd = values.first(where: { !$0.utf8.contains(UInt8(ascii: "=")) }) {
            throw ValidationError("--set takes NAME=VALUE, not \(ReportText.line(odd, limit: 100))")
        }
        if words.count > 1, words.first != "az" {
            throw ValidationError("one script at a time; a command line begins with az")
        }
    }

    func run(in context: CommandContext) async throws -> ExitStatus {
        let host = context.host
        var sources: [SourceText] = []
        do throws(Diagnostic) {
            let source = try source(host)
            sources.append(source)
            let script = InvokeScript(source, given: given)
            guard !script.calls.isEmpty else { throw Diagnostic.nothingToImport(source.name) }
            let folder = source.name.lastIndex(of: "/").map { String(source.name[...$0]) } ?? ""
            let jobs = script.calls.map { call in
                ImportedJob(call) { path in
                    InvokeFile.value(at: path.hasPrefix("/") ? path : folder + path, on: host.files)
                }
            }
            let manifest = ImportedManifest(
                name: name ?? ImportedManifest.key(stem(of: source.name)),
                credential: credential,
                origin: words.first == "az" ? "a command line" : source.name,
                jobs: jobs
            )
            if let out {
                try host.files.create(Array(manifest.text.utf8), at: out)
                host.console.writeError("wrote \(out)\n")
            } else {
                host.console.writeOutput(manifest.text)
            }
            context.show(jobs.flatMap(\.remarks), sources: sources, color: color)
            let whole = jobs.count { $0.remarks.isEmpty }
            host.console.writeError(
                "\(jobs.count) \(jobs.count == 1 ? "call" : "calls"), \(whole) carried over whole\n"
            )
            return .success
        } catch {
            throw context.failure([error], sources: sources, color: color)
        }
    }

    private var given: [String: String] {
        values.reduce(into: [:]) { given, text in
            let name = text.utf8.prefix { $0 != UInt8(ascii: "=") }
            let value = text.utf8.dropFirst(name.count + 1)
            given[String(decoding: name, as: UTF8.self)] = String(decoding: value, as: UTF8.self)
        }
    }

    /// The script's text, or the command line as a script of one line.
    private func source(_ host: Host) throws(Diagnostic) -> SourceText {
        if words.first == "az" {
            return SourceText(
                name: "<command line>",
                text: words.map { ShellText.word($0) ?? "''" }.joined(separator: " ") + "\n"
            )
        }
        let selection = SourceSelection(words, in: host.files)
        if let problem = selection.problems.first { throw problem }
        guard let selected = selection.sources.first else { throw Diagnostic.nothingToImport(words[0]) }
        return try selected.text(on: host)
    }

    private func stem(of path: String) -> String {
        let file = path.split(separator: "/").last.map(String.init) ?? path
        let stem =
            file.hasPrefix("<") ? "imported" : file.split(separator: ".").first.map(String.init) ?? file
        return stem
    }
}

/// What `--file` of a call names.
enum InvokeFile {
    /// Reads it.
    ///
    /// - Parameters:
    ///   - path: The file.
    ///   - files: Where it is.
    /// - Returns: Its first document, or why there is none.
    static func value(at path: String, on files: any FileSystem) -> Result<JSONValue, Diagnostic> {
        do throws(Diagnostic) {
            let source = SourceText(name: path, bytes: try files.read(path, limit: 1 << 20))
            var problems: [Diagnostic] = []
            let documents = YAMLParser().documents(in: source, into: &problems)
            if let problem = problems.first(where: { $0.severity == .error }) { throw problem }
            guard let value = documents.first?.root.jsonValue() else { return .success(.object([])) }
            return .success(value)
        } catch {
            return .failure(error)
        }
    }
}

extension Diagnostic {
    fileprivate static func nothingToImport(_ name: String) -> Diagnostic {
        Diagnostic(
            .nothingToImport,
            "no `az ml batch-endpoint invoke` in \(name)",
            help: "name a script that has one, or give the command line after `--`"
        )
    }

    /// Something of a call that a manifest does not have, or that a person must look at.
    static func notCarriedOver(_ message: String, at span: SourceSpan, help: String?) -> Diagnostic {
        Diagnostic(.notCarriedOver, severity: .warning, message, at: Label(span, "this call"), help: help)
    }
}
