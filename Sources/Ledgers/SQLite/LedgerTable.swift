import Diagnostics
import GRDB
import Host
import Plans

/// The statements of a ledger, over one connection.
///
/// All that may throw throws what GRDB does, or a `Diagnostic`.
enum LedgerTable {
    // MARK: Making

    /// Makes the tables of a new ledger and writes what it is born with, in one transaction.
    static func make(in db: Database, birth: LedgerBirth) throws {
        try db.execute(sql: "PRAGMA application_id = \(LedgerSchema.applicationID)")
        try db.execute(sql: "PRAGMA user_version = \(LedgerSchema.version)")
        try db.inTransaction(.immediate) {
            for (name, sql) in LedgerSchema.statements {
                try db.execute(sql: sql)
                guard name == "entry" else { continue }
                try db.execute(
                    sql: "INSERT INTO meta (name, value) VALUES ('birth', ?)",
                    arguments: [birth.text]
                )
            }
            return .commit
        }
    }

    // MARK: Looking

    /// What the ledger was born with; `nil` when it cannot be understood.
    static func birth(in db: Database) throws -> LedgerBirth? {
        try String.fetchOne(db, sql: "SELECT value FROM meta WHERE name = 'birth'").flatMap {
            LedgerBirth($0)
        }
    }

    /// The first thing of the schema that is not as it should be; `nil` when all is.
    static func schemaFault(in db: Database) throws -> String? {
        var wanted: [String: String] = [:]
        let version = try Int.fetchOne(db, sql: "PRAGMA user_version") ?? 0
        for (name, sql) in LedgerSchema.statements(of: version) { wanted[name] = sql }
        for row in try Row.fetchAll(db, sql: "SELECT name, sql FROM sqlite_schema") {
            let name: String = row[0] ?? ""
            guard let found: String = row[1], wanted.removeValue(forKey: name) == found else {
                return "`\(name)` is not as runner made it"
            }
        }
        return wanted.keys.sorted().first.map { "`\($0)` is missing" }
    }

    static func head(in db: Database) throws -> LedgerHead? {
        let sql = "SELECT sequence, hash FROM entry ORDER BY sequence DESC LIMIT 1"
        return try Row.fetchOne(db.cachedStatement(sql: sql)).map { LedgerHead(sequence: $0[0], hash: $0[1]) }
    }

    static func entries(in db: Database, after sequence: Int, limit: Int) throws -> [LedgerEntry] {
        try Row.fetchAll(
            db,
            sql: "SELECT \(entryColumns) FROM entry WHERE sequence > ? ORDER BY sequence LIMIT ?",
            arguments: [sequence, max(limit, 0)]
        ).map(entry)
    }

    static func history(in db: Database, of key: String) throws -> [LedgerEntry] {
        try Row.fetchAll(
            db,
            sql: "SELECT \(entryColumns) FROM entry WHERE attempt = ? ORDER BY sequence",
            arguments: [key]
        ).map(entry)
    }

    static let entryColumns = "sequence, time, kind, payload, previous_hash, hash"

    static func entry(_ row: Row) -> LedgerEntry {
        LedgerEntry(
            sequence: row[0],
            time: row[1],
            kind: row[2],
            payload: row[3],
            previousHash: row[4],
            hash: row[5]
        )
    }

    // MARK: Writing

    /// Refuses intents whose keys or numbers stand, or come twice, a second sending of an attempt, and the end of a doubt that is
    /// none any more, before anything of a call is written.
    static func refuseWhatStands(_ events: [PreparedEvent], in db: Database) throws {
        var keys: Set<[UInt8]> = []
        for key in events.compactMap(\.intendedKey) {
            let known = try db.cachedStatement(
                sql: "SELECT 1 FROM entry WHERE kind = 'intent' AND attempt = ?"
            )
            guard keys.insert(Array(key.utf8)).inserted, try Int.fetchOne(known, arguments: [key]) == nil
            else {
                throw Diagnostic.intentStands(key: key)
            }
        }
        var numbers: Set<IntendedNumber> = []
        for number in events.compactMap(\.intendedNumber) {
            let known = try db.cachedStatement(
                sql: """
                    SELECT 1 FROM entry WHERE kind = 'intent' AND address = ? AND realm = ? AND occurrence IS ?
                    AND json_extract(payload, '$.number') = ?
                    """
            )
            let values: StatementArguments = [
                number.address, number.realm, number.occurrence, number.number,
            ]
            guard numbers.insert(number).inserted, try Int.fetchOne(known, arguments: values) == nil else {
                throw Diagnostic.numberStands(number)
            }
        }
        for key in events.compactMap(\.doubtedKey) {
            guard let attempt = try attempts(in: db, matching: AttemptQuery(key: key)).last else { continue }
            guard attempt.state.isInDoubt else { throw Diagnostic.notInDoubt(key: key) }
        }
        var claims: Set<LedgerClaim> = []
        for event in events {
            guard let claim = event.claim, let key = event.event.key else { continue }
            let isFirst = try history(in: db, of: key).allSatisfy {
                $0.kind != event.event.kind || !$0.payload.utf8.elementsEqual(event.payload.utf8)
            }
            guard claims.insert(claim).inserted, isFirst else { throw Diagnostic.alreadyResent() }
        }
    }

    /// Appends inside a transaction that is open.
    static func append(
        _ events: [PreparedEvent],
        to db: Database,
        after head: LedgerHead,
        at time: String
    ) throws -> LedgerHead {
        var head = head
        let insert = try db.cachedStatement(
            sql: """
                INSERT INTO entry (\(entryColumns), attempt, run, manifest, realm, address, occurrence)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """
        )
        for event in events {
            if Failpoint.isFull("ledger.append.\(event.event.kind)") {
                throw DatabaseError(resultCode: .SQLITE_FULL, message: "database or disk is full")
            }
            let entry = LedgerChain.entry(event, after: head, at: time)
            let columns = event.columns
            try insert.execute(
                arguments: [
                    entry.sequence, entry.time, entry.kind, entry.payload, entry.previousHash, entry.hash,
                    columns.attempt, columns.run, columns.manifest, columns.realm, columns.address,
                    columns.occurrence,
                ]
            )
            head = LedgerHead(sequence: entry.sequence, hash: entry.hash)
        }
        return head
    }
}
