import ArgumentParser
import Diagnostics
import JSONValues
import Plans
import Host
import Secrets

/// `runner plan`: what would run and why, offline and without secrets.
struct PlanCommand: ContextualCommand {
    static let configuration = CommandConfiguration(
        commandName: "plan",
        abstract: "Shows what would be submitted, and why; offline, with references in place of secrets.",
        discussion: """
            For each job: new, changed and in what, up to date since when, or taken up; and the request as it would be \
            sent. Reads no environment value and no secret file, makes no connection and writes nothing.

            With --policy, whatever the policy forbids is shown with the rule's line, and the command ends with 1; \
            apply would end with 4.

            EXAMPLE
              runner plan manifests/heart-disease.yaml --set date=2026-11-21
            """
    )

    @OptionGroup var manifests: ManifestArguments

    @Option(help: ArgumentHelp("Compare with this ledger.", valueName: "file"))
    var ledger: String?

    @Option(help: ArgumentHelp("Plan for this emulator instead of the cloud.", valueName: "file"))
    var emulator: String?

    @Option(help: ArgumentHelp("A job to run once more; may be given several times.", valueName: "address"))
    var rerun: [String] = []

    @Flag(help: "End with 2 when something would be sent, and with 0 when not.")
    var detailedExitcode = false

    @Flag(help: "Also look whether every secret is there; reads no value into the plan.")
    var checkSecrets = false

    @Option(
        help: ArgumentHelp(
            "A folder that secret files may be in; may be given several times.",
            valueName: "folder"
        )
    )
    var secretDir: [String] = []

    @OptionGroup var output: OutputOptions

    func run(in context: CommandContext) async throws -> ExitStatus {
        let set = try context.manifests(manifests, reruns: rerun, color: output.color)
        let rehearsal = try emulator.map { try context.rehearsal($0, color: output.color) }
        let snapshots =
            try await ledger.asyncMap { try await context.snapshots(at: $0, for: set, color: output.color) }
            ?? []
        let plans = try context.plans(
            for: set,
            realm: rehearsal.map { .emulator(id: $0.id) } ?? .cloud,
            snapshots: snapshots,
            color: output.color
        )
        let findings = context.policyFindings(for: plans, of: set, followsLinks: checkSecrets)
        if checkSecrets, findings.isEmpty {
            _ = try context.credentials(
                for: plans,
                of: set,
                rehearsal: rehearsal,
                folders: secretDir + set.addedSecretFolders,
                needed: { _, _ in true },
                color: output.color
            )
        }
        PlanOutput(console: context.host.console, format: output.output).write(plans)
        guard findings.isEmpty else {
            context.show(findings, sources: set.sources, color: output.color)
            return .negative
        }
        guard detailedExitcode, plans.contains(where: \.sends) else { return .success }
        return .changes
    }
}

/// Writes plans to standard output.
struct PlanOutput {
    let console: any Console
    let format: OutputFormat

    func write(_ plans: [Plan]) {
        let redactor = Redactor()
        switch format {
        case .text:
            let texts = plans.map { plan in
                PlanView(redact: redactor.redact).text(for: plan)
            }
            console.writeOutput(texts.joined(separator: "\n"))
        case .json:
            let values = plans.map { PlanJSON(redact: redactor.redact).value(for: $0) }
            let value: JSONValue =
                values.count == 1
                ? values[0] : ["format_version": "1.0", "kind": "Plans", "plans": .array(values)]
            console.writeOutput(JSONWriter.text(value, .indented) + "\n")
        }
    }
}

extension Optional where Wrapped: Sendable {
    /// As `map`, for a transformation that waits.
    func asyncMap<Value, Failure: Error>(
        _ transform: (Wrapped) async throws(Failure) -> Value
    ) async throws(Failure) -> Value? {
        guard let self else { return nil }
        return try await transform(self)
    }
}
