import ArgumentParser
import Credentials
import Diagnostics
import Host
import JSONValues
import Manifests
import Plans
import Secrets

/// `runner secrets`: what is known of secrets without saying them.
struct SecretsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "secrets",
        abstract: "Tells where each secret was looked for, and whether it is there; never a value.",
        discussion: """
            EXAMPLE
              runner secrets check manifests/heart-disease.yaml
            """,
        subcommands: [SecretsCheckCommand.self]
    )
}

/// `runner secrets check`: looks every reference of manifests up.
struct SecretsCheckCommand: ContextualCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Looks every secret reference up and reports on it without its value.",
        discussion: """
            For each reference of each credential: where it was looked for; whether it was found, is missing or cannot \
            be used; of a file who can read it and what was left away at its end; how long the value is and whether it \
            looks like something else. Makes no connection. Ends with 78 when anything is missing or cannot be used, \
            after all of it is listed. With --policy only what it allows is looked up; else it ends with 4.

            EXAMPLE
              runner secrets check manifests/heart-disease.yaml
            """
    )

    @Argument(
        help: "Manifests: files, folders (their *.yaml, *.yml and *.json by name), or - for standard input."
    )
    var paths: [String] = ["."]

    @OptionGroup var choices: ManifestOptions

    @OptionGroup var secrets: SecretOptions

    @OptionGroup var output: OutputOptions

    func run(in context: CommandContext) async throws -> ExitStatus {
        let set = try context.manifests(paths, choices, reruns: [], color: output.color)
        let allowed = try allowedCredentials(of: set, in: context)
        context.host.closeMemory()
        let resolver = SecretResolver(
            files: context.host.files,
            environment: context.host.environment,
            secretFolders: secrets.secretDir + set.addedSecretFolders
        )
        let reports = set.manifests.enumerated().flatMap { index, manifest in
            manifest.credentials.filter { allowed?[index].contains($0.name.value) ?? true }.map {
                credential in
                SecretReport(
                    manifest: manifest.name.value,
                    credential: credential,
                    findings: resolver.examine(credential.references)
                )
            }
        }
        let problems = reports.flatMap(\.findings).flatMap(\.problems)
        let view = SecretsView(console: context.host.console)
        switch output.output {
        case .text:
            view.writeText(reports)
            context.show(problems, sources: set.sources, color: output.color)
        case .json:
            view.writeJSON(
                reports,
                diagnostics: DiagnosticsJSON(sources: set.sources).value(for: problems.sortedByPlace)
            )
        }
        return problems.exitStatus
    }

    /// The names of the credentials of each manifest that may be looked up: all without a policy, and with one those
    /// that jobs use, which is what it is held against.
    private func allowedCredentials(of set: ManifestSet, in context: CommandContext) throws -> [Set<String>]?
    {
        guard set.policy != nil else { return nil }
        let plans = try context.plans(for: set, realm: .cloud, snapshots: [], color: output.color)
        let findings = context.policyFindings(for: plans, of: set, followsLinks: true)
        guard findings.isEmpty else {
            throw context.failure(findings, sources: set.sources, color: output.color)
        }
        return plans.map { Set($0.credentials.map(\.credential.name.value)) }
    }
}

/// What was found out about the references of one credential.
struct SecretReport: Sendable {
    let manifest: String
    let credential: Credential
    let findings: [SecretFinding]
}
