import Diagnostics
import Host
import JSONValues
import Ledgers
import RunnerTestSupport
import Subprocess
import SystemPackage
import Testing

/// The program itself with `--on-interrupt cancel`, against a server of its own, and signals by its process id.
@Suite struct InterruptTests {
    private static let once = [(word: "submitted as", time: 2, signal: Signal.interrupt)]

    private func notes(_ server: InterruptServer) async throws -> [LedgerEvent.Note] {
        let reader = try await SQLiteLedgerReader(at: server.workplace.ledger)
        return try await reader.entries(after: 0, limit: 1000).compactMap { entry in
            guard case .noted(_, let note, _) = try entry.readEvent() else { return nil }
            return note
        }
    }

    @Test(arguments: [(Signal.interrupt, Int32(130)), (.terminate, 143)])
    func theFirstInterruptCancelsWhatRuns(signal: Signal, status: Int32) async throws {
        try await InterruptServer.with(.take) { server in
            let events = server.workplace.folder + "/events.jsonl"
            let report = server.workplace.folder + "/report.json"
            let outcome = try await server.run(
                ["--on-interrupt", "cancel", "--events-into", events, "--report", "json=\(report)"],
                signals: [("submitted as", 2, signal)]
            )
            #expect(outcome.status == .exited(status), "\(outcome.error)")
            #expect(outcome.error.contains("jobs of this run are cancelled where they can be"))
            #expect(outcome.error.contains("asking to cancel batchjob-1\n"))
            #expect(outcome.error.contains("asking to cancel batchjob-2\n"))
            #expect(outcome.output.contains("m/one  cancelled, attempt 1 as batchjob-"))
            #expect(outcome.error.contains("--failed` runs again what was cancelled"))
            #expect(!outcome.error.contains("runner resume"))
            #expect(try server.cancels() == 2)
            let noted = try await notes(server)
            #expect(noted.count { $0 == .cancelRequested } == 2 && noted.count { $0 == .cancelAccepted } == 2)
            let runs = try await SQLiteLedgerReader(at: server.workplace.ledger).runs(matching: RunQuery())
            #expect(runs.map(\.exitStatus) == [status])
            #expect(await server.run(["ledger", "verify"]).status == .success)
            let lines = try server.workplace.text("events.jsonl").split(separator: "\n")
            #expect(lines.count { $0.contains(#""type":"job.cancelling""#) } == 2)
            #expect(lines.count { $0.contains(#""type":"job.finished""#) } == 2)
            #expect(lines.count { $0.contains(#""ending":"cancelled""#) } == 2)
            #expect(try server.workplace.text("report.json").contains(#""cancelled""#))
        }
    }

