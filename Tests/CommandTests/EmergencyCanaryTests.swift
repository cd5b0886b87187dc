import Host
import RunnerTestSupport
import Subprocess
import Testing

/// A ledger that fails when the request has left: what is kept beside it, or said where that fails too, holds no secret
/// although the server repeated them all.
@Suite(.enabled(if: ThrowAwayAuthority.canBeMade, "needs openssl to make certificates"))
struct EmergencyCanaryTests {
    /// What fails, and whether the file beside the ledger fails as well.
    struct Case: Sendable, CustomTestStringConvertible {
        let failpoint: String
        var isLost = false
        var testDescription: String { failpoint + (isLost ? ", and the file beside it" : "") }
    }

    static let cases = [
        Case(failpoint: "ledger.append.answered"),
        Case(failpoint: "ledger.append.submitted"),
        Case(failpoint: "ledger.append.answered", isLost: true),
        Case(failpoint: "ledger.append.submitted", isLost: true),
    ]

    @Test(arguments: cases) func holdsNoSecret(_ failure: Case) async throws {
        let canary = try #require(CanaryCredential.all.first)
        let authority = try await ThrowAwayAuthority.make(hosts: GossipServer.hosts)
        try await GossipServer.with(.take, authority) { server in
            try await Workplace.with { workplace in
                try await GossipCanaryTests.prepare(workplace, canary)
                if failure.isLost {
                    try SystemFileSystem().createFolder(workplace.ledger + ".emergency")
                }
                var search = try SinkSearch(workplace)
                var environment = canary.environment(server).merging(server.environment) { $1 }
                environment["RUNNER_FAILPOINT"] = failure.failpoint + "=full"
                let result = try await Subprocess.run(
                    .path(BinaryTests.program),
                    arguments: [
                        "apply", .init(stringLiteral: workplace.manifest), "--ledger",
                        .init(stringLiteral: workplace.ledger), "--ca-file",
                        .init(stringLiteral: server.authorities), "-o", "json", "--events-into",
                        .init(stringLiteral: workplace.folder + "/events/lines.jsonl"),
                    ],
                    environment: SeparateEmulator.environment(environment),
                    input: .none,
                    output: .string(limit: 1 << 22),
                    error: .string(limit: 1 << 22)
                )
                #expect(result.terminationStatus == .exited(3), "\(result.standardError)")
                search.add(.output, "apply", Array(result.standardOutput.utf8))
                search.add(.error, "apply", Array(result.standardError.utf8))
                try search.addFiles()
                let kept: String
                if failure.isLost {
                    #expect(result.standardError.contains("RN0622"), "\(result.standardError)")
                    kept = result.standardError
                } else {
                    #expect(search.sinks.contains(.emergencyRecord))
                    let file = try SystemFileSystem().read(workplace.ledger + ".emergency", limit: 1 << 22)
                    kept = String(decoding: file, as: UTF8.self)
                }
                // The job's id is there, and so is what the server said, as far as it may be.
                #expect(kept.contains("batchjob-1") && kept.contains("***"), "\(kept)")
                search.expectNothing(
                    of: canary.secrets + [GossipServer.tokenSecret, GossipServer.proxyPassword],
                    failure.testDescription
                )
            }
        }
    }
}
