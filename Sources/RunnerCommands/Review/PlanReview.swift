import Diagnostics
import Host
import JSONValues
import Ledgers
import Manifests
import Plans
import Secrets

/// Plans that have just been made, with what they were made of.
struct MadePlans: Sendable {
    /// The manifests.
    let set: ManifestSet
    /// The plans.
    let plans: [Plan]
    /// The same as they are shown.
    let documents: [PlanDocument]
    /// The ledger that they were compared with.
    let ledger: SavedPlan.Ledger?
    /// Where the jobs are to run.
    let realm: RealmContext
    /// What was looked up, when that was asked for.
    var pins: PlanPins?

    /// The same with what is left to the moment of sending fixed.
    ///
    /// - Parameter pins: What to fix; what no job leaves open is forgotten.
    /// - Returns: The plans.
    func fixed(_ pins: PlanPins) -> MadePlans {
        var used = PlanPins()
        for plan in plans { used.add(plan.used(pins)) }
        let plans = plans.map { $0.fixed(used) }
        return MadePlans(
            set: set,
            plans: plans,
            documents: zip(plans, set.manifests).map { PlanDocument($0, of: $1) },
            ledger: ledger,
            realm: realm,
            pins: used
        )
    }

    /// The plans as they are saved.
    func saved(_ given: SavedPlan.Given, emulator: String?) -> SavedPlan {
        SavedPlan(
            given: given,
            sources: set.manifests.map(\.file).reduce(into: [String]()) { files, file in
                if !files.contains(file) { files.append(file) }
            }.compactMap { file in
                set.sources.first { $0.name.utf8.elementsEqual(file.utf8) }.map {
                    SavedPlan.Source(file: file, digest: LedgerEvent.ManifestRecord.digest(of: $0.bytes))
                }
            },
            emulator: emulator,
            ledger: ledger,
            toolVersion: RunnerVersion.number,
            pins: pins,
            plans: documents
        )
    }
}

/// How plans are to be made.
struct PlanRequest: Sendable {
    /// What was typed.
    var given: SavedPlan.Given
    /// Parameters, hosts and policy.
    var options: ManifestOptions
    /// The emulator's document.
    var emulator: String?
    /// The ledger's file.
    var ledger: String?
    /// The entry that the ledger is looked at as of; its last without one.
    var head: LedgerHead?
    /// What is left to the moment of sending, as a saved plan has it.
    var pins: PlanPins?
    /// Whether colour was asked for.
    var color: ColorChoice
}

extension CommandContext {
    /// Makes plans, offline.
    ///
    /// - Parameter request: How.
    /// - Returns: The plans.
    /// - Throws: ``CommandFailure`` with everything that is wrong, shown.
    func made(_ request: PlanRequest) async throws -> MadePlans {
        var options = request.options
        options.values = request.given.parameters
        let set = try manifests(
            request.given.paths,
            options,
            reruns: request.given.reruns,
            color: request.color
        )
        let rehearsal = try request.emulator.map { try self.rehearsal($0, color: request.color) }
        var snapshots: [LedgerSnapshot] = []
        var ledger: SavedPlan.Ledger?
        if let path = request.ledger {
            do throws(Diagnostic) {
                // What it says decides what is shown as done.
                show(try SQLiteLedger.refuseTracked(path, GitIndex(files: host.files)), color: request.color)
                let reader = try await SQLiteLedgerReader(at: path)
                show(reader.warnings, color: request.color)
                var head = try await reader.head()
                if let earlier = request.head { head = earlier }
                ledger = SavedPlan.Ledger(lineage: reader.lineage, head: head)
                for manifest in set.manifests {
                    snapshots.append(try await reader.snapshot(manifest: manifest.name.value, asOf: head))
                }
            } catch {
                throw failure([error], color: request.color)
            }
        }
        let realm = rehearsal.map { RealmContext.emulator(id: $0.id) } ?? .cloud
        let plans = try self.plans(
            for: set,
            realm: realm,
            snapshots: snapshots,
            color: request.color
        )
        let made = MadePlans(
            set: set,
            plans: plans,
            documents: zip(plans, set.manifests).map { PlanDocument($0, of: $1) },
            ledger: ledger,
            realm: realm
        )
        return request.pins.map(made.fixed) ?? made
    }
}

extension SQLiteLedgerReader {
    /// What the planner may know of a manifest's jobs as of an entry; quick where that is the last.
    fileprivate func snapshot(
        manifest: String,
        asOf head: LedgerHead
    ) async throws(Diagnostic) -> LedgerSnapshot {
        let snapshot = try await snapshot(manifest: manifest)
        guard try await self.head() != head else { return snapshot }
        return try await self.snapshot(manifest: manifest, at: head.sequence)
    }
}
