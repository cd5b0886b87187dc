import ArgumentParser
import Diagnostics
import Host
import Manifests
import Plans

/// `runner policy`: what a policy says of manifests.
struct PolicyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "policy",
        abstract: "Tries a policy out.",
        discussion: """
            A policy is a document of kind Policy: `runner explain Policy` says what it holds. `plan`, `apply`, \
            `credentials check` and `doctor` take one with --policy, from outside of the repository under review.

            EXAMPLE
              runner policy test manifests/heart-disease.yaml --policy policy.yaml
            """,
        subcommands: [PolicyTestCommand.self]
    )
}

/// `runner policy test`: manifests held against a policy, rule by rule.
struct PolicyTestCommand: ContextualCommand {
    static let configuration = CommandConfiguration(
        commandName: "test",
        abstract: "Holds manifests against a policy, and says of each rule what it found.",
        discussion: """
            Offline, and without a ledger. The policy may lie beside the manifests here: it is tried out, and lets nobody \
            do anything. Ends with 0 when nothing is forbidden, with 1 when something is.

            EXAMPLE
              runner policy test manifests/heart-disease.yaml --policy policy.yaml
            """
    )

    @OptionGroup var manifests: ManifestArguments

    @Option(
        name: [.customShort("o"), .long],
        help: """
            How findings are written; by default as text, and in GitHub Actions and Azure Pipelines as annotations.
            """
    )
    var format: FindingsFormat?

    @Option(help: "When to use colour on standard error and output. NO_COLOR is honoured.")
    var color: ColorChoice = .auto

    func validate() throws {
        if manifests.options.policy == nil { throw ValidationError("--policy FILE says which policy.") }
    }

    func run(in context: CommandContext) async throws -> ExitStatus {
        guard let path = manifests.options.policy else { return .usage }
        var loaded = LoadedDocuments()
        guard let policy = context.policy(path, for: [], into: &loaded) else {
            throw context.failure(loaded.problems, sources: loaded.sources, color: color)
        }
        var options = manifests.options
        options.policy = nil
        options.allowedHosts += policy.addedHosts.map(\.value)
        let set = try context.manifests(manifests.paths, options, reruns: [], color: color)
        let plans = try context.plans(for: set, realm: .cloud, snapshots: [], color: color)
        let found = context.policyFindings(policy, for: plans, of: set.manifests, followsLinks: false)
        write(found, policy, set, loaded.sources, on: context)
        return found.isEmpty ? .success : .negative
    }

    private func write(
        _ found: [Diagnostic],
        _ policy: Policy,
        _ set: ManifestSet,
        _ sources: [SourceText],
        on context: CommandContext
    ) {
        let format = format ?? .automatic(environment: context.host.environment)
        guard format != .text else {
            context.host.console.writeOutput(PolicyTable(policy, sources: sources).text(found))
            return context.show(found, sources: set.sources + sources, color: color)
        }
        let result = PlanResult(diagnostics: found, sources: set.sources + sources, status: .negative)
        let rendering = format.render(
            result.findings,
            exitStatus: found.isEmpty ? .success : .negative,
            command: "policy test"
        )
        context.host.console.writeOutput(rendering.output)
    }
}
