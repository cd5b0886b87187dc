import JSONValues
import Ledgers
import Plans
import Testing

@Suite struct LedgerJSONTests {
    @Test func writesAnEntry() {
        let entry = LedgerEntry(
            sequence: 1,
            time: "t",
            kind: "k",
            payload: #"{"a":1}"#,
            previousHash: "p",
            hash: "h"
        )
        #expect(
            JSONWriter.text(entry.json)
                == #"{"sequence":1,"time":"t","kind":"k","payload":{"a":1},"previousHash":"p","hash":"h"}"#
        )
        let broken = LedgerEntry(
            sequence: 1,
            time: "t",
            kind: "k",
            payload: "{",
            previousHash: "p",
            hash: "h"
        )
        #expect(broken.json["payload"]?.string == "{")
    }

    @Test func writesAnAttempt() async throws {
        let ledger = MemoryLedger(lineage: "lab", time: TickingTime())
        try await ledger.append([
            .sampleIntent("k"), .submitted(key: "k", remoteID: "j", link: "https://x", deployment: nil),
        ])
        let attempt = try #require(await ledger.attempts(matching: AttemptQuery()).first)
        #expect(
            JSONWriter.text(attempt.json)
                == #"{"address":"heart/score","realm":"emulator:local","occurrence":null,"number":1,"key":"k","#
                + #""runID":"run-1","runDigest":"d1:00","state":"submitted","remoteID":"j","link":"https://x","#
                + #""reason":null,"intendedAt":"2026-11-20T22:00:01.000Z","changedAt":"2026-11-20T22:00:01.000Z","#
                + #""outputs":{"predictions":"azureml://out.csv"}}"#
        )
    }
}
