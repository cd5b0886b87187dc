import Diagnostics
import JSONValues
import Plans
import Testing

@testable import Ledgers

@Suite struct EmergencyRecordTests {
    private let record = EmergencyRecord(
        time: "2026-11-20T22:00:00.000Z",
        lineage: "lab",
        events: [.submitted(key: "k", remoteID: "job-\n1", link: nil, deployment: nil)],
        problem: Diagnostic(.ledgerUnwritable, "the ledger cannot be written")
    )

    @Test func addsOneLineACall() throws {
        let folder = try TemporaryFolder()
        let line =
            #"{"time":"2026-11-20T22:00:00.000Z","lineage":"lab","events":[{"kind":"submitted","#
            + #""payload":{"key":"k","remoteID":"job-\n1"}}],"#
            + #""problem":{"code":"RN0606","message":"the ledger cannot be written"}}"#
        #expect(record.line == line)
        let path = try record.append(beside: folder["ledger.sqlite"])
        try record.append(beside: folder["ledger.sqlite"])
        #expect(path == folder["ledger.sqlite.emergency"])
        #expect(shellLines("cat '\(path)'") == [line, line])
        #expect(shellLines("stat -c %a '\(path)'") == ["600"])
    }

    @Test(arguments: ["ln -s target", "mkdir", "mkfifo"]) func writesIntoNoOtherThing(_ making: String)
        async throws
    {
        let folder = try TemporaryFolder()
        try #require(shell("cd '\(folder.path)' && touch target && \(making) ledger.sqlite.emergency") == 0)
        #expect(await codeThrown { try record.append(beside: folder["ledger.sqlite"]) } == .emergencyLost)
        #expect(shellLines("cat '\(folder["target"])'").isEmpty)
    }

    @Test func saysThatThereIsNoPlaceForIt() async throws {
        let folder = try TemporaryFolder()
        #expect(
            await codeThrown { try record.append(beside: folder["none/ledger.sqlite"]) } == .emergencyLost
        )
    }
}
