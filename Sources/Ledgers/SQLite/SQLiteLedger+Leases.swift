public import Diagnostics
import GRDB
import Host

/// Leases in the ledger's file: for all processes that have it open.
extension SQLiteLedger: LeaseStore {
    /// See ``LeaseStore``; one transaction.
    public func take(_ request: LeaseRequest) async throws(Diagnostic) -> LeaseAnswer {
        let now = time.now.milliseconds
        let request = request.redacted(redact)
        return try await change { db in
            var slot = try LedgerTable.slot(request.name, in: db)
            let answer = try slot.take(request, at: now) { try LedgerTable.isOver($0, in: db) }
            try LedgerTable.write(slot, in: db)
            return answer
        }
    }

    /// See ``LeaseStore``; one transaction for all.
    public func renew(_ grants: [LeaseGrant]) async throws(Diagnostic) -> [LeaseGrant] {
        let now = time.now.milliseconds
        return try await change { db in
            try grants.filter { grant in
                var slot = try LedgerTable.slot(grant.name, in: db)
                guard slot.renew(grant, at: now) else { return true }
                try LedgerTable.write(slot, in: db)
                return false
            }
        }
    }

    /// See ``LeaseStore``.
    public func release(_ grant: LeaseGrant, isGoingOn: Bool) async throws(Diagnostic) {
        try await change { db in
            var slot = try LedgerTable.slot(grant.name, in: db)
            guard slot.stands(grant) else { return }
            slot.release(grant, isGoingOn: isGoingOn)
            try LedgerTable.write(slot, in: db)
        }
    }

    /// See ``LeaseStore``.
    public func withdraw(_ request: LeaseRequest) async throws(Diagnostic) {
        try await change { db in
            try db.execute(
                sql: "DELETE FROM lease_line WHERE name = ? AND holder = ?",
                arguments: [request.name.description, request.holder]
            )
        }
    }

    /// See ``LeaseStore``.
    public func leases() async throws(Diagnostic) -> [LeaseRecord] {
        switch await connection.perform({ db in
            try LedgerTable.leaseNames(in: db).compactMap { try LedgerTable.slot($0, in: db).record }
        }) {
        case .success(let records): return records
        case .failure(let error): throw .reading(error, path)
        }
    }

    /// See ``LeaseStore``; one transaction.
    public func unlock(_ names: [LeaseName], onlyStale: Bool) async throws(Diagnostic) -> [LeaseRecord] {
        let now = time.now
        return try await change { db in
            try names.compactMap { name in
                var slot = try LedgerTable.slot(name, in: db)
                guard let record = slot.record, !onlyStale || record.isStale(at: now) else { return nil }
                slot.unlock()
                try LedgerTable.write(slot, in: db)
                return record
            }
        }
    }

    /// See ``LeaseStore``.
    public func guardAttempt(_ key: String, by grant: LeaseGrant?) { guards.set(grant, for: key) }

    /// See ``LeaseStore``.
    public func guardAll(by grant: LeaseGrant?) { guards.setAll(grant) }

    private func change<Value: Sendable>(
        _ body: @escaping @Sendable (Database) throws -> Value
    ) async throws(Diagnostic) -> Value {
        let result = await connection.perform { db in
            var value: Value?
            try db.inTransaction(.immediate) {
                value = try body(db)
                return .commit
            }
            guard let value else { preconditionFailure("a transaction that is over has a value") }
            return value
        }
        switch result {
        case .success(let value): return value
        case .failure(let error): throw .writing(error, path)
        }
    }
}
