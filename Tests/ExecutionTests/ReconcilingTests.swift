import Diagnostics
import Execution
import HTTPExchange
import HTTPTypes
import JSONValues
import Ledgers
import Plans
import RunnerTestSupport
import Testing

/// What becomes of a submission in doubt, where the endpoint's jobs can be listed.
@Suite struct ReconcilingTests {
    /// Requests that would make a job.
    private func submissions(_ bench: Bench) -> [OutgoingRequest] {
        bench.posts.filter { !$0.address.path.hasSuffix("/cancel") }
    }

    private func key(_ request: OutgoingRequest) -> String? {
        request.fields.first { $0.name.canonicalName == "repeatability_request-id" }?.value
    }

    private func notes(_ bench: Bench) async throws -> [LedgerEvent.Note] {
        try await bench.ledger.entries(after: 0, limit: 1000).compactMap { entry in
            guard case .noted(_, let note, _) = try entry.readEvent() else { return nil }
            return note
        }
    }

    @Test func looksAnEndpointUpOnceInARun() async throws {
        let bench = Bench()
        _ = NamedEndpoint(on: bench)
        // Of fewer than their list is looked at for.
        let summary = try await bench.execute(try await bench.plan(jobs: 19, isNamed: true))
        #expect(summary.exitStatus == .success)
        let lookups = bench.transport.requests.filter { $0.address.host == "management.azure.com" }
        #expect(lookups.count == 1)
        #expect(submissions(bench).count == 19)
    }

    @Test func anEndpointThatIsNotThereStopsTheRunBeforeItBegins() async throws {
        let bench = Bench()
        bench.transport.reply(.json(["error": ["code": "X", "message": "no"]], status: 404)) { _ in true }
        let plan = try await bench.plan(isNamed: true)
        let failure = await #expect(throws: Diagnostic.self) { try await bench.execute(plan) }
        #expect(failure?.code == .endpointNotLocated)
        #expect(await bench.ledger.entries(after: 0, limit: 10).isEmpty)
    }

    /// Rows of the fault table: the job was created, and no answer proves it.
    @Test(arguments: [
        NamedEndpoint.Fate.taken, .takenAs(status: 500), .takenAs(status: 502), .takenAs(status: 503),
        .takenAs(status: 504), .takenAs(status: 408), .takenAs(status: 409), .takenAs(status: 425),
        .takenAs(status: 202), .takenAs(status: 307),
    ])
    func adoptsWhatWasCreated(fate: NamedEndpoint.Fate) async throws {
        let bench = Bench()
        let endpoint = NamedEndpoint(on: bench, [fate], lag: .seconds(30))
        let summary = try await bench.execute(try await bench.plan(isNamed: true))
        #expect(summary.exitStatus == .success)
        #expect(endpoint.count == 1)
        #expect(submissions(bench).count == 1)
        #expect(try await notes(bench) == [.adopted])
        let attempt = try #require(await bench.ledger.attempts(matching: AttemptQuery()).first)
        #expect(attempt.remoteID == "batchjob-1")
        #expect(attempt.state == .succeeded)
    }

    @Test func sendsTheSameBytesOnceMoreWhenTheListShowsNothing() async throws {
        let bench = Bench()
        let endpoint = NamedEndpoint(on: bench, [.lost])
        let summary = try await bench.execute(try await bench.plan(isNamed: true))
        #expect(summary.exitStatus == .success)
        #expect(endpoint.count == 1)
        let sent = submissions(bench)
        #expect(sent.count == 2)
        #expect(Set(sent.map(key)).count == 1)
        #expect(sent[0].body == sent[1].body && sent[0].address == sent[1].address)
        #expect(bench.time.monotonic >= .seconds(120))
        #expect(try await notes(bench) == [.resent])
        let lists = bench.transport.requests.filter { $0.address.path.hasPrefix("/mferp") }
        #expect(lists.count >= 3)
    }

    /// What a listing does not show was not there when it was asked for: a late answer proves nothing of later.
    @Test func aLateListingEndsNoWindow() async throws {
        let bench = Bench()
        let late = (from: Duration.seconds(50), by: Duration.seconds(65))
        let endpoint = NamedEndpoint(on: bench, [.taken], lag: .seconds(100), late: late)
        let summary = try await bench.execute(try await bench.plan(isNamed: true))
        #expect(summary.exitStatus == .success)
        #expect(endpoint.count == 1)
        #expect(try await notes(bench) == [.adopted])
    }

