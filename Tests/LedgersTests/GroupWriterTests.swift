import Diagnostics
import GRDB
import Host
import Plans
import Synchronization
import Testing

@testable import Ledgers

/// Many appends in one transaction.
@Suite struct GroupWriterTests {
    /// Counts the transactions of a ledger.
    private final class Counter: Sendable {
        private let commits = Mutex(0)
        var count: Int { commits.withLock { $0 } }

        func watch(_ ledger: SQLiteLedger) async throws {
            try await ledger.connection.perform { db in
                db.trace { event in
                    if "\(event)".hasPrefix("COMMIT") { self.commits.withLock { $0 += 1 } }
                }
            }.get()
        }
    }

    @Test func sharesTransactionsAndKeepsEveryAppendWhole() async throws {
        let folder = try TemporaryFolder()
        let ledger = try newLedger(in: folder)
        let counter = Counter()
        try await counter.watch(ledger)
        let heads = await withTaskGroup(of: LedgerHead?.self) { group in
            for number in 0..<200 {
                group.addTask {
                    try? await ledger.append([
                        .sampleIntent("k\(number)"), .unknown(key: "k\(number)", reason: ""),
                    ])
                }
            }
            return await group.reduce(into: Set<LedgerHead?>()) { $0.insert($1) }
        }
        // Each was told its own place, after both of its events.
        #expect(heads.count == 200)
        #expect(heads.allSatisfy { $0.map { $0.sequence % 2 == 0 } ?? false })
        #expect(counter.count < 100, "200 appends in \(counter.count) transactions")
        let entries = try await ledger.entries(after: 0, limit: 1000)
        for index in stride(from: 0, to: 400, by: 2) {
            let (intent, unknown) = (try entries[index].readEvent(), try entries[index + 1].readEvent())
            #expect(intent.key == unknown.key)
        }
        await ledger.close()
        #expect(try await LedgerVerification.verify(ledgerAt: folder["ledger.sqlite"]).fault == nil)
    }

    @Test func refusesOneAppendWithoutItsCompany() async throws {
        let folder = try TemporaryFolder()
        let ledger = try newLedger(in: folder)
        try await ledger.append([.sampleIntent("stands")])
        let outcomes = await withTaskGroup(of: Diagnostic.Code?.self) { group in
            for number in 0..<40 {
                let key = number % 4 == 0 ? "stands" : "k\(number)"
                group.addTask { await codeThrown { try await ledger.append([.sampleIntent(key)]) } }
            }
            return await group.reduce(into: [Diagnostic.Code?: Int]()) { $0[$1, default: 0] += 1 }
        }
        #expect(outcomes == [nil: 30, .intentStands: 10])
        #expect(try await ledger.head().sequence == 31)
    }

    @Test func aKeyThatComesTwiceAtOnceIsIntendedOnce() async throws {
        let folder = try TemporaryFolder()
        let ledger = try newLedger(in: folder)
        let won = await withTaskGroup(of: Bool.self) { group in
            for _ in 0..<50 {
                group.addTask {
                    await codeThrown { try await ledger.append([.sampleIntent("one")]) } == nil
                }
            }
            return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
        #expect(won == 1)
        #expect(try await ledger.head().sequence == 1)
    }

    @Test func whatIsSmallStillHasRoomWhenTheDiskIsNearlyFull() async throws {
        let folder = try TemporaryFolder()
        let ledger = try newLedger(in: folder)
        try await ledger.append([.sampleIntent("a")])
        _ = try await ledger.connection.perform { db in
            let pages = try Int.fetchOne(db, sql: "PRAGMA page_count") ?? 0
            _ = try Int.fetchOne(db, sql: "PRAGMA max_page_count = \(pages + 4)")
        }.get()
        let big = String(repeating: "x", count: 60_000)
        let refused = await withTaskGroup(of: (Int, Diagnostic.Code?).self) { group in
            for number in 0..<10 {
                let body = number == 0 ? big : "{}"
                group.addTask {
                    (
                        number,
                        await codeThrown {
                            try await ledger.append([.sampleIntent("k\(number)", body: body)])
                        }
                    )
                }
            }
            return await group.reduce(into: [Int: Diagnostic.Code]()) {
                if let code = $1.1 { $0[$1.0] = code }
            }
        }
        #expect(refused == [0: .ledgerUnwritable])
        #expect(try await ledger.head().sequence == 10)
    }

    @Test func carriesACancelledTasksAppendOut() async throws {
        let folder = try TemporaryFolder()
        let ledger = try newLedger(in: folder)
        await withTaskGroup(of: Void.self) { group in
            for number in 0..<20 {
                group.addTask { _ = try? await ledger.append([.sampleIntent("k\(number)")]) }
            }
            group.cancelAll()
        }
        #expect(try await ledger.head().sequence == 20)
    }
}
