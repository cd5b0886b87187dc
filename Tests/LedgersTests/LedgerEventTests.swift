import JSONValues
import Ledgers
import Plans
import Testing

@Suite struct LedgerEventTests {
    @Test(arguments: LedgerEvent.samples) func comesBackFromJSON(_ event: LedgerEvent) throws {
        let text = JSONWriter.text(event.payload, .canonical)
        let value = try JSONReader().read(Array(text.utf8))
        #expect(try LedgerEvent(kind: event.kind, payload: value) == event)
    }

    @Test func hasTheFormThatWasPromised() {
        #expect(
            JSONWriter.text(LedgerEvent.samples[1].payload, .canonical)
                == #"{"address":"heart/score","body":"{\"properties\":{}}","canonicalText":"{\"inputs\":{}}","key":"k","#
                + #""manifest":"heart","number":1,"occurrence":"2026-11-20","outputs":{"predictions":"azureml://out.csv"},"#
                + #""realm":"emulator:local","runDigest":"d1:00","runID":"run-1","#
                + #""target":"https://heart.eastus2.inference.ml.azure.com/jobs"}"#
        )
    }

    @Test(arguments: [
        ("intent", "{}"), ("unknown", #"{"key":1,"reason":""}"#), ("settled", #"{"key":"k","state":"done"}"#),
        ("runFinished", #"{"exitStatus":2147483648,"runID":"r"}"#),
        ("answered", #"{"body":"","httpStatus":"200","key":"k"}"#),
        ("forgotten", "{}"), ("unknown", "[]"),
    ]) func refusesWhatItCannotRead(_ kind: String, _ payload: String) throws {
        let value = try JSONReader().read(Array(payload.utf8))
        #expect(throws: LedgerEvent.Unreadable.self) { try LedgerEvent(kind: kind, payload: value) }
    }

    @Test func cutsWhatOnlyExplains() async throws {
        let ledger = MemoryLedger(lineage: "lab", time: TickingTime())
        // Three bytes each, so that the cut falls into a character.
        let long = String(repeating: "€", count: 100_000)
        try await ledger.append([
            .answered(key: "k", .init(httpStatus: 500, requestID: long, body: long)),
            .unknown(key: "k", reason: long),
            .submitted(key: "k", remoteID: long, link: long, deployment: long),
        ])
        let events = try await ledger.entries(after: 0, limit: 9).map { try $0.readEvent() }
        guard case .answered(_, let answer) = events[0], case .unknown(_, let reason) = events[1],
            case .submitted(_, let remoteID, let link, _) = events[2]
        else {
            Issue.record("other events than were appended")
            return
        }
        #expect(answer.body.utf8.count <= LedgerLimits.answerSizeInBytes)
        #expect(answer.body.utf8.count > LedgerLimits.answerSizeInBytes - 4)
        #expect(answer.body.hasSuffix("€ … (cut)"))
        #expect(reason.utf8.count <= LedgerLimits.wordsSizeInBytes)
        #expect((link?.utf8.count ?? 0) <= LedgerLimits.wordsSizeInBytes)
        #expect((answer.requestID?.utf8.count ?? 0) <= LedgerLimits.wordsSizeInBytes)
        #expect(remoteID == long)
    }
}
