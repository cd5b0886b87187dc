import Diagnostics
import GRDB

/// One connection to a ledger's file, used from anywhere, one call at a time, never on a thread of the tasks' pool.
struct LedgerConnection: Sendable {
    let path: String
    let queue: DatabaseQueue

    /// How a ledger is opened.
    enum Access: Sendable {
        /// To append: waits for other writers at most so many seconds.
        case writing(busyTimeoutInSeconds: Double)
        /// To look while a writer may be at work; side files stand already, or are needed.
        case reading
        /// To look at a file at rest: takes no lock and makes no side file, so it works in a folder that cannot be
        /// written; what is read is worth something only if the file did not change meanwhile.
        case immutable
    }

    init(_ path: String, _ access: Access) throws(Diagnostic) {
        let place = LedgerPlace(path)
        var configuration = Configuration()
        configuration.label = "runner.ledger"
        configuration.acceptsDoubleQuotedStringLiterals = false
        var name = place.plainPath
        switch access {
        case .writing(let seconds): configuration.busyMode = .timeout(seconds)
        case .reading:
            configuration.readonly = true
            configuration.busyMode = .timeout(10)
        case .immutable:
            configuration.readonly = true
            name = place.immutableURI
        }
        configuration.prepareDatabase { db in
            try db.execute(sql: "PRAGMA trusted_schema = OFF")
            try db.execute(sql: "PRAGMA cell_size_check = ON")
            try db.execute(sql: "PRAGMA recursive_triggers = ON")
            // What a statement would need to take itself back is small, and nothing of a ledger stands elsewhere.
            try db.execute(sql: "PRAGMA temp_store = MEMORY")
        }
        do {
            queue = try DatabaseQueue(path: name, configuration: configuration)
        } catch {
            throw .reading(error, path)
        }
        self.path = path
    }

    /// Runs a body on the connection's own queue.
    ///
    /// GRDB's own `async` calls are left alone: they give up, and roll back, when the task is cancelled.
    func perform<Value: Sendable>(
        _ body: @escaping @Sendable (Database) throws -> Value
    ) async -> Result<Value, any Error> {
        await withCheckedContinuation { continuation in
            queue.asyncWriteWithoutTransaction { db in
                continuation.resume(returning: Result { try body(db) })
            }
        }
    }

    /// Runs a body at once; for opening and making.
    func performNow<Value>(_ body: (Database) throws -> Value) throws(Diagnostic) -> Value {
        do {
            return try queue.inDatabase(body)
        } catch {
            throw .reading(error, path)
        }
    }

    func close() { try? queue.close() }

    /// Looks at the head of a file, and refuses what is no ledger of ours.
    ///
    /// A file at rest is looked at without a lock. Where a WAL has content the file alone means nothing: while that is
    /// folded back, and for good when the process that does it is killed, the file's head tells of pages that are not
    /// there yet, and SQLite calls it malformed.
    ///
    /// - Returns: The ledger's version.
    @discardableResult
    static func probe(_ path: String) throws(Diagnostic) -> Int {
        // SQLite takes less than a header for a new database.
        guard let size = FileFacts(at: path)?.sizeInBytes, size >= 100 else { throw .notADatabase(path) }
        var tries = 0
        while true {
            tries += 1
            let before = LedgerRest(path)
            let isAtRest = before.isAtRest && tries <= 3
            do throws(Diagnostic) {
                return try probe(path, isAtRest ? .immutable : .reading)
            } catch {
                guard isAtRest, LedgerRest(path) != before else { throw error }
            }
        }
    }

    private static func probe(_ path: String, _ access: Access) throws(Diagnostic) -> Int {
        let connection = try LedgerConnection(path, access)
        defer { connection.close() }
        let found = try connection.performNow { db in
            (
                application: try Int.fetchOne(db, sql: "PRAGMA application_id") ?? 0,
                version: try Int.fetchOne(db, sql: "PRAGMA user_version") ?? 0
            )
        }
        guard found.application == LedgerSchema.applicationID else { throw .foreignDatabase(path) }
        guard found.version <= LedgerSchema.version else { throw .newerLedger(path, version: found.version) }
        guard found.version >= LedgerSchema.oldestVersion else {
            throw .damagedLedger(path, "it has no version")
        }
        return found.version
    }

    /// Refuses tables, indexes and triggers that are not as runner made them; returns what the ledger was born with.
    static func inspect(_ db: Database, at path: String) throws -> LedgerBirth {
        if let fault = try LedgerTable.schemaFault(in: db) { throw Diagnostic.damagedLedger(path, fault) }
        guard let birth = try LedgerTable.birth(in: db) else {
            throw Diagnostic.damagedLedger(path, "its birth record cannot be read")
        }
        return birth
    }
}

extension Diagnostic {
    /// What an error of SQLite's means when nothing was to be written.
    static func reading(_ error: any Error, _ path: String) -> Diagnostic {
        translated(error, path, otherwise: .ledgerUnreadable, "the ledger `\(path)` cannot be read")
    }

    /// What an error of SQLite's means when an append failed; the transaction was rolled back.
    static func writing(_ error: any Error, _ path: String) -> Diagnostic {
        translated(error, path, otherwise: .ledgerUnwritable, "the ledger `\(path)` cannot be written")
    }

    private static func translated(
        _ error: any Error,
        _ path: String,
        otherwise code: Code,
        _ message: String
    ) -> Diagnostic {
        if let diagnostic = error as? Diagnostic { return diagnostic }
        guard let failure = error as? DatabaseError else { return Diagnostic(code, message) }
        let words = failure.message ?? "no words"
        let note = "SQLite says: \(words) (\(failure.extendedResultCode.rawValue))"
        switch failure.resultCode {
        case .SQLITE_BUSY, .SQLITE_LOCKED: return .ledgerLocked(path)
        case .SQLITE_NOTADB: return .notADatabase(path)
        case .SQLITE_CORRUPT: return .damagedLedger(path, words)
        case .SQLITE_FULL:
            return Diagnostic(
                code,
                message,
                notes: [note],
                help: "free space on the disk; nothing was written"
            )
        default: return Diagnostic(code, message, notes: [note])
        }
    }

    static func ledgerLocked(_ path: String) -> Diagnostic {
        Diagnostic(
            .ledgerLocked,
            "the ledger `\(path)` is locked by another process",
            help: "try again when that run has ended"
        )
    }

    static func damagedLedger(_ path: String, _ fault: String) -> Diagnostic {
        Diagnostic(
            .ledgerDamaged,
            "the ledger `\(path)` is damaged: \(fault)",
            notes: ["it was left as it is, and nothing was sent"],
            help: "run `runner ledger verify --ledger \(path)`, and restore the file from a copy"
        )
    }

    static func notADatabase(_ path: String) -> Diagnostic {
        Diagnostic(
            .notADatabase,
            "`\(path)` is not a ledger: it is no SQLite database",
            help: "give the path of the ledger with `--ledger`; the file was left as it is"
        )
    }

    static func foreignDatabase(_ path: String) -> Diagnostic {
        Diagnostic(
            .foreignDatabase,
            "`\(path)` is a database of another application",
            help: "give the path of the ledger with `--ledger`; the file was left as it is"
        )
    }

    static func newerLedger(_ path: String, version: Int) -> Diagnostic {
        Diagnostic(
            .newerLedger,
            "the ledger `\(path)` has version \(version); this runner knows up to \(LedgerSchema.version)",
            help: "use the runner that wrote it, or a newer one"
        )
    }
}
