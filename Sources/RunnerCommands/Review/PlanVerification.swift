import Diagnostics
import Host
import JSONValues
import Ledgers
import Plans
import Secrets

/// A saved plan that is what its manifests come to.
struct PinnedPlan: Sendable {
    /// The file's name.
    let name: String
    /// What was typed when it was made.
    let given: SavedPlan.Given
    /// The plans, made again as of the ledger's entry that it was made at.
    let made: MadePlans

    /// Plans of now, held to the saved ones: RN0750 where that cannot be.
    ///
    /// - Parameter plans: The plans of now.
    /// - Returns: What may be carried out.
    /// - Throws: ``CommandFailure``'s diagnostic, RN0750.
    func held(_ plans: [Plan]) throws(Diagnostic) -> [Plan] {
        var changes: [PlannedJob.Change] = []
        var held: [Plan] = []
        for (now, reviewed) in zip(plans, made.plans) {
            held.append(now.pinned(to: reviewed, into: &changes))
        }
        guard changes.isEmpty, plans.count == made.plans.count else {
            throw .stalePlan(
                name,
                changes.map { FieldDifference(path: $0.path, before: $0.before, after: $0.after) },
                help: "plan again with `--ledger`, and have that reviewed"
            )
        }
        return held
    }
}

extension CommandContext {
    /// Makes a saved plan again, from its manifests and offline, and compares both byte for byte.
    ///
    /// - Parameters:
    ///   - file: The saved plan. Nothing in it is believed.
    ///   - request: With what hosts, policy, emulator and ledger it is made again: the operator's. The paths are the
    ///     plan's own where none are named.
    /// - Returns: The plan.
    /// - Throws: ``CommandFailure`` with status 4 and what changed, or with what is wrong, shown.
    func verified(_ file: SavedPlanFile, _ request: PlanRequest) async throws -> PinnedPlan {
        let color = request.color
        let plan = file.plan
        var request = request
        let named = request.given
        request.given = plan.given
        // Input like the manifests: names and versions, by the schema. They lead to no other host and no other asset.
        request.pins = plan.pins
        if named.paths.isEmpty {
            try checkPlaces(of: plan, file.name, color: color)
        } else {
            request.given.paths = named.paths
        }
        for (option, typed, saved) in [
            ("set", named.parameters, plan.given.parameters), ("rerun", named.reruns, plan.given.reruns),
        ] where !typed.isEmpty && typed != saved {
            throw failure([.otherThanSaved(option, file.name)], color: color)
        }
        if let saved = plan.ledger {
            guard let path = request.ledger else {
                throw failure([.ledgerNotNamed(saved, file.name)], color: color)
            }
            try await check(saved, at: path, of: file.name, color: color)
            request.head = saved.head
        } else {
            request.ledger = nil
        }
        let made: MadePlans
        // Whoever carries the plan out shows its warnings himself.
        let collector = FindingCollector()
        do {
            made = try await CommandContext(host: host, collector: collector).made(request)
        } catch let problem as CommandFailure {
            show(collector.diagnostics, sources: collector.sources, color: color)
            guard [.invalid, .noInput].contains(problem.status) else { throw problem }
            // The manifests are not what they were when they were planned, whatever is wrong with them now.
            throw failure(
                [.stalePlan(file.name, [], help: "make the manifests valid, and plan again")],
                color: color
            )
        }
        let emulator = try request.emulator.map { try rehearsal($0, color: color).id }
        let now = made.saved(request.given, emulator: emulator)
        guard !now.text.utf8.elementsEqual(file.bytes) else {
            return PinnedPlan(name: file.name, given: request.given, made: made)
        }
        throw failure(
            [.stalePlan(file.name, FieldDifference.between(file.value, now.value), help: "plan again")],
            color: color
        )
    }

    /// Refuses paths of a plan that lead out of the working folder: a plan may be anybody's, and what a manifest is
    /// found to be is shown.
    private func checkPlaces(of plan: SavedPlan, _ name: String, color: ColorChoice) throws {
        let root = try? host.files.canonicalPath(".")
        for path in plan.given.paths {
            guard path != "-", let root, let real = try? host.files.canonicalPath(path),
                SecretPath.isInside(real, root)
            else { throw failure([.planLeadsElsewhere(name, path)], color: color) }
        }
    }

    /// Compares where a ledger stood with the ledger that there is.
    private func check(
        _ saved: SavedPlan.Ledger,
        at path: String,
        of name: String,
        color: ColorChoice
    ) async throws {
        do throws(Diagnostic) {
            let reader = try await SQLiteLedgerReader(at: path)
            guard reader.lineage.utf8.elementsEqual(saved.lineage.utf8) else {
                throw .stalePlan(
                    name,
                    [FieldDifference(path: "ledger.lineage", before: saved.lineage, after: reader.lineage)],
                    help: "name the ledger that the plan was compared with"
                )
            }
            guard try await reader.continues(from: saved.head) else {
                let head = try await reader.head()
                throw .stalePlan(
                    name,
                    [
                        FieldDifference(
                            path: "ledger.head",
                            before: saved.head.description,
                            after: head.description
                        )
                    ],
                    help: "the ledger has another history than the plan's: find out which is right"
                )
            }
        } catch {
            throw failure([error], color: color)
        }
    }
}

extension Diagnostic {
    /// How many differences are told.
    private static var differenceLimit: Int { 20 }

    /// Says that a saved plan is not what there would be now.
    ///
    /// - Parameters:
    ///   - name: The plan's file.
    ///   - differences: Which fields differ.
    ///   - help: What to do.
    /// - Returns: RN0750.
    static func stalePlan(_ name: String, _ differences: [FieldDifference], help: String) -> Diagnostic {
        let redactor = Redactor()
        var notes = differences.prefix(differenceLimit).map {
            ReportText.line(redactor.redact($0.words), limit: 400)
        }
        if differences.count > differenceLimit {
            notes.append("and \(differences.count - differenceLimit) more fields")
        }
        return Diagnostic(
            .stalePlan,
            "the plan `\(name)` is not what its manifests come to now; nothing was sent",
            notes: notes.isEmpty ? ["the same cannot be planned any more"] : notes,
            help: help
        )
    }

    fileprivate static func otherThanSaved(_ option: String, _ name: String) -> Diagnostic {
        Diagnostic(
            .notForSavedPlans,
            "`--\(option)` is not what the plan `\(name)` was made with",
            help: "leave it out: a saved plan has its own, or plan again"
        )
    }

    fileprivate static func ledgerNotNamed(_ saved: SavedPlan.Ledger, _ name: String) -> Diagnostic {
        Diagnostic(
            .notForSavedPlans,
            "the plan `\(name)` was compared with the ledger \(ReportText.line(saved.lineage, limit: 100))",
            help: "name that ledger with `--ledger`"
        )
    }

    fileprivate static func planLeadsElsewhere(_ name: String, _ path: String) -> Diagnostic {
        Diagnostic(
            .notForSavedPlans,
            "the plan `\(name)` names `\(ReportText.line(path, limit: 200))`, which is not in the working folder",
            notes: ["a plan may be anybody's: what it names is read only where you work"],
            help: "name the manifests behind the plan, as they were named when it was made"
        )
    }
}
