import Diagnostics
import GRDB
import Host
import Synchronization

/// Writes appends in the order in which they come, as many in one transaction as wait for it.
///
/// What costs is the disk: one `fsync` for each transaction. While it lasts, other jobs get to their own append, and
/// all of them share the next one. Nobody is told before the disk has it, so an intent is as durable before its
/// request leaves as if it stood alone. Nobody waits for company either: a lone append is written at once.
final class GroupWriter: Sendable {
    /// Events that stand or fall together, and who waits for them.
    private struct Call: Sendable {
        let events: [PreparedEvent]
        /// The leases that have to stand.
        let guards: [LeaseGuard]
        let continuation: CheckedContinuation<Result<LedgerHead, any Error>, Never>
    }

    private struct State: Sendable {
        var waiting: [Call] = []
        var isWriting = false
    }

    /// The most appends in one transaction: a writer of another process waits at most 10 s for its turn.
    private static let greatestGroup = 1000

    private let connection: LedgerConnection
    private let birth: LedgerBirth
    private let guardian: FileGuardian
    private let time: any Timekeeper
    private let state = Mutex(State())

    init(
        _ connection: LedgerConnection,
        birth: LedgerBirth,
        guardian: FileGuardian,
        time: any Timekeeper
    ) {
        self.connection = connection
        self.birth = birth
        self.guardian = guardian
        self.time = time
    }

    /// Appends, and returns when the disk has it; not cancelled with the task.
    func append(
        _ events: [PreparedEvent],
        under guards: [LeaseGuard] = []
    ) async -> Result<LedgerHead, any Error> {
        await withCheckedContinuation { continuation in
            let begins = state.withLock { state in
                state.waiting.append(Call(events: events, guards: guards, continuation: continuation))
                defer { state.isWriting = true }
                return !state.isWriting
            }
            if begins { connection.queue.asyncWriteWithoutTransaction { self.writeAll($0) } }
        }
    }

    /// Writes group after group until nobody waits.
    private func writeAll(_ db: Database) {
        while true {
            let group = state.withLock { state in
                let group = Array(state.waiting.prefix(Self.greatestGroup))
                state.waiting.removeFirst(group.count)
                if group.isEmpty { state.isWriting = false }
                return group
            }
            guard !group.isEmpty else { return }
            let results = write(group, to: db)
            for (call, result) in zip(group, results) { call.continuation.resume(returning: result) }
        }
    }

    private func write(_ group: [Call], to db: Database) -> [Result<LedgerHead, any Error>] {
        do {
            return try transaction(group, on: db)
        } catch let error as DatabaseError where error.resultCode == .SQLITE_FULL && group.count > 1 {
            // What is small may still have room where all together has not.
            return group.map { call in Result { try transaction([call], on: db)[0].get() } }
        } catch {
            return group.map { _ in .failure(error) }
        }
    }

    /// One transaction; a call that is refused by itself takes nothing of the others with it.
    private func transaction(
        _ group: [Call],
        on db: Database
    ) throws -> [Result<LedgerHead, any Error>] {
        var results: [Result<LedgerHead, any Error>] = []
        try guardian.check()
        try db.inTransaction(.immediate) {
            var head = try LedgerTable.head(in: db) ?? LedgerHead(sequence: 0, hash: birth.hash)
            let now = time.now.description
            // Nobody else changes a lease while this transaction goes on.
            var standing: Set<LeaseGrant> = []
            for call in group {
                let events = call.events
                do {
                    try LedgerTable.refuseWhatStands(events, in: db)
                    try LedgerTable.check(call.guards, in: db, standing: &standing)
                } catch let error as Diagnostic {
                    results.append(.failure(error))
                    continue
                }
                head = try LedgerTable.append(events, to: db, after: head, at: now)
                results.append(.success(head))
            }
            for call in group { call.events.forEach { Failpoint.reach("ledger.append.\($0.event.kind)") } }
            return .commit
        }
        // Removed or swapped while the transaction went on: what was written is gone, so it must not count.
        try guardian.check()
        return results
    }
}
