import Diagnostics
import JSONValues
import Plans
import Testing

@testable import Ledgers

/// What is written was cleaned, whoever made it.
@Suite struct LedgerRedactionTests {
    private static let secret = "marked~secret~value"

    /// One event of each kind, with a secret in each of its texts.
    private static let events: [LedgerEvent] = [
        .runStarted(
            .init(
                runID: "r",
                command: "apply",
                manifests: [.init(name: "m", file: secret, digest: nil, planDigest: nil)],
                user: secret,
                machine: secret,
                toolVersion: "1",
                ci: .init(system: "gitlab", jobURL: "https://ci?token=" + secret, actor: secret)
            )
        ),
        .authenticated(
            runID: "r",
            [.init(credential: "c", type: "t", clientID: secret, objectID: secret, tenantID: secret)]
        ),
        .intent(
            .init(
                key: "k",
                runID: "r",
                realm: "cloud",
                manifest: "m",
                address: "m/j",
                occurrence: nil,
                number: 1,
                runDigest: "d1:00",
                canonicalText: secret,
                credential: "c",
                target: secret,
                body: secret,
                outputs: ["o": secret]
            )
        ),
        .answered(key: "k", .init(httpStatus: 201, requestID: secret, body: "x " + secret)),
        .submitted(key: "k", remoteID: secret, link: secret, deployment: secret),
        .observed(key: "k", state: .running, word: secret),
        .settled(key: "k", state: .failed, reason: secret), .unknown(key: "k", reason: secret),
        .runFinished(
            runID: "r",
            exitStatus: 1,
            problems: [.init(code: "RN0401", message: secret, place: secret)]
        ),
    ]

    private static func redact(_ text: String) -> String {
        text.split(separator: secret, omittingEmptySubsequences: false).joined(separator: "***")
    }

    @Test(arguments: events) func leavesNoTextAsItIs(event: LedgerEvent) {
        #expect(JSONWriter.text(event.payload).contains(Self.secret))
        let redacted = event.redacted(Self.redact)
        #expect(!JSONWriter.text(redacted.payload).contains(Self.secret))
        #expect(redacted.kind == event.kind)
        // What nothing is hidden in stays.
        #expect(redacted.redacted(Self.redact) == redacted)
    }

    @Test(arguments: LedgerStoreConformanceTests.Conformer.allCases)
    func cleansWhatIsAppended(_ conformer: LedgerStoreConformanceTests.Conformer) async throws {
        let folder = try TemporaryFolder()
        let ledger = try conformer.make(in: folder, redact: Self.redact)
        try await ledger.append(Self.events)
        let entries = try await ledger.entries(after: 0, limit: 100)
        #expect(entries.count == Self.events.count)
        #expect(!entries.contains { $0.payload.contains(Self.secret) })
        #expect(entries[2].payload.contains(#""address":"m/j""#))
    }
}
