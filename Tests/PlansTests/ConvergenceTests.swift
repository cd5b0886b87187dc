import Diagnostics
import Plans
import Testing

@Suite struct ConvergenceTests {
    static let once = "{ a: { endpoint: heart, inputs: { i: { type: uri_file, uri: az:u } } } }"
    static let always =
        "{ a: { endpoint: heart, rerun: always, inputs: { i: { type: uri_file, uri: az:u } } } }"

    struct Row: CustomTestStringConvertible {
        let state: JobState
        let same: String
        let demanded: String
        let other: String

        var testDescription: String { state.rawValue }

        static let all: [Row] = [
            Row(state: .intent, same: "unsettled 3", demanded: "unsettled 3", other: "unsettled 3"),
            Row(state: .submitted, same: "takeUp 3", demanded: "takeUp 3", other: "changed from 3"),
            Row(state: .queued, same: "takeUp 3", demanded: "takeUp 3", other: "changed from 3"),
            Row(state: .running, same: "takeUp 3", demanded: "takeUp 3", other: "changed from 3"),
            Row(state: .succeeded, same: "upToDate 3", demanded: "again after 3", other: "changed from 3"),
            Row(
                state: .failed,
                same: "again after 3: attempt 3 failed",
                demanded: "again after 3",
                other: "changed from 3"
            ),
            Row(state: .cancelled, same: "leave 3", demanded: "again after 3", other: "changed from 3"),
            Row(
                state: .rejected,
                same: "again after 3: attempt 3 was rejected",
                demanded: "again after 3",
                other: "changed from 3"
            ),
            Row(state: .unknown, same: "unsettled 3", demanded: "unsettled 3", other: "unsettled 3"),
            Row(state: .lost, same: "unsettled 3", demanded: "unsettled 3", other: "unsettled 3"),
            Row(
                state: .skipped,
                same: "again after 3: attempt 3 was skipped",
                demanded: "again after 3",
                other: "changed from 3"
            ),
        ]
    }

    @Test func tableHasEveryState() {
        #expect(Row.all.map(\.state) == JobState.allCases)
    }

    @Test(arguments: Row.all)
    func decidesByTheLatestAttempt(_ row: Row) throws {
        var planning = Planning(jobs: Self.once)
        let submission = try planning.submission()
        // Out of order on purpose: the number says which is the latest.
        planning.ledger = LedgerSnapshot(
            lineage: "l",
            attempts: [
                AttemptRecord(submission, number: 1, state: .failed),
                AttemptRecord(submission, number: 3, state: row.state),
                AttemptRecord(submission, number: 2, state: .succeeded),
            ]
        )
        let same = try planning.plan()
        #expect(same.comparison == .compared(lineage: "l"))
        #expect(same.jobs[0].decision.word == row.same)
        #expect(same.jobs[0].nextAttemptNumber == 4)
        #expect(same.jobs[0].sends == row.same.hasPrefix("again"))
        #expect(same.jobs[0].waitsFor == nil)

        planning.rerun = ["m/a"]
        let requested = try planning.plan().jobs[0].decision.word
        let forced = row.demanded == "again after 3"
        #expect(requested == row.demanded + (forced ? ": asked for with `--rerun`" : ""))
        planning.rerun = []
        planning.yaml = Planning(jobs: Self.always).yaml
        let always = try planning.plan().jobs[0].decision.word
        #expect(always == row.demanded + (forced ? ": the job has `rerun: always`" : ""))

        planning.yaml = Planning(jobs: Self.once.replacing("uri: az:u", with: "uri: az:v")).yaml
        let other = try planning.plan().jobs[0]
        #expect(other.decision.word == row.other)
        let waits = row.other.hasPrefix("changed") && !row.state.isSettled
        #expect(other.waitsFor?.number == (waits ? 3 : nil))
    }

    @Test func isNewWithoutAnAttemptAndNotComparedWithoutALedger() throws {
        var planning = Planning(jobs: Self.once)
        let alone = try planning.plan()
        #expect(alone.comparison == .notCompared)
        #expect(alone.jobs[0].decision.word == "notCompared")
        #expect(alone.sends)
        planning.ledger = LedgerSnapshot(lineage: "l", attempts: [])
        let plan = try planning.plan()
        #expect(plan.jobs[0].decision.word == "new")
        #expect(plan.jobs[0].nextAttemptNumber == 1)
    }

