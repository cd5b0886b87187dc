import Diagnostics
import Host
import Ledgers
import Manifests
import Plans

extension CommandContext {
    /// What a ledger knows of some manifests, without writing to it.
    ///
    /// - Parameters:
    ///   - path: The ledger's file.
    ///   - set: The manifests.
    ///   - color: Whether diagnostics are coloured.
    /// - Returns: One snapshot for each manifest.
    /// - Throws: ``CommandFailure`` when it cannot be read.
    func snapshots(at path: String, for set: ManifestSet, color: ColorChoice) async throws -> [LedgerSnapshot]
    {
        do throws(Diagnostic) {
            let reader = try await SQLiteLedgerReader(at: path)
            show(reader.warnings, color: color)
            return try await snapshots(of: reader, for: set)
        } catch {
            throw failure([error], color: color)
        }
    }

    /// What a ledger knows of some manifests.
    ///
    /// - Parameters:
    ///   - ledger: The ledger.
    ///   - set: The manifests.
    /// - Returns: One snapshot for each manifest.
    /// - Throws: RN0605 when it cannot be read.
    func snapshots(of ledger: any LedgerReader, for set: ManifestSet) async throws(Diagnostic)
        -> [LedgerSnapshot]
    {
        var snapshots: [LedgerSnapshot] = []
        for manifest in set.manifests {
            snapshots.append(try await ledger.snapshot(manifest: manifest.name.value))
        }
        return snapshots
    }

    /// Opens the ledger that a run writes to.
    ///
    /// - Parameters:
    ///   - path: The ledger's file.
    ///   - whenMissing: What becomes of a ledger that is not there.
    /// - Returns: The ledger.
    /// - Throws: ``Diagnostic`` of `RN06`; RN0601 when it is missing and refused then.
    func ledger(at path: String, whenMissing: MissingLedger) throws(Diagnostic) -> SQLiteLedger {
        let isThere = host.files.kind(of: path) != nil
        guard !isThere, whenMissing == .made else { return try ledger(at: path) }
        return try newLedger(at: path, lineage: nil)
    }

    /// Opens a ledger to append to it; no entry is written with a secret in it.
    ///
    /// - Parameter path: The ledger's file.
    /// - Returns: The ledger.
    /// - Throws: ``Diagnostic`` of `RN06`.
    func ledger(at path: String) throws(Diagnostic) -> SQLiteLedger {
        try SQLiteLedger.open(
            at: path,
            time: host.time,
            git: GitIndex(files: host.files),
            redact: { [redactor] in redactor.redact($0) }
        )
    }

    /// Makes a ledger.
    ///
    /// - Parameters:
    ///   - path: The ledger's file.
    ///   - lineage: Its id; `nil` makes one.
    /// - Returns: The ledger.
    /// - Throws: ``Diagnostic`` of `RN06`.
    func newLedger(at path: String, lineage: String?) throws(Diagnostic) -> SQLiteLedger {
        try SQLiteLedger.create(
            at: path,
            lineage: lineage,
            time: host.time,
            random: host.random,
            redact: { [redactor] in redactor.redact($0) }
        )
    }

    /// What becomes of a missing ledger: where `CI` is set it was lost, and is not made anew.
    ///
    /// - Parameters:
    ///   - mustExist: Whether the operator said that there is one.
    ///   - isRehearsal: Whether the run is on an emulator, where a fresh ledger does no harm.
    /// - Returns: What becomes of it.
    func missingLedger(mustExist: Bool, isRehearsal: Bool) -> MissingLedger {
        if mustExist { return .refused }
        let isInCI = host.environment.nonEmpty("CI").map { $0 != "false" } ?? false
        return isRehearsal || !isInCI ? .made : .refused
    }
}

/// What becomes of a ledger that is not there.
enum MissingLedger: Sendable {
    /// A new one is made: on a person's machine, and for rehearsals.
    case made
    /// Nothing is done: with a new one everything would run again.
    case refused
}
