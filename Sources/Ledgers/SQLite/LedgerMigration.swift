import Diagnostics
import GRDB
import Host

/// Makes a ledger of an older version one of this.
///
/// Only tables, indexes and triggers are added, in one transaction with the version: whatever ends the process leaves
/// the old ledger or the new one. The entries stay as they are, and so does the chain.
enum LedgerMigration {
    /// Migrates, unless another process has done so meanwhile.
    ///
    /// - Parameters:
    ///   - db: The ledger, open for writing.
    ///   - path: Its file.
    /// - Returns: The version that it had; `nil` when there was nothing to do.
    /// - Throws: RN0612 when its tables are not as an older runner made them, or what SQLite says.
    static func run(_ db: Database, at path: String) throws -> Int? {
        let seen = try version(of: db)
        guard seen < LedgerSchema.version else { return nil }
        if let fault = try LedgerTable.schemaFault(in: db) { throw Diagnostic.damagedLedger(path, fault) }
        try copy(db, to: path + ".v\(seen)")
        var migrated: Int?
        try db.inTransaction(.immediate) {
            // Somebody else may have been faster while the lock was waited for.
            let version = try version(of: db)
            guard version < LedgerSchema.version else { return .rollback }
            for step in LedgerSchema.steps(from: version) { try db.execute(sql: step) }
            Failpoint.reach("ledger.migrate")
            try db.execute(sql: "PRAGMA user_version = \(LedgerSchema.version)")
            migrated = version
            return .commit
        }
        return migrated
    }

    private static func version(of db: Database) throws -> Int {
        try Int.fetchOne(db, sql: "PRAGMA user_version") ?? 0
    }

    /// Keeps a copy of the old ledger beside it, unless there is one.
    private static func copy(_ db: Database, to path: String) throws {
        guard FileFacts(at: path) == nil else { return }
        // SQLite makes files that others can read: it gets one that is ours.
        try LedgerPlace.createExclusively(path)
        do {
            try db.execute(sql: "VACUUM INTO ?", arguments: [path])
        } catch {
            LedgerPlace.remove(path)
            throw error
        }
    }
}

extension Diagnostic {
    static func migratedLedger(_ path: String, from version: Int) -> Diagnostic {
        Diagnostic(
            .ledgerMigrated,
            severity: .warning,
            "the ledger `\(path)` had version \(version) and now has \(LedgerSchema.version)",
            notes: ["a copy of it as it was is `\(path).v\(version)`"],
            help: "an older runner can no longer open it"
        )
    }
}
