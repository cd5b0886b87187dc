import Diagnostics
import Host
import JSONValues
import Ledgers
import Plans
import RunnerTestSupport
import Testing

@testable import RunnerCommands

/// What people see of a ledger.
@Suite struct LedgerCommandTests {
    /// A ledger with a succeeded and a failed attempt, a run that was refused, and hostile words of the far side.
    static func record(in workplace: Workplace) async throws {
        let time = ManualTimekeeper()
        let ledger = try SQLiteLedger.create(at: workplace.ledger, lineage: "lab", time: time) { 7 }
        func run(_ id: String) -> LedgerEvent {
            .runStarted(
                .init(
                    runID: id,
                    command: "apply",
                    manifests: [
                        .init(name: "heart", file: "heart.yaml", digest: "sha256:ab", planDigest: "p1:cd")
                    ],
                    user: "ada",
                    machine: "engine",
                    toolVersion: "0.1.0",
                    ci: .init(system: "gitlab", jobURL: "https://gitlab.com/j/1", actor: "ada"),
                    source: .init(commit: String(repeating: "ab", count: 20), isDirty: true)
                )
            )
        }
        func intent(_ key: String, _ job: String, _ runID: String) -> LedgerEvent {
            .intent(
                .init(
                    key: key,
                    runID: runID,
                    realm: "emulator:local",
                    manifest: "heart",
                    address: "heart/" + job,
                    occurrence: nil,
                    number: 1,
                    runDigest: "d1:" + String(repeating: "cd", count: 32),
                    canonicalText:
                        #"{"inputs":{"a":{"type":"uri_folder","uri":"https://a.blob.core.windows.net/c/in"}}}"#,
                    credential: "scoring",
                    target: "https://h.eastus2.inference.ml.azure.com/jobs",
                    body: #"{"properties":{"inputData":{}}}"#,
                    outputs: ["o": "azureml://datastores/blob/paths/out.csv"]
                )
            )
        }
        let identity = LedgerEvent.IdentityRecord(
            credential: "scoring",
            type: "azure-service-principal",
            clientID: "2222",
            objectID: nil,
            tenantID: "1111"
        )
        let first = "01a1fd76-378f-7dfd-a456-a62fdb92eb70"
        try await ledger.append([
            run(first), .authenticated(runID: first, [identity]),
            intent("6d87ea23-2876-57e8-a8f6-3da7f5b41fcf", "good", first),
        ])
        try await ledger.append([
            .answered(
                key: "6d87ea23-2876-57e8-a8f6-3da7f5b41fcf",
                .init(httpStatus: 201, requestID: "req-1", body: #"{"name":"job-1"}"#)
            ),
            .submitted(
                key: "6d87ea23-2876-57e8-a8f6-3da7f5b41fcf",
                remoteID: "job-1",
                link: "https://ml.azure.com/runs/job-1",
                deployment: "d"
            ), .settled(key: "6d87ea23-2876-57e8-a8f6-3da7f5b41fcf", state: .succeeded, reason: nil),
            intent("a7afdeec-442e-5966-a6b6-592dcf8b00f2", "bad", first),
            .answered(
                key: "a7afdeec-442e-5966-a6b6-592dcf8b00f2",
                .init(httpStatus: 400, requestID: nil, body: "no \u{1B}[2J\u{9B}31m\u{202E}")
            ),
            .settled(
                key: "a7afdeec-442e-5966-a6b6-592dcf8b00f2",
                state: .rejected,
                reason: "=HYPERLINK(\"x\"), \u{1B}[2J\u{9B}31m\u{202E}\n::error::x"
            ), .runFinished(runID: first, exitStatus: 1),
        ])
        let second = "01a1fd76-3af4-7c01-b538-e3b2686c7456"
        try await ledger.append([
            run(second),
            .runFinished(
                runID: second,
                exitStatus: 65,
                problems: [
                    .init(code: "RN0203", message: "unknown key `x\u{1B}[2J`", place: "heart.yaml:3:1")
                ]
            ),
        ])
        await ledger.close()
    }

    private func run(_ workplace: Workplace, _ arguments: String...) async -> Workplace.Outcome {
        await workplace.run(["ledger"] + arguments + ["--ledger", workplace.ledger])
    }

    @Test func listsAttemptsByStateJobAndTime() async throws {
        try await Workplace.with { workplace in
            try await Self.record(in: workplace)
            func jobs(_ arguments: [String]) async throws -> [String] {
                let outcome = await workplace.run(
                    ["ledger", "list", "--ledger", workplace.ledger, "-o", "jsonl"] + arguments
                )
                try #require(outcome.status == .success, "\(outcome.error)")
                return try outcome.output.split(separator: "\n").map { line in
                    try JSONReader().read(Array(line.utf8))["address"]?.string ?? "-"
                }
            }
            #expect(try await jobs([]) == ["heart/good", "heart/bad"])
            #expect(try await jobs(["--status", "rejected"]) == ["heart/bad"])
            #expect(try await jobs(["--status", "rejected", "--status", "succeeded"]).count == 2)
            #expect(try await jobs(["--job", "heart/good"]) == ["heart/good"])
            #expect(try await jobs(["--manifest", "lung"]) == [])
            #expect(try await jobs(["--limit", "1"]) == ["heart/bad"])
            #expect(try await jobs(["--until", "2001-01-01"]) == [])
            #expect(try await jobs(["--since", "2001-01-01T00:00:00Z"]).count == 2)
        }
    }

    @Test func listsRunsThatSentNothing() async throws {
        try await Workplace.with { workplace in
            try await Self.record(in: workplace)
            let table = await run(workplace, "list", "--runs").output
            #expect(table.contains("1 negative"))
            #expect(table.contains("65 invalid"))
            #expect(table.contains("ada@engine"))
            #expect(table.contains("abababababab with changes"))
            let json = try JSONReader().read(
                Array(await run(workplace, "list", "--runs", "--limit", "1", "-o", "json").output.utf8)
            )
            #expect(json["kind"]?.string == "Runs")
            let runs = json["runs"]?.array ?? []
            #expect(runs.count == 1)
            #expect(runs.first?["problems"]?.array?.first?["code"]?.string == "RN0203")
            #expect(runs.first?["exitStatus"]?.integer == 65)
            #expect(await run(workplace, "list", "--runs", "--status", "failed").status == .usage)
        }
    }

    @Test func showsAnAttemptForPeople() async throws {
        try await Workplace.with { workplace in
            try await Self.record(in: workplace)
            let good = await run(workplace, "show", "heart/good").output
            for words in [
                "heart/good  attempt 1  succeeded",
                "application 2222, tenant 1111 (scoring, azure-service-principal)",
                "apply by ada@engine, commit abababababab with changes",
                "answered with 201, request id req-1",
                "submitted as job-1 to d", "POST https://h.eastus2.inference.ml.azure.com/jobs",
                "      \"inputData\": {}", "\"name\": \"job-1\"",
                "o → azureml://datastores/blob/paths/out.csv",
            ] {
                #expect(good.contains(words), "\(words) is not in \(good)")
            }
            #expect(!good.contains("next"))
            let bad = await run(workplace, "show", "a7afdeec-442e-5966-a6b6-592dcf8b00f2").output
            #expect(bad.contains("next      mend the cause"))
            let runText = await run(workplace, "show", "01a1fd76-3af4-7c01-b538-e3b2686c7456").output
            #expect(runText.contains("RN0203: unknown key `x\\u{1B}[2J`  at heart.yaml:3:1"))
            #expect(runText.contains("next      runner explain RN0203"))
            #expect(runText.contains("https://gitlab.com/j/1"))
            #expect(await run(workplace, "show", "heart/none").status == .noInput)
        }
    }

    @Test(arguments: [
        ["list"], ["list", "-o", "json"], ["list", "-o", "jsonl"], ["list", "--runs"],
        ["list", "--runs", "-o", "jsonl"], ["show", "heart/bad"], ["show", "heart/bad", "-o", "json"],
        ["show", "01a1fd76-3af4-7c01-b538-e3b2686c7456"], ["export", "--to", "csv"],
        ["export", "--to", "jsonl"],
        ["export", "--to", "openlineage"], ["export", "--to", "intoto"],
    ]) func nothingOfALedgerActsOnATerminal(arguments: [String]) async throws {
        try await Workplace.with { workplace in
            try await Self.record(in: workplace)
            let outcome = await workplace.run(["ledger"] + arguments + ["--ledger", workplace.ledger])
            try #require(outcome.status == .success, "\(outcome.error)")
            let acts = outcome.output.unicodeScalars.filter {
                VisibleScalar.mustEscape($0) && !["\n", "\r", "\t"].contains($0)
            }
            #expect(acts.isEmpty)
            #expect(!outcome.output.split(separator: "\n").contains { $0.hasPrefix("::") })
        }
    }

    @Test(
        arguments: [
            ("2026-11-20", "2026-11-20T00:00:00.000Z"), ("2024-02-29", "2024-02-29T00:00:00.000Z"),
            ("2026-11-20T22:04:05Z", "2026-11-20T22:04:05.000Z"),
            ("2026-11-20T22:04:05.1+02:00", "2026-11-20T20:04:05.100Z"),
            ("2026-11-20 01:04-02:30", "2026-11-20T03:34:00.000Z"),
            ("1969-12-31T23:59:59.999Z", "1969-12-31T23:59:59.999Z"),
            ("90s", "2026-11-19T23:58:30.000Z"), ("2w", "2026-11-06T00:00:00.000Z"),
            ("2026-13-01", nil), ("2023-02-29", nil), ("2026-11-20T", nil), ("2026-11-20T22:04:05", nil),
            ("2026-11-20T22:04:05Z ", nil), ("tomorrow", nil), ("", nil), ("h", nil), ("-1h", nil),
            ("99999999w", nil),
            ("2026-11-20T22:04:05.Z", nil), ("2026-11-2", nil),
        ] as [(String, String?)]
    ) func readsTimesAsPeopleTypeThem(text: String, moment: String?) throws {
        let now = try #require(MomentText(argument: "2026-11-20")).moment(now: .init(milliseconds: 0))
        #expect(MomentText(argument: text)?.moment(now: now).description == moment)
    }
}