    /// What cannot be cancelled is said before and after, with the page of the job; the rest is cancelled.
    @Test func saysWhichJobsGoOn() async throws {
        try await InterruptServer.with(.take) { server in
            let outcome = try await server.run(
                [],
                command: server.applyingAll,
                variables: ["RUNNER_ON_INTERRUPT": "cancel"],
                signals: [("submitted as", 3, .interrupt)]
            )
            #expect(outcome.status == .exited(130), "\(outcome.error)")
            #expect(outcome.error.contains("\njobs of the endpoint `address` cannot be cancelled"))
            #expect(
                outcome.error.contains(
                    "error[RN0551]: job `m/three` goes on: it cannot be cancelled from here"
                )
            )
            #expect(outcome.error.contains("look at it at https://ml.azure.com/runs/batchjob-"))
            #expect(
                outcome.output.contains("m/one  cancelled") && outcome.output.contains("m/two  cancelled")
            )
            #expect(outcome.output.contains("m/three  unfinished"))
            #expect(outcome.error.contains("runner resume") && outcome.error.contains("--failed` runs again"))
            #expect(try server.cancels() == 2)
        }
    }

    @Test func leavesJobsAloneUnlessItIsTold() async throws {
        try await InterruptServer.with(.take) { server in
            let outcome = try await server.run([], signals: Self.once)
            #expect(outcome.status == .exited(130), "\(outcome.error)")
            #expect(outcome.error.contains("jobs that run are not cancelled"))
            #expect(try server.cancels() == 0)
            // What was left is this run's as soon as it follows it.
            let resumed = try await server.run(
                ["--on-interrupt", "cancel"],
                command: ["resume"],
                signals: [("taken up", 2, .interrupt)]
            )
            #expect(resumed.status == .exited(130), "\(resumed.error)")
            #expect(try server.cancels() == 2 && server.jobsCreated() == 2)
            #expect(
                resumed.output.contains("m/one  cancelled") && resumed.output.contains("m/two  cancelled")
            )
            // Cancelled jobs are done again by nothing but `retry`.
            let applied = try await server.run([], signals: [])
            #expect(applied.status == .exited(1), "\(applied.error)")
            #expect(try server.jobsCreated() == 2)
            let retried = try await server.run(
                ["--failed", "--on-interrupt", "cancel"],
                command: ["retry"],
                signals: Self.once
            )
            #expect(retried.status == .exited(130), "\(retried.error)")
            #expect(try server.cancels() == 4 && server.jobsCreated() == 4)
        }
    }

    @Test func aRefusalIsToldAndTheJobGoesOn() async throws {
        try await InterruptServer.with(.refuse) { server in
            let outcome = try await server.run(["--on-interrupt", "cancel"], signals: Self.once)
            #expect(outcome.status == .exited(130), "\(outcome.error)")
            #expect(
                outcome.error.contains(
                    "error[RN0552]: job `m/one` goes on: the request to cancel it was not taken"
                )
            )
            #expect(outcome.error.contains("HTTP 403 AuthorizationFailed: no right to cancel"))
            #expect(outcome.output.contains("m/one  unfinished, attempt 1 as batchjob-"))
            #expect(!outcome.output.contains("cancelled"))
            #expect(outcome.error.contains("runner resume"))
            let noted = try await notes(server)
            #expect(noted.count { $0 == .cancelRefused } == 2 && !noted.contains(.cancelAccepted))
        }
    }

    @Test func aLostAnswerIsAskedForAgain() async throws {
        try await InterruptServer.with(.lose) { server in
            let outcome = try await server.run(["--on-interrupt", "cancel"], signals: Self.once)
            #expect(outcome.status == .exited(130), "\(outcome.error)")
            #expect(
                outcome.output.contains("m/one  cancelled") && outcome.output.contains("m/two  cancelled")
            )
            #expect(try server.cancels() == 2 * 5)
            #expect(try await notes(server).allSatisfy { $0 == .cancelRequested })
        }
    }

    @Test func whatEndedMeanwhileIsToldAsItEnded() async throws {
        try await InterruptServer.with(.ended) { server in
            let outcome = try await server.run(["--on-interrupt", "cancel"], signals: Self.once)
            #expect(outcome.status == .exited(130), "\(outcome.error)")
            #expect(
                outcome.output.contains("m/one  succeeded") && outcome.output.contains("m/two  succeeded")
            )
        }
    }

    /// Whether the request hangs or the job's end does: what was asked for is on record.
    @Test(arguments: [InterruptServer.Mode.hang, .late])
    func theSecondInterruptLeavesAtOnce(mode: InterruptServer.Mode) async throws {
        try await InterruptServer.with(mode) { server in
            let asked = [(word: "asking to cancel", time: 2, signal: Signal.interrupt)]
            let outcome = try await server.run(["--on-interrupt", "cancel"], signals: Self.once + asked)
            #expect(outcome.status == .exited(130), "\(outcome.error)")
            // Nothing is waited for, told or recorded any more: the run has no end.
            #expect(outcome.output == "")
            let runs = try await SQLiteLedgerReader(at: server.workplace.ledger).runs(matching: RunQuery())
            #expect(runs.map(\.exitStatus) == [nil])
            #expect(await server.run(["ledger", "verify"]).status == .success)
            #expect(try await notes(server).contains(.cancelRequested))
            let status = await server.run(["status"])
            #expect(status.status == .unfinished && status.output.contains("m/one"), "\(status.output)")
        }
    }

    @Test(arguments: ["apply", "resume", "retry"])
    func refusesOtherValuesAndWhatDoesNotGoTogether(command: String) async throws {
        try await Workplace.with { workplace in
            let subject = command == "apply" ? [workplace.manifest] : []
            let wrong = await workplace.run([command] + subject + ["--on-interrupt", "kill"])
            #expect(wrong.status == .usage)
            #expect(wrong.error.contains("Please provide one of 'detach' and 'cancel'"), "\(wrong.error)")
            let empty = await workplace.run([command] + subject + ["--on-interrupt", ""])
            #expect(empty.status == .usage)
            let both = await workplace.run([command] + subject + ["--on-interrupt", "cancel", "--detach"])
            #expect(both.status == .usage)
            #expect(both.error.contains("--on-interrupt cancel does not go with --detach"))
            #expect(SystemFileSystem().kind(of: workplace.ledger) == nil)
        }
    }
}

extension Workplace {
    /// A file of the folder.
    fileprivate func text(_ name: String) throws -> String {
        String(decoding: try SystemFileSystem().read(folder + "/" + name, limit: 1 << 20), as: UTF8.self)
    }
}
