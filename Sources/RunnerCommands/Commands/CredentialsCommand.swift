import ArgumentParser
import Diagnostics
import Host
import Manifests
import Plans
import Transport

/// `runner credentials`: who jobs are submitted as.
struct CredentialsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "credentials",
        abstract: "Asks for tokens and shows what they say, never the tokens.",
        discussion: """
            EXAMPLE
              runner credentials check manifests/heart-disease.yaml --emulator manifests/emulator.yaml
            """,
        subcommands: [CredentialsCheckCommand.self]
    )
}

/// `runner credentials check`: gets a token for each audience that manifests need.
struct CredentialsCheckCommand: ContextualCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Gets a token for each audience that manifests need, and shows whom it stands for.",
        discussion: """
            For each credential that a job uses: who was asked, as whom, tenant, client and object id, roles or scopes, \
            when the token ends, how long it took and what was called. No job is submitted, and no token is shown. \
            Ends with 77 when a credential is refused, 78 when a secret or a setting is missing, 75 when it may work later.

            EXAMPLE
              runner credentials check scoring manifests/heart-disease.yaml --emulator manifests/emulator.yaml
            """
    )

    @Argument(
        help: ArgumentHelp(
            """
            Credentials by name, and manifests: files, folders, or - for standard input. All credentials without a \
            name, the manifests of this folder without a path.
            """,
            valueName: "name or path"
        )
    )
    var words: [String] = []

    @Option(
        help: ArgumentHelp(
            "Only this credential, also where a file has its name; may be given several times.",
            valueName: "name"
        )
    )
    var credential: [String] = []

    @OptionGroup var choices: ManifestOptions

    @Option(help: ArgumentHelp("Ask this emulator instead of the cloud.", valueName: "file"))
    var emulator: String?

    @OptionGroup var secrets: SecretOptions

    @OptionGroup var network: NetworkOptions
    @OptionGroup var output: OutputOptions

    func run(in context: CommandContext) async throws -> ExitStatus {
        let (names, paths) = subjects(in: context)
        let set = try context.manifests(paths, choices, reruns: [], color: output.color)
        let rehearsal = try emulator.map { try context.rehearsal($0, color: output.color) }
        let plans = try context.plans(
            for: set,
            realm: rehearsal.map { .emulator(id: $0.id) } ?? .cloud,
            snapshots: [],
            color: output.color
        )
        try check(names, of: plans, in: context, set)
        let findings = context.policyFindings(for: plans, of: set, followsLinks: true)
        guard findings.isEmpty else {
            throw context.failure(findings, sources: set.sources, color: output.color)
        }
        let asking = CredentialAsking(
            context: context,
            set: set,
            plans: plans,
            rehearsal: rehearsal,
            secretFolders: secrets.secretDir,
            names: names.isEmpty ? nil : Set(names),
            color: output.color
        )
        let network =
            rehearsal == nil
            ? try context.network(network, allowance: set.allowance, color: output.color) : .direct
        let checks = try await asking.ask(over: network)
        let problems = checks.compactMap(\.problem).map { $0.redacted(by: context.redactor) }
        if output.output == .text {
            context.show(problems, sources: set.sources, color: output.color)
        }
        CredentialCheckView(console: context.host.console, now: context.host.time.now, sources: set.sources)
            .show(checks, format: output.output, status: problems.exitStatus, redactor: context.redactor)
        return problems.exitStatus
    }

    /// Tells names from paths: a word that has the form of a name and is no file or folder here is a name.
    private func subjects(in context: CommandContext) -> (names: [String], paths: [String]) {
        var names = credential
        var paths: [String] = []
        for word in words {
            let isName =
                CredentialName.isOne(word) && context.host.files.kind(of: word) == nil
            if isName { names.append(word) } else { paths.append(word) }
        }
        return (names, paths.isEmpty ? ["."] : paths)
    }

    private func check(
        _ names: [String],
        of plans: [Plan],
        in context: CommandContext,
        _ set: ManifestSet
    ) throws {
        let known = plans.flatMap { $0.credentials.map(\.credential.name.value) }
        let problems = names.filter { !known.contains($0) }.map {
            Diagnostic.credentialNotUsed(name: $0, known: known)
        }
        guard problems.isEmpty else {
            throw context.failure(problems, sources: set.sources, color: output.color)
        }
    }
}

/// What names of credentials look like, as in the schema.
private enum CredentialName {
    static func isOne(_ word: String) -> Bool {
        let bytes = Array(word.utf8)
        guard let first = bytes.first, let last = bytes.last, bytes.count <= 63 else { return false }
        return UInt8(ascii: "a")...UInt8(ascii: "z") ~= first && last != UInt8(ascii: "-")
            && bytes.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
                    UInt8(ascii: "-"):
                    true
                default: false
                }
            }
    }
}

extension Diagnostic {
    fileprivate static func credentialNotUsed(name: String, known: [String]) -> Diagnostic {
        Diagnostic(
            .credentialNotUsed,
            "no job uses a credential `\(name.shortened)`, and no file here is called so",
            notes: ["the credentials in use: " + known.map { "`\($0)`" }.joined(separator: ", ")],
            help: NearestName.among(known, to: name).map { "did you mean `\($0)`?" }
        )
    }
}
