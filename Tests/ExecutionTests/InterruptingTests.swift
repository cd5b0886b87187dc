import Diagnostics
import Engines
import Execution
import HTTPExchange
import HTTPTypes
import Host
import JSONValues
import Ledgers
import Plans
import RunnerTestSupport
import Synchronization
import Testing

/// An interrupt that cancels: `--on-interrupt cancel`.
@Suite struct InterruptingTests {
    @Test func cancelsWhatRunsAndWaitsForItsEnd() async throws {
        let playing = InterruptedEndpoint()
        let plan = try await playing.bench.plan(jobs: 3, isNamed: true)
        let summary = try await playing.execute(plan, times: 3)
        #expect(summary.results.map(\.ending) == [.cancelled, .cancelled, .cancelled])
        #expect(summary.results.allSatisfy { $0.goesOn == nil })
        #expect(summary.results.first?.reason == "the run run was interrupted, and asked the job to cancel")
        #expect(summary.exitStatus == .negative)
        #expect(playing.cancels == 3)
        // What the far side says of its own operation is not waited for: the job's state tells.
        #expect(!playing.bench.transport.requests.contains { $0.address.path.hasPrefix("/operations") })
        let notes = try await playing.notes()
        #expect(notes.count { $0 == .cancelRequested } == 3)
        #expect(notes.count { $0 == .cancelAccepted } == 3)
        let attempts = await playing.bench.ledger.attempts(matching: AttemptQuery())
        #expect(attempts.map(\.state) == [.cancelled, .cancelled, .cancelled])
        // It is not sent again.
        let again = try await playing.bench.plan(jobs: 3, isNamed: true)
        #expect(again.jobs.allSatisfy { if case .leave = $0.decision { true } else { false } })
    }

    /// The request is on record before it leaves.
    @Test func asksNothingThatCannotBeRecorded() async throws {
        let playing = InterruptedEndpoint()
        let full = FailingLedger(ledger: playing.bench.ledger) { event in
            if case .noted(_, .cancelRequested, _) = event { true } else { false }
        }
        let plan = try await playing.bench.plan(isNamed: true)
        let failure = await #expect(throws: Diagnostic.self) { try await playing.execute(plan, on: full) }
        #expect(failure?.code == .ledgerUnwritable)
        #expect(playing.cancels == 0)
    }

    @Test func leavesWhatRunsAloneUnlessItIsTold() async throws {
        let playing = InterruptedEndpoint()
        let plan = try await playing.bench.plan(jobs: 2, isNamed: true)
        let summary = try await playing.execute(plan, times: 2, cancelling: false)
        #expect(summary.results.map(\.ending) == [.unfinished, .unfinished])
        #expect(summary.results.map(\.reason) == ["the run was stopped", "the run was stopped"])
        #expect(playing.cancels == 0)
    }

    /// A fault of the run, such as a lost lease, is no interrupt; whoever comes first decides.
    @Test func aFaultIsNoInterrupt() {
        let stop = StopSignal()
        stop.request()
        stop.request(cancelsJobs: true)
        #expect(stop.isRequested && !stop.cancelsJobs)
        let interrupted = StopSignal()
        interrupted.request(cancelsJobs: true)
        interrupted.request()
        #expect(interrupted.cancelsJobs)
    }

    @Test func theEndOfTheTimeIsNoInterrupt() async throws {
        let playing = InterruptedEndpoint()
        let plan = try await playing.bench.plan(isNamed: true)
        let summary = try await playing.execute(plan, times: 99, change: { $0.waitTimeout = .seconds(10) })
        #expect(summary.results.map(\.ending) == [.unfinished])
        #expect(playing.cancels == 0)
    }

