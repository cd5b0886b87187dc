import Diagnostics
import Host
import Manifests
import Plans

/// The manifests of a command, typed, with the values of their parameters.
struct ManifestSet: Sendable {
    /// Every text that was read.
    let sources: [SourceText]
    /// The manifests, in the order of the paths.
    let manifests: [Manifest]
    /// The values of each manifest's parameters.
    let values: [ParameterValues]
    /// Jobs to run once more.
    let reruns: [RerunRequest]
    /// Hosts that the operator allows.
    let allowance: HostAllowance
    /// What the operator lets manifests do.
    let policy: Policy?
    /// Where the operator's own cloud describes itself.
    let metadata: CloudMetadata?
    /// What is left to the moment of sending, when a saved plan has it fixed.
    var pins: PlanPins?
    /// The jobs that are to be done; `nil` for all.
    var selection: JobSelection?

    /// Folders that the policy allows secret files in.
    var addedSecretFolders: [String] {
        guard let policy else { return [] }
        return policy.addedSecretFolders.map { SecretPath.joined(policy.folder, $0.value) }
    }

    /// Where a job, or one of its parts, stands in its manifest.
    ///
    /// - Parameters:
    ///   - address: The job.
    ///   - path: A part, such as `outputs.score.type`; `nil` for the job itself.
    /// - Returns: Its place; the job's own when the part is not found.
    func place(of address: JobAddress, path: String?) -> SourceSpan? {
        let manifest = manifests.first { $0.name.value == address.manifest }
        guard let job = manifest?.jobs.first(where: { $0.name.value == address.job }) else { return nil }
        let parts = path?.split(separator: ".").map(String.init) ?? []
        guard parts.count >= 2 else { return job.name.span }
        switch parts[0] {
        case "inputs":
            guard let input = job.inputs.first(where: { $0.name.value == parts[1] }) else {
                return job.name.span
            }
            guard parts.count > 2 else { return input.name.span }
            switch input.value {
            case .data(let type, let uri): return parts[2] == "uri" ? uri.span : type.span
            case .literal(let type, let value): return parts[2] == "value" ? value.span : type.span
            }
        case "outputs":
            guard let output = job.outputs.first(where: { $0.name.value == parts[1] }) else {
                return job.name.span
            }
            guard parts.count > 2 else { return output.name.span }
            return parts[2] == "uri" ? output.uri?.span ?? output.name.span : output.type.span
        default:
            return job.name.span
        }
    }
}

extension CommandContext {
    /// Reads, checks and types the manifests of a command.
    ///
    /// - Parameters:
    ///   - arguments: Which, with what parameters.
    ///   - reruns: Addresses of jobs to run once more.
    ///   - color: Whether diagnostics are coloured.
    /// - Returns: The manifests, when nothing is wrong.
    /// - Throws: ``CommandFailure`` with everything that is wrong, shown.
    func manifests(_ arguments: ManifestArguments, reruns: [String], color: ColorChoice) throws -> ManifestSet
    {
        try manifests(arguments.paths, arguments.options, reruns: reruns, color: color)
    }

    /// Reads, checks and types the manifests of a command.
    ///
    /// - Parameters:
    ///   - paths: Which.
    ///   - options: With what parameters, hosts and policy.
    ///   - reruns: Addresses of jobs to run once more.
    ///   - color: Whether diagnostics are coloured.
    /// - Returns: The manifests, when nothing is wrong.
    /// - Throws: ``CommandFailure`` with everything that is wrong, shown.
    func manifests(
        _ paths: [String],
        _ options: ManifestOptions,
        reruns: [String],
        color: ColorChoice
    ) throws -> ManifestSet {
        var loaded = DocumentLoader(host: host).load(paths)
        let isSpoken = Set(paths)
        var manifests: [Manifest] = []
        for document in loaded.documents {
            let name = document.document.source.name
            guard document.kind == .jobManifest else {
                if isSpoken.contains(name) { loaded.problems.append(.unexpectedKind(document)) }
                continue
            }
            if let manifest = ManifestReader().manifest(from: document, into: &loaded.problems) {
                manifests.append(manifest)
            }
        }
        if manifests.isEmpty, !loaded.problems.containsErrors {
            loaded.problems.append(.noManifest(paths))
        }
        checkNames(manifests, into: &loaded.problems)
        let policy = options.policy.flatMap { self.policy($0, for: manifests, into: &loaded) }
        var allowance = HostAllowance(
            options.allowedHosts + (policy?.addedHosts.map(\.value) ?? []),
            into: &loaded.problems
        )
        allowance.onlyHosts = policy?.hosts
        allowance.onlyAudiences = policy?.audiences
        let metadata = CloudMetadata(in: host.environment, into: &loaded.problems)
        guard !loaded.problems.containsErrors else {
            throw failure(loaded.problems, sources: loaded.sources, color: color)
        }
        let values = ParameterValues.values(
            for: manifests,
            assignments: options.values,
            into: &loaded.problems
        )
        let requests = RerunRequest.requests(reruns, in: manifests, into: &loaded.problems)
        guard let values, !loaded.problems.containsErrors else {
            throw failure(loaded.problems, sources: loaded.sources, color: color)
        }
        show(loaded.problems, sources: loaded.sources, color: color)
        return ManifestSet(
            sources: loaded.sources,
            manifests: manifests,
            values: values,
            reruns: requests,
            allowance: allowance,
            policy: policy,
            metadata: metadata
        )
    }

