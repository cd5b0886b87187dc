import ArgumentParser
import Diagnostics
import Host
import Plans
import Secrets

/// `runner plan`: what would run and why, offline and without secrets.
struct PlanCommand: ContextualCommand {
    static let configuration = CommandConfiguration(
        commandName: "plan",
        abstract: "Shows what would be submitted, and why; offline, with references in place of secrets.",
        discussion: """
            For each job: new, changed and in what, up to date since when, or taken up; and the request as it would be \
            sent. Reads no environment value and no secret file, makes no connection, and writes nothing but what \
            --out names; with --resolve alone it does the first three.

            With --out the plan is saved for a review: `show FILE` shows it again, and `apply FILE` runs exactly it or \
            ends with 4. --check FILE says whether a saved plan still holds: 0 when it does, 4 when it does not.

            --against COMMIT adds what differs from the same manifests at another commit: jobs that are new, changed \
            field by field, gone. --output markdown is a comment for a pull request, of at most 65,536 characters.

            --resolve fixes what a manifest leaves to the moment of sending: the default deployment of an endpoint that is \
            named by its workspace, and the version behind azureml:NAME@latest. It asks the resource manager, and so \
            needs the network, the credentials and their secrets, as apply does; or --emulator. What a saved plan has \
            fixed is what `apply FILE` sends.

            --as az, curl or python prints, in place of the plan, what apply would send as these send it, with variables \
            in place of secrets and tokens; what they cannot say stands in comments.

            With --policy, whatever the policy forbids is shown with the rule's line, and the command ends with 1; \
            apply would end with 4.

            EXAMPLE
              runner plan manifests/heart-disease.yaml --set date=2026-11-21
            """
    ).parsedByItself

    @Argument(
        help: "Manifests: files, folders (their *.yaml, *.yml and *.json by name), or - for standard input."
    )
    var paths: [String] = []

    @OptionGroup var options: ManifestOptions

    @Option(help: ArgumentHelp("Compare with this ledger.", valueName: "file"))
    var ledger: String?

    @Option(help: ArgumentHelp("Plan for this emulator instead of the cloud.", valueName: "file"))
    var emulator: String?

    @Option(help: ArgumentHelp("A job to run once more; may be given several times.", valueName: "address"))
    var rerun: [String] = []

    @Option(help: ArgumentHelp("Save the plan here, for `show` and `apply`.", valueName: "file"))
    var out: String?

    @Option(help: ArgumentHelp("Say whether this saved plan still holds.", valueName: "file"))
    var check: String?

    @Option(
        help: ArgumentHelp("Also show the difference to this commit, by `git`.", valueName: "commit")
    )
    var against: String?

    @Option(
        name: .customLong("as"),
        help: ArgumentHelp("Print what would be sent as a script of this program's.", valueName: "program")
    )
    var equivalent: EquivalentForm?

    @Flag(
        help:
            "Look up default deployments and latest versions, with the credentials, and fix them in the plan."
    )
    var resolve = false

    @Flag(help: "End with 2 when something would be sent, and with 0 when not.")
    var detailedExitcode = false

    @Flag(help: "Also look whether every secret is there; reads no value into the plan.")
    var checkSecrets = false

    @OptionGroup var secrets: SecretOptions

    @OptionGroup var network: NetworkOptions
    @OptionGroup var output: PlanOutputOptions

    func validate() throws {
        guard check == nil else {
            guard out == nil, against == nil, equivalent == nil, !resolve else {
                throw ValidationError("--check goes with none of --out, --against, --as and --resolve.")
            }
            return
        }
        if equivalent != nil, against != nil || output.isGiven {
            throw ValidationError("--as goes with neither --against nor --output.")
        }
        if against != nil, paths.contains("-") {
            throw ValidationError("--against needs files, not standard input.")
        }
        if paths.isEmpty { throw ValidationError("Missing expected argument '<paths> ...'") }
    }

    func run(in context: CommandContext) async throws -> ExitStatus {
        if let check { return try await checked(check, in: context) }
        let collector = FindingCollector()
        var result = PlanResult()
        do {
            let quiet = CommandContext(host: context.host, collector: collector)
            result.status = try await planned(into: &result, in: quiet)
        } catch let failure as CommandFailure {
            result.status = failure.status
        }
        result.diagnostics += collector.diagnostics
        let known = Set(result.sources.map { Array($0.name.utf8) })
        result.sources += collector.sources.filter { !known.contains(Array($0.name.utf8)) }
        guard equivalent == nil else {
            context.show(result.diagnostics, sources: result.sources, color: output.color)
            if result.status != .negative { context.host.console.writeProgram(result.script) }
            return result.status
        }
        PlanOutput(
            host: context.host,
            format: output.format(in: context.host.environment),
            color: output.color
        ).write(result)
        return result.status
    }