    @Test func saysWhatCannotBeCancelledFromHere() async throws {
        let bench = Bench()
        bench.playEndpoint { _ in "Running" }
        let log = WordLog()
        let summary = try await bench.execute(try await bench.plan()) { event in
            if case .notCancelled(_, let why) = event { log.add(why) }
            if InterruptedEndpoint.runs(event) { bench.stop.request(cancelsJobs: true) }
        }
        let result = try #require(summary.results.first)
        #expect(result.ending == .unfinished && result.goesOn == .notCancellable)
        #expect(summary.exitStatus == .unfinished)
        #expect(log.words.count == 1 && log.words.first == result.reason)
        let diagnostic = try #require(result.diagnostic { _ in nil })
        #expect(diagnostic.code == .cannotCancel)
        #expect(diagnostic.message == "job `m/j0` goes on: it cannot be cancelled from here")
        #expect(diagnostic.notes.contains("the endpoint's id for the job is `batchjob-1`"))
        #expect(bench.posts.count == 1)
    }

    @Test func aRefusalIsToldAndTheJobGoesOn() async throws {
        let playing = InterruptedEndpoint(
            cancel: .json(["error": ["code": "AuthorizationFailed", "message": "no right to"]], status: 403),
            isCarriedOut: false
        )
        let log = WordLog()
        let began = playing.bench.time.monotonic
        let summary = try await playing.execute(try await playing.bench.plan(isNamed: true), seen: log)
        let result = try #require(summary.results.first)
        #expect(result.ending == .unfinished && result.goesOn == .refused)
        #expect(
            result.reason
                == "the request to cancel it was not taken: HTTP 403 AuthorizationFailed: no right to"
        )
        #expect(result.diagnostic { _ in nil }?.code == .cancelRefused)
        #expect(log.words == ["cancelling batchjob-1", "not cancelled: \(result.reason ?? "")"])
        #expect(try await playing.notes() == [.cancelRequested, .cancelRefused])
        #expect(playing.cancels == 1)
        #expect(playing.bench.time.monotonic - began < .seconds(10))
        #expect(await playing.bench.ledger.attempts(matching: AttemptQuery()).map(\.state) == [.running])
    }

    /// What the engine says last of the job counts, whatever came of the request.
    @Test(arguments: [(400, "nothing left to cancel"), (409, "a conflict"), (403, "refused")])
    func tellsTheTrueEndOfWhatEndedMeanwhile(status: Int, name: String) async throws {
        let ended = ReplacingTests.Flag()
        let bench = Bench()
        bench.transport.respond(when: { $0.address.path.hasSuffix("/cancel") }) { _ in
            ended.set()
            return .json(["error": ["code": "X"]], status: status)
        }
        bench.transport.respond(when: { $0.method == .get && $0.address.path.hasSuffix("/jobs/batchjob-1") })
        { _ in
            .json(["name": "batchjob-1", "properties": ["status": ended.isSet ? "Completed" : "Running"]])
        }
        _ = NamedEndpoint(on: bench)
        let summary = try await bench.execute(try await bench.plan(isNamed: true)) { event in
            if InterruptedEndpoint.runs(event) { bench.stop.request(cancelsJobs: true) }
        }
        #expect(summary.results.map(\.ending) == [.succeeded], "\(name)")
        #expect(summary.exitStatus == .success)
    }

    /// Asking again does no harm.
    @Test func asksAgainWhenTheAnswerIsLost() async throws {
        let lost = ScriptedTransport.Reply.failure(TransportFailure(.maybeSent, .connectionLost))
        let playing = InterruptedEndpoint(cancel: lost, times: 1)
        let summary = try await playing.execute(try await playing.bench.plan(isNamed: true))
        #expect(summary.results.map(\.ending) == [.cancelled])
        #expect(playing.cancels == 2)
        #expect(try await playing.notes() == [.cancelRequested, .cancelAccepted])
    }

    /// Nobody says that it was taken; the job's own state tells.
    @Test(arguments: [true, false])
    func claimsNothingWithoutAnAnswer(isCarriedOut: Bool) async throws {
        let lost = ScriptedTransport.Reply.failure(TransportFailure(.maybeSent, .connectionLost))
        let playing = InterruptedEndpoint(cancel: lost, isCarriedOut: isCarriedOut)
        let log = WordLog()
        let summary = try await playing.execute(try await playing.bench.plan(isNamed: true), seen: log)
        let result = try #require(summary.results.first)
        #expect(result.ending == (isCarriedOut ? .cancelled : .unfinished))
        #expect(result.goesOn == (isCarriedOut ? nil : .asked))
        #expect(
            log.words.contains { $0.hasPrefix("it is not known whether the request to cancel it was taken") }
        )
        #expect(try await playing.notes() == [.cancelRequested])
        #expect(playing.cancels == RetrySchedule().attempts)
        if !isCarriedOut {
            #expect(result.reason?.contains("the connection was lost") == true)
            #expect(result.diagnostic { _ in nil }?.code == .jobUnfinished)
        }
    }

    /// However long the job takes and whatever is answered: two minutes, to the second.
    @Test(arguments: [202, 429, 503])
    func waitsForABoundedTime(status: Int) async throws {
        let answer = HTTPAnswer(status: status, fields: [.retryAfter: "50"])
        let playing = InterruptedEndpoint(cancel: .answer(answer), isCarriedOut: false)
        let interrupted = Moment()
        let plan = try await playing.bench.plan(isNamed: true)
        let summary = try await playing.execute(
            plan,
            when: { event in
                guard InterruptedEndpoint.runs(event) else { return false }
                interrupted.set(playing.bench.time.monotonic)
                return true
            }
        )
        let result = try #require(summary.results.first)
        #expect(result.ending == .unfinished)
        #expect(result.goesOn == (status == 429 ? .refused : .asked))
        let passed = playing.bench.time.monotonic - interrupted.value
        #expect(passed <= .seconds(120))
        #expect(status == 429 || passed == .seconds(120))
        #expect(await playing.bench.ledger.attempts(matching: AttemptQuery()).map(\.state) == [.running])
    }

    private final class Moment: Sendable {
        private let kept = Mutex(Duration.zero)
        var value: Duration { kept.withLock { $0 } }
        func set(_ value: Duration) { kept.withLock { $0 = value } }
    }

    @Test func whatIsNotBegunIsNotBegun() async throws {
        let playing = InterruptedEndpoint()
        let plan = try await playing.bench.plan(jobs: 5, isNamed: true)
        let summary = try await playing.execute(
            plan,
            change: { $0.parallelism = 1 },
            when: InterruptedEndpoint.isIntended
        )
        #expect(summary.results.map(\.ending) == [.cancelled, .notBegun, .notBegun, .notBegun, .notBegun])
        #expect(playing.endpoint.count == 1)
        #expect(await playing.bench.ledger.attempts(matching: AttemptQuery()).count == 1)
    }

    /// What waits for its turn in a group is not begun, and the group is given back.
    @Test func whatQueuesIsNotBegunAndTheGroupIsFree() async throws {
        let playing = InterruptedEndpoint()
        let bench = playing.bench
        let plan = try await bench.plan(jobs: 3, keys: "concurrency: { group: g }", isNamed: true)
        let summary = try await ConcurrencyTests().execute(
            plan,
            on: bench,
            observe: { if InterruptedEndpoint.runs($0) { bench.stop.request(cancelsJobs: true) } }
        )
        #expect(summary.results.map(\.ending) == [.cancelled, .notBegun, .notBegun])
        #expect(await bench.ledger.leases().isEmpty)
    }

    /// An attempt in doubt is looked for once more: what is found is this run's, what is not is named, never cancelled.
    @Test(arguments: [NamedEndpoint.Fate.taken, .lost])
    func anAttemptInDoubtIsLookedForOrNamed(fate: NamedEndpoint.Fate) async throws {
        let playing = InterruptedEndpoint([fate])
        let plan = try await playing.bench.plan(isNamed: true)
        let summary = try await playing.execute(plan, when: InterruptedEndpoint.isIntended)
        let result = try #require(summary.results.first)
        if case .taken = fate {
            #expect(result.ending == .cancelled)
            #expect(playing.cancels == 1)
        } else {
            #expect(result.ending == .unknown && result.goesOn == nil)
            #expect(result.diagnostic { _ in nil }?.code == .outcomeUnknown)
            #expect(summary.exitStatus == .unfinished)
            #expect(playing.cancels == 0)
        }
    }

    /// What was followed when the interrupt came is this run's, whoever sent it.
    @Test func cancelsWhatItHasTakenUp() async throws {
        let playing = InterruptedEndpoint()
        let bench = playing.bench
        try await left(playing)
        let plan = try await bench.plan(isNamed: true)
        let summary = try await ConcurrencyTests().execute(
            plan,
            as: "two",
            on: bench,
            observe: { if case .takenUp = $0 { bench.stop.request(cancelsJobs: true) } }
        )
        #expect(summary.results.map(\.ending) == [.cancelled])
        #expect(summary.results.first?.reason == "the run two was interrupted, and asked the job to cancel")
    }

    /// Too early: it has not followed anything yet.
    @Test func leavesWhatItHadNotTakenUp() async throws {
        let playing = InterruptedEndpoint()
        try await left(playing)
        let plan = try await playing.bench.plan(isNamed: true)
        playing.bench.stop.request(cancelsJobs: true)
        let summary = try await playing.bench.execute(plan)
        #expect(summary.results.map(\.ending) == [.unfinished])
        #expect(summary.results.map(\.goesOn) == [.notOwn])
        #expect(playing.cancels == 0)
    }

    /// Two runs follow the job; the one that sent it goes on with it.
    @Test(arguments: [true, false])
    func leavesWhatAnotherRunIsAt(isAlive: Bool) async throws {
        let playing = InterruptedEndpoint()
        let bench = playing.bench
        try await left(playing)
        if isAlive {
            let owner = LeaseOwner(runID: "run", machine: "here", processID: 2, user: "me")
            _ = await bench.ledger.take(LeaseRequest(.run("run"), holder: "run", owner: owner))
        }
        let shared = FailingLedger(ledger: bench.ledger, isSharedNow: true) { _ in false }
        var executor = bench.executor(on: shared)
        executor.leases = LeaseKeeper(
            bench.ledger,
            owner: LeaseOwner(runID: "two", machine: "here", processID: 1, user: "me"),
            time: bench.time,
            stop: bench.stop,
            tell: { _ in }
        )
        let summary = try await executor.execute(try await bench.plan(isNamed: true), as: "two") { event in
            if case .takenUp = event { bench.stop.request(cancelsJobs: true) }
        }
        #expect(summary.results.map(\.ending) == [isAlive ? .unfinished : .cancelled])
        #expect(summary.results.map(\.goesOn) == [isAlive ? .notOwn : nil])
        #expect(playing.cancels == (isAlive ? 0 : 1))
    }

    /// The attempt with the old digest is cancelled, the new one not begun, and both are told.
    @Test func cancelsAnAttemptThatWasPlannedOtherwise() async throws {
        let playing = InterruptedEndpoint()
        let bench = playing.bench
        try await left(playing)
        let plan = try await bench.plan(input: "b", isNamed: true)
        let summary = try await ConcurrencyTests().execute(
            plan,
            as: "two",
            on: bench,
            observe: { if case .takenUp = $0 { bench.stop.request(cancelsJobs: true) } }
        )
        #expect(summary.results.map(\.ending) == [.notBegun])
        #expect(
            summary.results.first?.reason
                == "attempt 1, which was planned otherwise, is over (cancelled), and the run was stopped"
        )
        #expect(playing.endpoint.count == 1)
        #expect(await bench.ledger.attempts(matching: AttemptQuery()).map(\.state) == [.cancelled])
    }

    @Test func cancelsAThousandJobs() async throws {
        let playing = InterruptedEndpoint()
        let plan = try await playing.bench.plan(jobs: 1000, keys: "description: many", isNamed: true)
        let summary = try await playing.execute(
            plan,
            times: 1000,
            change: {
                $0.parallelism = 16
                // The clock of the test passes for all that wait, one after the other.
                $0.cancelTimeout = .seconds(1_000_000)
            }
        )
        #expect(summary.results.allSatisfy { $0.ending == .cancelled })
        #expect(playing.cancels == 1000)
    }

    /// A run that has sent `j0` and left it running.
    private func left(_ playing: InterruptedEndpoint) async throws {
        let plan = try await playing.bench.plan(isNamed: true)
        var options = Executor.Options()
        options.waitTimeout = .seconds(10)
        #expect(try await playing.bench.execute(plan, options: options).exitStatus == .unfinished)
    }
}