    /// One run never sends it twice more; the next may, once a whole window has shown nothing again.
    @Test func sendsOnceMoreInARun() async throws {
        let bench = Bench()
        let endpoint = NamedEndpoint(on: bench, [.lost, .lost])
        let summary = try await bench.execute(try await bench.plan(isNamed: true))
        #expect(summary.exitStatus == .unfinished)
        #expect(summary.results[0].ending == .unknown)
        #expect(submissions(bench).count == 2)
        let before = bench.time.monotonic
        #expect(try await bench.execute(try await bench.plan(isNamed: true)).exitStatus == .success)
        #expect(bench.time.monotonic - before >= .seconds(120))
        #expect(endpoint.count == 1)
        #expect(try await notes(bench) == [.resent, .held, .resent])
        #expect(Set(submissions(bench).map(key)).count == 1)
    }

    @Test func givesUpSendingOnceMoreAtLast() async throws {
        let bench = Bench()
        let endpoint = NamedEndpoint(on: bench, Array(repeating: .lost, count: 40))
        for _ in 0..<15 {
            let summary = try await bench.execute(try await bench.plan(isNamed: true))
            #expect(summary.exitStatus == .unfinished)
        }
        #expect(submissions(bench).count == 11)
        #expect(endpoint.count == 0)
    }

