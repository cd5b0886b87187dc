import Diagnostics
import GRDB
import Plans

/// The rows of leases: beside the chain, and the only ones that change.
extension LedgerTable {
    static func slot(_ name: LeaseName, in db: Database) throws -> LeaseSlot {
        var slot = LeaseSlot(name)
        let text = name.description
        let columns = "fence, holder, owner, attempt, taken, heard, expires"
        if let row = try Row.fetchOne(
            db,
            sql: "SELECT \(columns) FROM lease WHERE name = ?",
            arguments: [text]
        ) {
            slot.fence = row[0]
            slot.holder = row[1]
            slot.owner = (row[2] as String?).map { LeaseOwner($0) }
            slot.attempt = row[3]
            slot.taken = row[4]
            slot.heard = row[5]
            slot.expires = row[6]
        }
        slot.line = try Row.fetchAll(
            db,
            sql: "SELECT holder, owner, expires FROM lease_line WHERE name = ? ORDER BY place",
            arguments: [text]
        ).map { LeaseSlot.Waiter(holder: $0[0], owner: LeaseOwner($0[1] as String), expires: $0[2]) }
        return slot
    }

    static func write(_ slot: LeaseSlot, in db: Database) throws {
        let name = slot.name.description
        // A run is never begun again: nothing is to be kept of its lease. A group's fence must go on rising.
        if case .run = slot.name, slot.holder == nil {
            try db.execute(sql: "DELETE FROM lease WHERE name = ?", arguments: [name])
        } else {
            try db.execute(
                sql: """
                    INSERT OR REPLACE INTO lease (name, fence, holder, owner, attempt, taken, heard, expires)
                    VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                    """,
                arguments: [
                    name, slot.fence, slot.holder, slot.owner?.text, slot.attempt, slot.taken, slot.heard,
                    slot.expires,
                ]
            )
        }
        try db.execute(sql: "DELETE FROM lease_line WHERE name = ?", arguments: [name])
        for (place, waiter) in slot.line.enumerated() {
            try db.execute(
                sql: "INSERT INTO lease_line (name, place, holder, owner, expires) VALUES (?, ?, ?, ?, ?)",
                arguments: [name, place, waiter.holder, waiter.owner.text, waiter.expires]
            )
        }
    }

    static func leaseNames(in db: Database) throws -> [LeaseName] {
        try String.fetchAll(db, sql: "SELECT name FROM lease ORDER BY name").compactMap { LeaseName($0) }
    }

    /// Whether an attempt is settled; also when nothing was ever written of it.
    static func isOver(_ key: String, in db: Database) throws -> Bool {
        try attempts(in: db, matching: AttemptQuery(key: key)).last?.state.isSettled ?? true
    }

    /// Refuses what is written under a lease that somebody else has; notes which attempt begins under one.
    static func check(
        _ guards: [LeaseGuard],
        in db: Database,
        standing: inout Set<LeaseGrant>
    ) throws {
        for one in guards where !standing.contains(one.grant) {
            let sql = "SELECT 1 FROM lease WHERE name = ? AND holder = ? AND fence = ?"
            let arguments: StatementArguments = [
                one.grant.name.description, one.grant.holder, one.grant.fence,
            ]
            guard try Int.fetchOne(db.cachedStatement(sql: sql), arguments: arguments) != nil else {
                throw Diagnostic.leaseLost(one.grant)
            }
            standing.insert(one.grant)
        }
        for one in guards {
            guard let key = one.attempt else { continue }
            try db.execute(
                sql: "UPDATE lease SET attempt = ? WHERE name = ?",
                arguments: [key, one.grant.name.description]
            )
        }
    }
}
