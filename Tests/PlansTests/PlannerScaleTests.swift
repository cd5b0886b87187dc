import Plans
import Testing

@Suite struct PlannerScaleTests {
    /// Ten attempts for each of many jobs, every tenth job changed: in one pass over each.
    @Test func takesTimeInProportionToJobsAndAttempts() throws {
        let names = (0..<4000).map { "j\($0)" }
        let jobs = names.map {
            "  \($0): { endpoint: heart, inputs: { i: { type: uri_file, uri: 'az:\($0)' } }, "
                + "outputs: { o: { type: uri_file, uri: 'az:\($0)/${{ attempt.number }}' } } }"
        }
        var planning = Planning(jobs: "\n" + jobs.joined(separator: "\n"))
        let submissions = try planning.plan().jobs.map(\.submission)
        var attempts: [AttemptRecord] = []
        for number in 1...10 {
            for (index, submission) in submissions.enumerated() {
                let isOld = index.isMultiple(of: 10)
                attempts.append(
                    AttemptRecord(
                        submission,
                        number: number,
                        state: number == 10 ? .succeeded : .failed,
                        digest: isOld ? "d1:old" : nil,
                        outputs: ["o": "az:j\(index)/\(number)"]
                    )
                )
            }
        }
        planning.ledger = LedgerSnapshot(lineage: "l", attempts: attempts)
        let started = ContinuousClock.now
        let plan = try planning.plan()
        // Linear work takes about two seconds without optimization, quadratic work minutes.
        #expect(ContinuousClock.now - started < .seconds(30))
        #expect(plan.jobs.count(where: \.sends) == 400)
        #expect(plan.jobs.allSatisfy { $0.nextAttemptNumber == 11 && $0.warnings == [] })
        #expect(plan.departed == [])
    }
}