    /// A rehearsal never makes the real job up to date, nor the other way round, nor one lab another's.
    @Test func comparesWithinARealmOnly() throws {
        var planning = Planning(jobs: Self.once)
        var attempts: [AttemptRecord] = []
        for realm in [RealmContext.cloud, .emulator(id: "lab")] {
            planning.realm = realm
            planning.ledger = nil
            attempts.append(AttemptRecord(try planning.submission(), state: .succeeded))
            for other in [RealmContext.cloud, .emulator(id: "lab"), .emulator(id: "lab2")] {
                planning.realm = other
                planning.ledger = LedgerSnapshot(lineage: "l", attempts: [attempts[attempts.count - 1]])
                let plan = try planning.plan()
                #expect(plan.jobs[0].decision.word == (realm == other ? "upToDate 1" : "new"))
                #expect(plan.departed == [])
            }
        }
        #expect(
            attempts.map(\.realm) == [
                "azure:AzureCloud:login.microsoftonline.com:heart.eastus2.inference.ml.azure.com",
                "emulator:lab",
            ]
        )
    }

    @Test func comparesWithinAnOccurrenceOnly() throws {
        let jobs = "{ a: { endpoint: heart, rerun: { per: '${{ parameters.day }}' } } }"
        var planning = Planning(jobs: jobs)
        planning.assignments = ["day=e\u{301}"]
        let submission = try planning.submission()
        #expect(submission.occurrence == "e\u{301}")
        #expect(submission.displayAddress == "m/a@e\u{301}")
        planning.ledger = LedgerSnapshot(
            lineage: "l",
            attempts: [AttemptRecord(submission, state: .succeeded)]
        )
        #expect(try planning.plan().jobs[0].decision.word == "upToDate 1")
        // The same to the eye, other bytes.
        planning.assignments = ["day=\u{E9}"]
        let other = try planning.plan()
        #expect(other.jobs[0].decision.word == "new")
        #expect(other.departed == [])
    }

    @Test func rerunNamesTheOccurrenceThatIsPlanned() throws {
        let jobs = "{ a: { endpoint: heart, rerun: { per: '${{ parameters.day }}' } } }"
        var planning = Planning(jobs: jobs)
        planning.ledger = LedgerSnapshot(
            lineage: "l",
            attempts: [AttemptRecord(try planning.submission(), state: .succeeded)]
        )
        planning.rerun = ["m/a@d1"]
        #expect(try planning.plan().jobs[0].decision.word == "again after 1: asked for with `--rerun`")
        planning.rerun = ["m/a@d2"]
        let (plan, problems) = try planning.attempt()
        #expect(plan == nil)
        #expect(problems.map(\.code) == [.unknownJobAddress])
        #expect(problems[0].notes == ["the occurrence of this plan is `d1`"])
        planning.rerun = ["m/b"]
        #expect(try planning.attempt().problems.map(\.help) == ["did you mean `m/a`?"])
    }

    @Test func listsWhatDeparted() throws {
        var planning = Planning(jobs: "{ a: { endpoint: heart }, gone: { endpoint: heart } }")
        let submissions = try planning.plan().jobs.map(\.submission)
        var cloud = planning
        cloud.realm = .cloud
        let abroad = try cloud.plan().jobs[1].submission
        planning.ledger = LedgerSnapshot(
            lineage: "l",
            attempts: [
                AttemptRecord(submissions[0], number: 1, state: .succeeded),
                AttemptRecord(submissions[1], number: 1, state: .failed),
                AttemptRecord(submissions[1], number: 2, state: .running),
                AttemptRecord(abroad, number: 1, state: .running),
            ]
        )
        #expect(try planning.plan().departed == [])
        planning.yaml = Planning(jobs: "{ a: { endpoint: heart } }").yaml
        let plan = try planning.plan()
        #expect(plan.departed.map(\.address) == ["m/gone"])
        #expect(plan.departed.map(\.number) == [2])
    }

    @Test func warnsOfAPlaceThatWasWrittenTo() throws {
        let jobs = "{ a: { endpoint: heart, outputs: { o: { type: uri_file, uri: 'az:p/1' } } } }"
        var planning = Planning(jobs: jobs)
        let submission = try planning.submission()
        func warnings(_ state: JobState, _ uri: String) throws -> [Diagnostic] {
            let record = AttemptRecord(submission, state: state, outputs: ["o": uri])
            planning.ledger = LedgerSnapshot(lineage: "l", attempts: [record])
            return try planning.plan().jobs[0].warnings
        }
        #expect(try warnings(.failed, "az:p/1").map(\.code) == [.outputWrittenBefore])
        #expect(try warnings(.failed, "az:p/1").allSatisfy { $0.severity == .warning && $0.primary != nil })
        #expect(try warnings(.failed, "az:p/2") == [])
        // Never created, so it wrote nothing; up to date, so nothing is written now.
        #expect(try warnings(.rejected, "az:p/1") == [])
        #expect(try warnings(.succeeded, "az:p/1") == [])
        planning.yaml = Planning(jobs: jobs.replacing("az:p/1", with: "az:p/${{ attempt.number }}")).yaml
        #expect(try warnings(.failed, "az:p/1") == [])
        #expect(try warnings(.failed, "az:p/2").map(\.code) == [.outputWrittenBefore])
    }

    @Test func warnsOfTwoOutputsAtOnePlace() throws {
        let planning = Planning(
            jobs: """
                { a: { endpoint: heart, outputs: { o: { type: uri_file, uri: 'az:p' } } }, b: { endpoint: heart,
                outputs: { o: { type: uri_file, uri: 'az:p' } } }, c: { endpoint: heart, outputs: { o: { type: uri_file,
                uri: 'az:p${{ run.id }}' } } }, d: { endpoint: heart, outputs: { o: { type: uri_file, uri: 'az:p${{ run.id }}' } } } }
                """
        )
        #expect(
            try planning.plan().jobs.map { $0.warnings.map(\.code) } == [[], [.outputWrittenTwice], [], []]
        )
    }

    @Test func numbersOfAHostileLedgerDoNotTrap() throws {
        var planning = Planning(jobs: Self.once)
        let submission = try planning.submission()
        for number in [Int.max, Int.min, -1, 0] {
            planning.ledger = LedgerSnapshot(
                lineage: "l",
                attempts: [AttemptRecord(submission, number: number, state: .failed)]
            )
            #expect(try planning.plan().jobs[0].nextAttemptNumber >= 1)
        }
    }
}
