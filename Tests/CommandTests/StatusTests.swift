import Diagnostics
import Ledgers
import Plans
import RunnerTestSupport
import Testing

@testable import RunnerCommands

/// What a ledger tells of jobs, without asking anybody else.
@Suite struct StatusTests {
    static let realm = "azure:AzureCloud:login.microsoftonline.com:heart.eastus2.inference.ml.azure.com"

    /// A ledger in memory with jobs in several states.
    static func ledger() async throws -> MemoryLedger {
        let ledger = MemoryLedger(lineage: "status", time: ManualTimekeeper())
        func intend(_ address: String, _ number: Int, occurrence: String? = nil, realm: String = realm)
            async throws -> String
        {
            let key = "\(address)-\(number)-\(occurrence ?? "")-\(realm.prefix(4))"
            try await ledger.append([
                .intent(
                    .init(
                        key: key,
                        runID: "run-\(number)",
                        realm: realm,
                        manifest: String(address.prefix { $0 != "/" }),
                        address: address,
                        occurrence: occurrence,
                        number: number,
                        runDigest: "d1:00",
                        canonicalText: "{}",
                        target: "{}",
                        body: "{}",
                        outputs: ["predictions": "azureml://\(address)/\(number)"]
                    )
                )
            ])
            return key
        }
        let first = try await intend("nightly/score", 1)
        try await ledger.append([.settled(key: first, state: .failed, reason: "no space\nsecond line")])
        let second = try await intend("nightly/score", 2)
        try await ledger.append([
            .submitted(key: second, remoteID: "batchjob-2", link: "https://ml.azure.com/2", deployment: nil),
            .settled(key: second, state: .succeeded, reason: nil),
        ])
        let eu = try await intend("nightly/train[region=eu]", 1)
        try await ledger.append([.submitted(key: eu, remoteID: "batchjob-3", link: nil, deployment: nil)])
        let us = try await intend("nightly/train[region=us]", 1, occurrence: "2026-11-20")
        try await ledger.append([.settled(key: us, state: .failed, reason: "score.py raised")])
        let rehearsed = try await intend("weekly/score", 1, realm: "emulator:local")
        try await ledger.append([.unknown(key: rehearsed, reason: "no answer")])
        return ledger
    }

    /// Subject, realm, what is selected, how the command ends.
    static let selections: [(String?, String?, [String], Diagnostics.ExitStatus)] = [
        (
            nil, nil,
            [
                "nightly/score 2", "nightly/train[region=eu] 1", "nightly/train[region=us]@2026-11-20 1",
                "weekly/score 1",
            ], .unfinished
        ),
        ("nightly/score", nil, ["nightly/score 2"], .success),
        (
            "nightly/train", nil, ["nightly/train[region=eu] 1", "nightly/train[region=us]@2026-11-20 1"],
            .unfinished
        ),
        ("nightly/train[region=us]", nil, ["nightly/train[region=us]@2026-11-20 1"], .negative),
        (
            "nightly/train[region=us]@2026-11-20", nil, ["nightly/train[region=us]@2026-11-20 1"], .negative
        ),
        ("run-2", nil, ["nightly/score 2"], .success),
        ("weekly", nil, ["weekly/score 1"], .unfinished),
        (nil, "emulator:local", ["weekly/score 1"], .unfinished),
    ]

    @Test(arguments: selections) func theLatestAttemptsAreFound(
        subject: String?,
        realm: String?,
        found: [String],
        status: Diagnostics.ExitStatus
    ) async throws {
        let selection = try await AttemptSelection(
            subject.map { [$0] } ?? [],
            realm: realm,
            in: Self.ledger(),
            at: "l"
        )
        #expect(selection.attempts.map { "\($0.displayAddress) \($0.number)" } == found)
        #expect(selection.exitStatus == status)
    }

    @Test(arguments: ["nightly/scor", "night", "nightly/train[region=asia]", "weekly/score@2026", ""])
    func whatTheLedgerDoesNotHaveIsSaid(subject: String) async throws {
        await #expect {
            try await AttemptSelection([subject], realm: nil, in: Self.ledger(), at: "l")
        } throws: { error in
            (error as? Diagnostic)?.code.name == "RN0725"
        }
    }

    @Test func statusIsATableWithCountsAndReasons() async throws {
        let console = RecordingConsole()
        let selection = try await AttemptSelection([], realm: nil, in: Self.ledger(), at: "l")
        StatusView(console: console, format: .text).show(selection, lineage: "status")
        let lines = console.output.split(separator: "\n")
        // The head, four jobs, two reasons, the counts.
        #expect(lines.count == 8)
        #expect(lines[1].hasPrefix("nightly/score") && lines[1].contains("  2        succeeded  "))
        #expect(lines.contains("nightly/train[region=us]@2026-11-20: score.py raised"))
        #expect(lines.last == "1 submitted, 1 succeeded, 1 failed, 1 unknown")
    }

    @Test func aRunIsToldByEveryCommand() async throws {
        try await Workplace.with { workplace in
            #expect(await workplace.apply().status == .success)
            let status = await workplace.run(["status", "--ledger", workplace.ledger])
            #expect(status.status == .success)
            #expect(status.output.contains("heart-disease/score") && status.output.hasSuffix("1 succeeded\n"))
            let json = await workplace.run(["status", "-o", "json", "--ledger", workplace.ledger])
            #expect(json.output.contains("\"kind\": \"Status\"") && json.output.contains("\"succeeded\": 1"))

            let outputs = await workplace.run([
                "outputs", "heart-disease/score", "predictions", "--ledger", workplace.ledger,
            ])
            #expect(outputs.status == .success)
            let place =
                "azureml://datastores/workspaceblobstore/paths/heart-disease/2026-11-20/attempt-1/predictions.csv\n"
            #expect(outputs.output == place)
            let wrong = await workplace.run([
                "outputs", "heart-disease/score", "prediction", "--ledger", workplace.ledger,
            ])
            #expect(wrong.status == .noInput && wrong.output.isEmpty)
            #expect(wrong.error.contains("its outputs are `predictions`"))
            let download = await workplace.run([
                "outputs", "heart-disease", "--download", "here", "--ledger", workplace.ledger,
            ])
            #expect(download.status == .unavailable && download.error.contains("Storage Blob Data Reader"))

            let logs = await workplace.run(["logs", "heart-disease/score", "--ledger", workplace.ledger])
            #expect(logs.status == .unavailable)
            #expect(logs.output.contains("  page    https://ml.azure.com/runs/"))
            #expect(logs.error.contains("az ml job stream --name batchjob-"))
        }
    }

    @Test func outputsOfAJobThatFailedAreNotPrinted() async throws {
        try await Workplace.with { workplace in
            // The outputs of the second attempt stand already.
            try workplace.edit("attempt-${{ attempt.number }}/predictions.csv", "always/predictions.csv")
            _ = await workplace.apply()
            let second = await workplace.apply(["--rerun", "heart-disease/score"])
            #expect(second.status == .negative)
            let outputs = await workplace.run(["outputs", "heart-disease", "--ledger", workplace.ledger])
            #expect(outputs.status == .negative && outputs.output.isEmpty)
            #expect(outputs.error.contains("RN0728") && outputs.error.contains("attempt 2 is failed"))
            let all = await workplace.run(["outputs", "heart-disease", "--any", "--ledger", workplace.ledger])
            #expect(all.status == .success)
            #expect(all.output.hasPrefix("heart-disease/score\tpredictions\tazureml://"))
        }
    }
}