    /// Plans every manifest of a set, held against the ledger.
    ///
    /// - Parameters:
    ///   - set: The manifests.
    ///   - realm: Where jobs are to run.
    ///   - snapshots: What the ledger knows, for each manifest; empty when no ledger is looked at.
    ///   - color: Whether diagnostics are coloured.
    /// - Returns: One plan for each manifest.
    /// - Throws: ``CommandFailure`` with everything that is wrong, shown.
    func plans(
        for set: ManifestSet,
        realm: RealmContext,
        snapshots: [LedgerSnapshot],
        color: ColorChoice
    ) throws -> [Plan] {
        try plans(
            for: set,
            drafted: try drafted(set, realm: realm, color: color),
            realm: realm,
            snapshots: snapshots,
            color: color
        )
    }

    /// Plans every manifest of a set without a look at any ledger.
    ///
    /// - Parameters:
    ///   - set: The manifests.
    ///   - realm: Where jobs are to run.
    ///   - color: Whether diagnostics are coloured.
    /// - Returns: One plan for each manifest, and what is to be said of them.
    /// - Throws: ``CommandFailure`` with everything that is wrong, shown.
    func drafted(_ set: ManifestSet, realm: RealmContext, color: ColorChoice) throws -> DraftedPlans {
        var problems: [Diagnostic] = []
        var plans: [Plan] = []
        for (manifest, values) in zip(set.manifests, set.values) {
            let plan = Planner().plan(
                manifest: manifest,
                parameters: values,
                realm: realm,
                engines: Composition.engines,
                rerun: set.reruns,
                allowance: set.allowance,
                metadata: set.metadata,
                into: &problems
            )
            if let plan { plans.append(plan) }
        }
        if let selection = set.selection, !problems.containsErrors {
            selection.check(plans, into: &problems)
        }
        guard !problems.containsErrors, plans.count == set.manifests.count else {
            throw failure(problems, sources: set.sources, color: color)
        }
        return DraftedPlans(plans: plans, warnings: problems)
    }

    /// Holds drafted plans against the ledger, and shows what is to be said of them.
    ///
    /// - Parameters:
    ///   - set: The manifests.
    ///   - drafted: Their plans, without a ledger.
    ///   - realm: Where jobs are to run.
    ///   - snapshots: What the ledger knows, for each manifest; empty when no ledger is looked at.
    ///   - color: Whether diagnostics are coloured.
    /// - Returns: One plan for each manifest.
    /// - Throws: ``CommandFailure`` with everything that is wrong, shown.
    func plans(
        for set: ManifestSet,
        drafted: DraftedPlans,
        realm: RealmContext,
        snapshots: [LedgerSnapshot],
        color: ColorChoice
    ) throws -> [Plan] {
        var plans = drafted.plans
        var problems = drafted.warnings
        for (index, snapshot) in snapshots.enumerated() {
            plans[index] = Planner().compared(
                plans[index],
                of: set.manifests[index],
                realm: realm,
                with: snapshot,
                rerun: set.reruns
            )
        }
        if let selection = set.selection {
            for index in plans.indices { plans[index].select(selection, into: &problems) }
        }
        guard !problems.containsErrors else { throw failure(problems, sources: set.sources, color: color) }
        show(problems, sources: set.sources, color: color)
        return set.pins.map { pins in plans.map { $0.fixed(pins) } } ?? plans
    }

    private func checkNames(_ manifests: [Manifest], into problems: inout [Diagnostic]) {
        var seen: [String: Manifest] = [:]
        for manifest in manifests {
            if let first = seen[manifest.name.value] {
                problems.append(.manifestNameTwice(manifest, first: first))
            } else {
                seen[manifest.name.value] = manifest
            }
        }
    }
}

/// Plans that were held against no ledger yet.
struct DraftedPlans: Sendable {
    /// One for each manifest.
    let plans: [Plan]
    /// What is to be said of them once.
    let warnings: [Diagnostic]
}

extension DocumentKind {
    /// What to do with a document that is no manifest.
    fileprivate var help: String? {
        switch self {
        case .jobManifest: nil
        case .emulator: "give it with `--emulator`"
        case .policy: "give it with `--policy`"
        }
    }
}

extension Diagnostic {
    static func unexpectedKind(_ document: CheckedDocument) -> Diagnostic {
        Diagnostic(
            .unexpectedKind,
            "`\(document.document.source.name)` is of kind `\(document.kind.rawValue)`, not `JobManifest`",
            at: document.document.root["kind"].map { Label($0.span, "this command takes manifests") },
            help: document.kind.help
        )
    }

    static func noManifest(_ paths: [String]) -> Diagnostic {
        let shown = paths.map { "`\($0)`" }.joined(separator: ", ")
        return Diagnostic(
            .noDocuments,
            "no manifest in \(shown)",
            help: "name a document of `kind: JobManifest`"
        )
    }

    static func manifestNameTwice(_ manifest: Manifest, first: Manifest) -> Diagnostic {
        Diagnostic(
            .manifestNameTwice,
            "two manifests are called `\(manifest.name.value)`",
            at: Label(manifest.name.span, "the second"),
            secondary: [Label(first.name.span, "the first")],
            help: "give each its own `metadata.name`"
        )
    }
}