    /// Plans, compares, holds against the policy and saves.
    private func planned(
        into result: inout PlanResult,
        in context: CommandContext
    ) async throws -> ExitStatus {
        var made = try await context.made(request)
        result.sources = made.set.sources
        let findings = context.policyFindings(
            for: made.plans,
            of: made.set,
            followsLinks: checkSecrets || resolve
        )
        if resolve, findings.isEmpty {
            let finding = PinFinding(
                context: context,
                made: made,
                rehearsal: try emulator.map { try context.rehearsal($0, color: output.color) },
                secretFolders: secrets.secretDir + made.set.addedSecretFolders,
                color: output.color
            )
            made = made.fixed(try await finding.pins(over: network))
        }
        if checkSecrets, findings.isEmpty {
            _ = try context.credentials(
                for: made.plans,
                of: made.set,
                rehearsal: try emulator.map { try context.rehearsal($0, color: output.color) },
                folders: secrets.secretDir + made.set.addedSecretFolders,
                needed: { _, _ in true },
                color: output.color
            )
        }
        if let against { result.difference = try await context.difference(of: made, to: against, request) }
        result.plans = made.documents
        if let equivalent {
            result.script = equivalent.script(
                for: zip(made.plans, made.set.manifests).map { EquivalentPlan($0, of: $1) }
            )
        }
        switch equivalent == nil ? output.format(in: context.host.environment) : .text {
        case .text, .json: break
        // The others have no lines of the plan that these stand on.
        default: result.diagnostics += made.plans.flatMap { $0.jobs.flatMap(\.warnings) }
        }
        guard findings.isEmpty else {
            context.show(findings, sources: made.set.sources, color: output.color)
            return .negative
        }
        if let out { try await save(made, to: out, in: context) }
        return status(of: made.documents)
    }

    /// How the command ends where nothing is wrong.
    private func status(of plans: [PlanDocument]) -> ExitStatus {
        detailedExitcode && plans.contains(where: \.sends) ? .changes : .success
    }

    private var request: PlanRequest {
        PlanRequest(
            given: SavedPlan.Given(paths: paths, parameters: options.values, reruns: rerun),
            options: options,
            emulator: emulator,
            ledger: ledger,
            color: output.color
        )
    }

    private func checked(_ check: String, in context: CommandContext) async throws -> ExitStatus {
        let file = try context.savedPlan(check, color: output.color)
        let pinned = try await context.verified(file, request)
        let findings = context.policyFindings(
            for: pinned.made.plans,
            of: pinned.made.set,
            followsLinks: false
        )
        guard findings.isEmpty else {
            throw context.failure(findings, sources: pinned.made.set.sources, color: output.color)
        }
        context.host.console.writeOutput(
            "\(ReportText.line(check)): holds; \(PlanSummary(pinned.made.documents).counts)\n"
        )
        return status(of: pinned.made.documents)
    }

    private func save(_ made: MadePlans, to path: String, in context: CommandContext) async throws {
        let emulator = try emulator.map { try context.rehearsal($0, color: output.color).id }
        let text = made.saved(request.given, emulator: emulator).text
        try context.shown(color: output.color) { () throws(Diagnostic) in
            let redactor = Redactor()
            for value in options.values where redactor.redact(value) != value {
                throw .planNotSaved(path, "a parameter has a signature in it")
            }
            guard !paths.contains("-") else { throw .planNotSaved(path, "standard input is gone afterwards") }
            guard text.utf8.count <= SavedPlan.limitInBytes else {
                throw .planNotSaved(path, "it has more than \(SavedPlan.limitInBytes >> 20) MiB")
            }
            try context.host.files.write(Array(text.utf8), to: path)
        }
    }
}

extension Diagnostic {
    fileprivate static func planNotSaved(_ path: String, _ reason: String) -> Diagnostic {
        Diagnostic(.planNotSaved, "the plan cannot be saved as `\(path)`", notes: [reason])
    }
}
