import Ledgers
import Plans
import Testing

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// Figures for people: `RUNNER_MEASURE=1 swift test --filter LedgerMeasurements`.
@Suite(.serialized, .enabled(if: unsafe getenv("RUNNER_MEASURE") != nil, "set RUNNER_MEASURE=1 to measure"))
struct LedgerMeasurements {
    @Test func appendsVerifiesAndLooksUp() async throws {
        let folder = try TemporaryFolder()
        let ledger = try newLedger(in: folder)
        let clock = ContinuousClock()
        let single = try await clock.measure {
            for number in 0..<500 { try await ledger.append([.sampleIntent("s\(number)")]) }
        }
        print("500 appends of one intent: \(single)")
        for jobs in [4, 16, 64, 256] {
            let shared = try await clock.measure {
                try await withThrowingTaskGroup(of: Void.self) { group in
                    for job in 0..<jobs {
                        group.addTask {
                            for number in 0..<(2048 / jobs) {
                                try await ledger.append([.sampleIntent("c\(jobs)-\(job)-\(number)")])
                            }
                        }
                    }
                    try await group.waitForAll()
                }
            }
            print("2,048 appends of one intent by \(jobs) at once: \(shared)")
        }
        let bulk = try await clock.measure {
            for batch in 0..<100 {
                try await ledger.append(
                    (0..<995).map { .sampleIntent("b\(batch)-\($0)", manifest: "m\($0)", job: "j\(batch)") }
                )
            }
        }
        print("99,500 intents in 100 appends: \(bulk)")
        var count = 0
        let query = try await clock.measure {
            count = try await ledger.snapshot(manifest: "m7").attempts.count
        }
        print("100 of 100,000 attempts by manifest: \(query)")
        #expect(count == 100)
        await ledger.close()
        let path = folder["ledger.sqlite"]
        print("file: \(shellLines("stat -c %s '\(path)'").first ?? "?") bytes")
        let opening = try await clock.measure {
            try await SQLiteLedger.open(at: path, time: TickingTime(), git: nil).close()
        }
        print("open: \(opening)")
        let reading = try await clock.measure { _ = try await SQLiteLedgerReader(at: path).head() }
        print("read the head of a file at rest: \(reading)")
        var found: LedgerVerification?
        let verifying = try await clock.measure {
            found = try await LedgerVerification.verify(ledgerAt: path)
        }
        print("verify 108,192 entries: \(verifying)")
        #expect(found?.fault == nil)
        #expect(found?.head.sequence == 108_192)
    }
}