    /// It was sent once more long after the first time, and the process ended before the answer.
    @Test func findsWhatALaterSendingCreated() async throws {
        let bench = Bench()
        let endpoint = NamedEndpoint(on: bench, [.lost, .lost, .taken])
        _ = try await bench.execute(try await bench.plan(isNamed: true))
        bench.time.advance(by: .seconds(7 * 3600))
        // The first answer is that to the third sending.
        let crashing = FailingLedger(ledger: bench.ledger) { if case .answered = $0 { true } else { false } }
        let plan = try await bench.plan(isNamed: true)
        await #expect(throws: Diagnostic.self) {
            try await bench.execute(plan, on: crashing, stop: StopSignal())
        }
        #expect(endpoint.count == 1)
        bench.time.advance(by: .seconds(3600))
        let summary = try await bench.execute(try await bench.plan(isNamed: true))
        #expect(summary.exitStatus == .success)
        #expect(submissions(bench).count == 3)
        #expect(endpoint.count == 1)
    }

    /// A second sending that is refused says nothing about the first.
    @Test(arguments: [400, 401, 403, 404, 429])
    func aRefusalOfTheSecondSendingLeavesTheDoubt(status: Int) async throws {
        let bench = Bench()
        _ = NamedEndpoint(on: bench, [.lost] + Array(repeating: .refused(status: status), count: 9))
        let summary = try await bench.execute(try await bench.plan(isNamed: true))
        #expect(summary.results[0].ending == .unknown)
        let attempt = try #require(await bench.ledger.attempts(matching: AttemptQuery()).first)
        #expect(attempt.state == .unknown)
    }

    @Test func holdsWhatIsToBeHeld() async throws {
        let bench = Bench()
        _ = NamedEndpoint(on: bench, [.lost])
        let summary = try await bench.execute(
            try await bench.plan(keys: "onUnknown: hold, timeouts: { execution: PT2H }", isNamed: true)
        )
        #expect(summary.exitStatus == .unfinished)
        #expect(submissions(bench).count == 1)
        #expect(summary.results[0].reason?.contains("`onUnknown: hold`") == true)
        #expect(try await notes(bench) == [.held])
    }

    @Test func anEndpointByItsScoringURIIsAlwaysHeld() async throws {
        let bench = Bench()
        _ = NamedEndpoint(on: bench, [.lost])
        let summary = try await bench.execute(
            try await bench.plan(keys: "onUnknown: resend, timeouts: { execution: PT2H }")
        )
        #expect(summary.exitStatus == .unfinished)
        #expect(submissions(bench).count == 1)
        #expect(bench.transport.requests.count == 1)
    }

    /// Jobs that read the same, but were made at another time, or by somebody else.
    @Test func adoptsNobodyElsesJob() async throws {
        let payload = "eyJhcHBpZCI6ImFwcC0xIiwib2lkIjoib2JqZWN0LTIifQ"
        let bench = Bench(token: "e30.\(payload).c2ln")
        let endpoint = NamedEndpoint(on: bench, [.lost])
        let uri = "https://a.blob.core.windows.net/a"
        endpoint.add("old", reading: uri, age: .seconds(3600))
        endpoint.add("theirs", reading: uri, by: "99999999-9999-4999-8999-999999999999")
        endpoint.add("other", reading: uri + "b")
        let summary = try await bench.execute(try await bench.plan(isNamed: true))
        #expect(summary.exitStatus == .success)
        #expect(try await notes(bench) == [.resent])
        #expect(summary.results[0].remoteID == "batchjob-4")
    }

    @Test func twoThatCannotBeToldApartAreHeld() async throws {
        let bench = Bench()
        let endpoint = NamedEndpoint(on: bench, [.taken])
        endpoint.add("twin", reading: "https://a.blob.core.windows.net/a")
        let summary = try await bench.execute(try await bench.plan(isNamed: true))
        #expect(summary.exitStatus == .unfinished)
        #expect(submissions(bench).count == 1)
        #expect(try await notes(bench) == [.held])
    }

    /// Two jobs of one run that read the same: which of them is in the list cannot be told.
    @Test func neverAdoptsForTheWrongOneOfTwins() async throws {
        let bench = Bench()
        let endpoint = NamedEndpoint(on: bench, [.taken, .lost])
        let summary = try await bench.execute(try await bench.plan(jobs: 2, isNamed: true))
        #expect(summary.exitStatus == .unfinished)
        #expect(endpoint.count == 1)
        #expect(summary.results.allSatisfy { $0.ending == .unknown })
    }

    /// An attempt of an earlier run that ended between intent and answer.
    @Test(arguments: [true, false])
    func takesUpWhatACrashLeft(wasTaken: Bool) async throws {
        let bench = Bench()
        let endpoint = NamedEndpoint(on: bench, [wasTaken ? .taken : .lost])
        let store = FailingLedger(ledger: bench.ledger) {
            switch $0 {
            case .answered, .unknown: true
            default: false
            }
        }
        let plan = try await bench.plan(isNamed: true)
        await #expect(throws: Diagnostic.self) {
            try await bench.execute(plan, on: store, stop: StopSignal())
        }
        let left = try #require(await bench.ledger.attempts(matching: AttemptQuery()).first)
        #expect(left.state == .intent)
        bench.time.advance(by: .seconds(3600))
        let summary = try await bench.execute(try await bench.plan(isNamed: true))
        #expect(summary.exitStatus == .success)
        #expect(endpoint.count == 1)
        #expect(submissions(bench).count == (wasTaken ? 1 : 2))
        #expect(Set(submissions(bench).map(key)).count == 1)
    }

    /// The process that intended it may be sending it still: then it is looked for, and never sent by another.
    @Test(arguments: [true, false])
    func sendsNothingOnceMoreBesideAnotherProcess(wasTaken: Bool) async throws {
        let bench = Bench()
        _ = NamedEndpoint(on: bench, [wasTaken ? .taken : .lost])
        let crashing = FailingLedger(ledger: bench.ledger) { if case .answered = $0 { true } else { false } }
        let plan = try await bench.plan(isNamed: true)
        await #expect(throws: Diagnostic.self) {
            try await bench.execute(plan, on: crashing, stop: StopSignal())
        }
        let shared = FailingLedger(ledger: bench.ledger, isSharedNow: true) { _ in false }
        let summary = try await bench.execute(try await bench.plan(isNamed: true), on: shared)
        #expect(submissions(bench).count == 1)
        #expect(summary.exitStatus == (wasTaken ? .success : .unfinished))
        #expect(try await notes(bench) == (wasTaken ? [.adopted] : [.held]))
        // Alone again, it is settled.
        #expect(try await bench.execute(try await bench.plan(isNamed: true)).exitStatus == .success)
    }

    /// Another run has sent it once more while this one looked: there is no third time.
    @Test func sendsNothingThatAnotherRunSentOnceMore() async throws {
        let bench = Bench()
        _ = NamedEndpoint(on: bench, [.lost])
        let summary = try await bench.execute(try await bench.plan(isNamed: true)) { event in
            guard case .reconciling = event,
                let attempt = await bench.ledger.attempts(matching: AttemptQuery()).first
            else { return }
            _ = try? await bench.ledger.append([.noted(key: attempt.key, .resent, "sent once more, time 1")])
        }
        #expect(summary.exitStatus == .unfinished)
        #expect(submissions(bench).count == 1)
    }

    /// Two runs doubt the same attempt: while this one looks, the other finds the job and follows it to its end.
    @Test(arguments: [true, false])
    func takesUpWhatAnotherRunFound(isShown: Bool) async throws {
        let bench = Bench()
        let endpoint = NamedEndpoint(on: bench, [.taken], lag: isShown ? .seconds(30) : .seconds(3600))
        let summary = try await bench.execute(try await bench.plan(isNamed: true)) { event in
            guard case .reconciling = event,
                let attempt = await bench.ledger.attempts(matching: AttemptQuery()).first
            else { return }
            _ = try? await bench.ledger.append([
                .noted(key: attempt.key, .adopted, "found in the endpoint's list"),
                .submitted(key: attempt.key, remoteID: "batchjob-1", link: nil, deployment: nil),
                .settled(key: attempt.key, state: .succeeded, reason: nil),
            ])
        }
        #expect(summary.exitStatus == .success)
        #expect(submissions(bench).count == 1)
        #expect(endpoint.count == 1)
        #expect(try await notes(bench) == [.adopted])
    }

    /// The run that intended it first was killed before it sent it: nobody is waited for who has ended.
    @Test(arguments: [true, false])
    func waitsForNoRunThatHasEnded(wasTaken: Bool) async throws {
        let bench = Bench()
        let endpoint = NamedEndpoint(on: bench, wasTaken ? [.taken] : [.lost])
        let plan = try await bench.plan(isNamed: true)
        let crashing = FailingLedger(ledger: bench.ledger) { if case .answered = $0 { true } else { false } }
        await #expect(throws: Diagnostic.self) {
            try await bench.execute(
                try await bench.plan(isNamed: true),
                on: crashing,
                stop: StopSignal()
            )
        }
        let before = bench.time.monotonic
        let summary = try await bench.execute(plan)
        #expect(summary.exitStatus == .success)
        #expect(endpoint.count == 1)
        #expect(submissions(bench).count == (wasTaken ? 1 : 2))
        #expect(bench.time.monotonic - before < .seconds(300))
    }

    /// Two runs plan the same attempt at the same moment: one intends it first, both follow the one job.
    @Test func bothOfTwoRunsFollowTheOneJob() async throws {
        let bench = Bench()
        let endpoint = NamedEndpoint(on: bench)
        let plans = [
            try await bench.plan(jobs: 3, isNamed: true), try await bench.plan(jobs: 3, isNamed: true),
        ]
        let statuses = try await withThrowingTaskGroup(of: Diagnostics.ExitStatus.self) { group in
            let shared = FailingLedger(ledger: bench.ledger, isSharedNow: true) { _ in false }
            for plan in plans { group.addTask { try await bench.execute(plan, on: shared).exitStatus } }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(statuses == [.success, .success])
        #expect(endpoint.count == 3)
        #expect(submissions(bench).count == 3)
        #expect(await bench.ledger.attempts(matching: AttemptQuery(states: [.succeeded])).count == 3)
    }

    /// The manifest has changed since: the earlier attempt is found, followed to its end, and then the new one is sent.
    @Test func findsTheEarlierAttemptOfAChangedJob() async throws {
        let bench = Bench()
        let endpoint = NamedEndpoint(on: bench, [.taken])
        let store = FailingLedger(ledger: bench.ledger) { if case .answered = $0 { true } else { false } }
        let plan = try await bench.plan(input: "a", isNamed: true)
        await #expect(throws: Diagnostic.self) {
            try await bench.execute(plan, on: store, stop: StopSignal())
        }
        let summary = try await bench.execute(try await bench.plan(input: "b", isNamed: true))
        #expect(summary.exitStatus == .success)
        #expect(summary.results[0].number == 2)
        #expect(endpoint.count == 2)
    }

    @Test func neverSendsAgainWhatAChangedManifestCannotTell() async throws {
        let bench = Bench()
        _ = NamedEndpoint(on: bench, [.lost])
        let store = FailingLedger(ledger: bench.ledger) { if case .answered = $0 { true } else { false } }
        let plan = try await bench.plan(input: "a", isNamed: true)
        await #expect(throws: Diagnostic.self) {
            try await bench.execute(plan, on: store, stop: StopSignal())
        }
        let summary = try await bench.execute(try await bench.plan(input: "b", isNamed: true))
        #expect(summary.exitStatus == .unfinished)
        #expect(submissions(bench).count == 1)
    }

    @Test func aListThatCannotBeReadLeavesTheDoubt() async throws {
        let bench = Bench()
        bench.transport.reply(.answer(HTTPAnswer(status: 503))) { $0.address.path.hasPrefix("/mferp") }
        _ = NamedEndpoint(on: bench, [.taken])
        let summary = try await bench.execute(try await bench.plan(isNamed: true))
        #expect(summary.exitStatus == .unfinished)
        #expect(submissions(bench).count == 1)
    }

    // MARK: - A fresh ledger

    @Test func adoptsWhatTheEndpointAlreadyRuns() async throws {
        let bench = Bench()
        let endpoint = NamedEndpoint(on: bench)
        endpoint.add("batchjob-0", reading: "https://a.blob.core.windows.net/a", age: .seconds(7200))
        var options = Executor.Options()
        options.adoptsRunning = true
        let summary = try await bench.execute(try await bench.plan(isNamed: true), options: options)
        #expect(summary.exitStatus == .success)
        #expect(submissions(bench).isEmpty)
        #expect(summary.results[0].remoteID == "batchjob-0")
        #expect(try await notes(bench) == [.adopted])
    }

    @Test func sendsWhatTheEndpointDoesNotRun() async throws {
        let bench = Bench()
        let endpoint = NamedEndpoint(on: bench)
        endpoint.add("batchjob-0", reading: "https://a.blob.core.windows.net/other")
        var options = Executor.Options()
        options.adoptsRunning = true
        let summary = try await bench.execute(try await bench.plan(isNamed: true), options: options)
        #expect(summary.exitStatus == .success)
        #expect(submissions(bench).count == 1)
    }
}
