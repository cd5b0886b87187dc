import Diagnostics
import GRDB
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
        for (name, sql) in LedgerSchema.statements { wanted[name] = sql }
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

    /// The statement that finds every entry of the attempts that match: attempt after attempt, oldest first.
    static func attemptsSQL(_ query: AttemptQuery) -> String {
        let conditions = ["intent.kind = 'intent'"] + query.conditions.map { "intent.\($0.column) = ?" }
        return """
            SELECT event.sequence, event.time, event.kind, event.payload
            FROM entry AS intent CROSS JOIN entry AS event ON event.attempt = intent.attempt
            WHERE \(conditions.joined(separator: " AND "))
            ORDER BY intent.sequence, event.sequence
            """
    }

    static func attempts(in db: Database, matching query: AttemptQuery) throws -> [AttemptRecord] {
        let arguments = StatementArguments(query.conditions.map(\.text))
        let rows = try Row.fetchCursor(db, sql: attemptsSQL(query), arguments: arguments)
        var records: [AttemptRecord] = []
        var open: AttemptProjection?
        while let row = try rows.next() {
            let time: String = row[1]
            let entry = LedgerEntry(
                sequence: row[0],
                time: time,
                kind: row[2],
                payload: row[3],
                previousHash: "",
                hash: ""
            )
            let event = try entry.readEvent()
            if case .intent(let intent) = event {
                if let open { records.append(open.record) }
                open = AttemptProjection(intent, at: time)
            } else {
                open?.take(event, at: time)
            }
        }
        if let open { records.append(open.record) }
        return records
    }

    static let entryColumns = "sequence, time, kind, payload, previous_hash, hash"

    private static func entry(_ row: Row) -> LedgerEntry {
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

    /// Appends inside a transaction that is open.
    static func append(
        _ events: [PreparedEvent],
        to db: Database,
        birth: LedgerBirth,
        at time: String
    ) throws -> LedgerHead {
        var head = try head(in: db) ?? LedgerHead(sequence: 0, hash: birth.hash)
        let known = try db.cachedStatement(sql: "SELECT 1 FROM entry WHERE kind = 'intent' AND attempt = ?")
        let insert = try db.cachedStatement(
            sql: """
                INSERT INTO entry (\(entryColumns), attempt, run, manifest, realm, address, occurrence)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """
        )
        for event in events {
            if let key = event.intendedKey, try Int.fetchOne(known, arguments: [key]) != nil {
                throw Diagnostic.intentStands(key: key)
            }
            let entry = LedgerChain.entry(event, after: head, at: time)
            var values: [(any DatabaseValueConvertible)?] = [
                entry.sequence, entry.time, entry.kind, entry.payload, entry.previousHash, entry.hash,
            ]
            values += event.columns.texts.map { $0 }
            try insert.execute(arguments: StatementArguments(values))
            head = LedgerHead(sequence: entry.sequence, hash: entry.hash)
        }
        return head
    }
}
