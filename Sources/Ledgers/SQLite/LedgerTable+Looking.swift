import Diagnostics
import GRDB
import Plans

/// What a ledger knows of attempts and runs, found by index.
extension LedgerTable {
    /// The statement that finds every entry of the attempts that match: attempt after attempt, oldest first; newest
    /// first where only so many are wanted.
    static func attemptsSQL(_ query: AttemptQuery) -> String {
        let conditions = ["intent.kind = 'intent'"] + query.terms.map(\.sql)
        return """
            SELECT event.sequence, event.time, event.kind, event.payload
            FROM entry AS intent CROSS JOIN entry AS event ON event.attempt = intent.attempt
            WHERE \(conditions.joined(separator: " AND "))
            ORDER BY intent.sequence\(query.limit == nil ? "" : " DESC"), event.sequence
            """
    }

    static func attempts(in db: Database, matching query: AttemptQuery) throws -> [AttemptRecord] {
        let arguments = StatementArguments(query.terms.map(\.text))
        let rows = try Row.fetchCursor(db, sql: attemptsSQL(query), arguments: arguments)
        let limit = max(query.limit ?? .max, 0)
        var records: [AttemptRecord] = []
        var open: AttemptProjection?
        func close() {
            if let record = open?.record, query.allows(record.state) { records.append(record) }
            open = nil
        }
        while records.count < limit, let row = try rows.next() {
            let entry = bareEntry(row)
            let event = try entry.readEvent()
            if case .intent(let intent) = event {
                close()
                open = AttemptProjection(intent, at: entry.time)
            } else {
                open?.take(event, at: entry.time)
            }
        }
        if records.count < limit { close() }
        return query.limit == nil ? records : records.reversed()
    }

    static func histories(
        in db: Database,
        matching query: AttemptQuery,
        after sequence: Int,
        count: Int
    ) throws -> [AttemptHistory] {
        let conditions = ["intent.kind = 'intent'", "intent.sequence > \(sequence)"] + query.terms.map(\.sql)
        let columns = entryColumns.split(separator: ", ").map { "event." + $0 }.joined(separator: ", ")
        let rows = try Row.fetchCursor(
            db,
            sql: """
                SELECT \(columns)
                FROM entry AS intent CROSS JOIN entry AS event ON event.attempt = intent.attempt
                WHERE \(conditions.joined(separator: " AND "))
                ORDER BY intent.sequence, event.sequence
                """,
            arguments: StatementArguments(query.terms.map(\.text))
        )
        var found: [AttemptHistory] = []
        var open: (projection: AttemptProjection, entries: [LedgerEntry])?
        func close() {
            if let (projection, entries) = open, query.allows(projection.record.state) {
                found.append(AttemptHistory(projection.record, entries))
            }
            open = nil
        }
        while found.count < count, let row = try rows.next() {
            let entry = entry(row)
            let event = try entry.readEvent()
            if case .intent(let intent) = event {
                close()
                open = (AttemptProjection(intent, at: entry.time), [entry])
            } else {
                open?.projection.take(event, at: entry.time)
                open?.entries.append(entry)
            }
        }
        if found.count < count { close() }
        return found
    }

    static func runs(in db: Database, matching query: RunQuery) throws -> [RunHistory] {
        let rows = try Row.fetchCursor(
            db,
            sql: """
                SELECT sequence, time, kind, payload FROM entry
                WHERE attempt IS NULL\(query.runID == nil ? "" : " AND run = ?") ORDER BY sequence
                """,
            arguments: StatementArguments(query.runID.map { [$0] } ?? [])
        )
        var collected = RunCollector()
        while let row = try rows.next() {
            let entry = bareEntry(row)
            if LedgerEvent.kindsOfRuns.contains(entry.kind) {
                collected.take(try entry.readEvent(), at: entry.time)
            }
        }
        return collected.runs(matching: query)
    }

    /// An entry without its hashes.
    private static func bareEntry(_ row: Row) -> LedgerEntry {
        LedgerEntry(
            sequence: row[0],
            time: row[1],
            kind: row[2],
            payload: row[3],
            previousHash: "",
            hash: ""
        )
    }
}
