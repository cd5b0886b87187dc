import JSONValues
import Ledgers
import Testing

/// Computed with `printf %s TEXT | sha256sum`: an independent oracle for the chain's definition.
@Suite struct LedgerChainTests {
    @Test func hashesTheBirthRecord() {
        let birth = LedgerBirth(lineage: "lab", created: "2026-11-20T22:00:00.000Z")
        #expect(birth.text == #"{"created":"2026-11-20T22:00:00.000Z","format":1,"lineage":"lab"}"#)
        #expect(birth.hash == "8bd167ce21b16a98bc601515290465bc214bc7d9d47886b7843795dc4966a721")
        #expect(LedgerBirth(birth.text) == birth)
        #expect(LedgerBirth(birth.text + " ") == nil)
        #expect(LedgerBirth("{}") == nil)
    }

    @Test func hashesAnEntry() async throws {
        let ledger = MemoryLedger(lineage: "lab", time: TickingTime())
        let head = try await ledger.append([.unknown(key: "ä", reason: "\"504\"\n")])
        let entry = try #require(await ledger.entries(after: 0, limit: 1).first)
        #expect(entry.payload == #"{"key":"ä","reason":"\"504\"\n"}"#)
        #expect(entry.time == "2026-11-20T22:00:01.000Z")
        #expect(head.hash == "2cc4e31a9aa06ecf12d2872711b67dd61526dee25a8e682aa7d5ab977c1a2394")
    }

    @Test func changesWithEveryPart() {
        func hash(
            _ previousHash: String = "0",
            _ sequence: Int = 1,
            _ time: String = "t",
            _ kind: String = "k",
            _ payload: String = "{}"
        ) -> String {
            LedgerChain.hash(
                previousHash: previousHash,
                sequence: sequence,
                time: time,
                kind: kind,
                payload: payload
            )
        }
        let all = [
            hash(), hash("1"), hash("0", 2), hash("0", 1, "u"), hash("0", 1, "t", "l"),
            hash("0", 1, "t", "k", "[]"),
        ]
        #expect(Set(all).count == all.count)
    }

    @Test(arguments: [
        "", "1", "1:", "x:" + String(repeating: "a", count: 64), "1:" + String(repeating: "A", count: 64),
        "-1:" + String(repeating: "a", count: 64),
        "99999999999999999999:" + String(repeating: "a", count: 64),
        "1:" + String(repeating: "a", count: 63), ":" + String(repeating: "a", count: 64),
    ]) func refusesWhatIsNoHead(_ text: String) {
        #expect(LedgerHead(text) == nil)
    }

    @Test func readsAHeadBack() {
        let head = LedgerHead(sequence: 12, hash: String(repeating: "0f", count: 32))
        #expect(LedgerHead(head.description) == head)
    }

    @Test(arguments: [
        ("heart", true), ("A1._-", true), ("", false), ("-a", false), (".a", false), ("a b", false),
        ("ä", false),
        (String(repeating: "a", count: 64), true), (String(repeating: "a", count: 65), false), ("a/b", false),
    ]) func knowsALineage(_ text: String, _ isLineage: Bool) {
        #expect(LedgerBirth.isLineage(text) == isLineage)
    }

    @Test func makesARandomLineage() {
        var words: [UInt64] = [0x0011_2233_4455_6677, 0x8899_AABB_CCDD_EEFF].reversed()
        #expect(LedgerBirth.randomLineage { words.removeLast() } == "00112233445566778899aabbccddeeff")
    }
}
