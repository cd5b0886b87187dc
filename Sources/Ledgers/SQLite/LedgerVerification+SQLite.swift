public import Diagnostics
import GRDB

extension LedgerVerification {
    /// Verifies a ledger's file, also one that was worked on: schema, every row and its look-up columns, the chain,
    /// then every page and index (`PRAGMA integrity_check`).
    ///
    /// Writes nothing. Memory does not grow with the ledger.
    ///
    /// - Parameters:
    ///   - path: The ledger's file.
    ///   - expected: A head that was kept elsewhere.
    /// - Returns: What was found.
    /// - Throws: RN0601 when it is not there; RN0603, RN0604, RN0608 … RN0611 when it is no ledger that can be trusted
    ///   to be ours; RN0605 when it cannot be read.
    public static func verify(
        ledgerAt path: String,
        expecting expected: LedgerHead? = nil
    ) async throws(Diagnostic) -> LedgerVerification {
        _ = try LedgerPlace(path).inspect()
        do throws(Diagnostic) {
            try LedgerConnection.probe(path)
            return try await SQLiteLedgerReader.look(at: path) { try verify($0, expecting: expected) }
        } catch  where error.code == .ledgerDamaged {
            let fault = Fault(sequence: nil, kind: .file, detail: error.message)
            return LedgerVerification(head: LedgerHead(sequence: 0, hash: ""), fault: fault)
        }
    }

    static func verify(_ db: Database, expecting expected: LedgerHead?) throws -> LedgerVerification {
        func broken(_ kind: Kind, _ detail: String, head: LedgerHead? = nil) -> LedgerVerification {
            LedgerVerification(
                head: head ?? LedgerHead(sequence: 0, hash: ""),
                fault: Fault(sequence: nil, kind: kind, detail: detail)
            )
        }
        let schemaFault = try LedgerTable.schemaFault(in: db)
        guard let birth = try? LedgerTable.birth(in: db) else {
            return broken(.schema, "its birth record cannot be read")
        }
        var walker = ChainWalker(birth: birth, expected: expected)
        do {
            // An index could have been made to lie: the walk goes along the table itself.
            let rows = try Row.fetchCursor(
                db,
                sql: """
                    SELECT \(LedgerTable.entryColumns), \(lookUpColumns.joined(separator: ", "))
                    FROM entry NOT INDEXED ORDER BY sequence
                    """
            )
            while let row = try rows.next() {
                if let fault = take(row, &walker) {
                    return LedgerVerification(head: walker.head, fault: fault)
                }
            }
        } catch let error as DatabaseError where error.resultCode == .SQLITE_CORRUPT {
            return broken(.file, "SQLite says: \(error.message ?? "corrupt")", head: walker.head)
        } catch let error as DatabaseError where error.resultCode == .SQLITE_ERROR {
            return broken(.schema, schemaFault ?? "a table is not as runner made it", head: walker.head)
        }
        let result = walker.finished()
        guard result.fault == nil else { return result }
        if let schemaFault { return broken(.schema, schemaFault, head: walker.head) }
        if let finding = try String.fetchOne(db, sql: "PRAGMA integrity_check(1)"), finding != "ok" {
            return broken(.file, "SQLite says: \(finding)", head: walker.head)
        }
        return result
    }

    /// The columns that are copied from the payload.
    private static let lookUpColumns = ["attempt", "run", "manifest", "realm", "address", "occurrence"]

    /// Takes one row, whatever types its columns have.
    private static func take(_ row: Row, _ walker: inout ChainWalker) -> Fault? {
        func text(_ column: Int) -> String? {
            guard case .string(let text) = (row[column] as DatabaseValue).storage else { return nil }
            return text
        }
        guard case .int64(let number) = (row[0] as DatabaseValue).storage,
            let sequence = Int(exactly: number), let time = text(1), let kind = text(2),
            let payload = text(3), let previousHash = text(4), let hash = text(5)
        else {
            return Fault(sequence: walker.head.sequence + 1, kind: .row, detail: "the row has no proper form")
        }
        let entry = LedgerEntry(
            sequence: sequence,
            time: time,
            kind: kind,
            payload: payload,
            previousHash: previousHash,
            hash: hash
        )
        return walker.take(entry) { event in
            for (place, wanted) in DerivedColumns(event).texts.enumerated() {
                let column = 6 + place
                let found = text(column)
                guard wanted.map({ Array($0.utf8) }) == found.map({ Array($0.utf8) }),
                    found != nil || (row[column] as DatabaseValue).isNull
                else {
                    return Fault(
                        sequence: sequence,
                        kind: .column,
                        detail: "the column `\(lookUpColumns[place])` says something else than the payload"
                    )
                }
            }
            return nil
        }
    }
}
