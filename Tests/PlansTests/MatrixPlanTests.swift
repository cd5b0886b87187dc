import Diagnostics
import Manifests
import Plans
import Testing

@Suite struct MatrixPlanTests {
    static let pipeline = """

          score:
            endpoint: heart
            matrix: { region: [eu, us], size: [1, 2] }
            inputs: { i: { type: uri_file, uri: 'az:in/${{ matrix.region }}/${{ matrix.size }}' } }
            outputs: { o: { type: uri_file, uri: 'az:out/${{ matrix.region }}-${{ matrix.size }}/OUT' } }
          report:
            endpoint: heart
            needs: [score]
            matrix: { size: [2, 1], region: [eu, us], more: [x] }
            inputs: { i: { type: uri_file, uri: '${{ jobs.score.outputs.o.uri }}' } }
        """

    private func pipeline(late: Bool = false) -> Planning {
        Planning(jobs: Self.pipeline.replacing("OUT", with: late ? "${{ attempt.number }}" : "o"))
    }

    @Test func makesOneJobForEachCombinationAsTheyAreWritten() throws {
        let plan = try pipeline().plan()
        #expect(
            plan.jobs.map(\.submission.address.description) == [
                "m/score[region=eu,size=1]", "m/score[region=eu,size=2]", "m/score[region=us,size=1]",
                "m/score[region=us,size=2]", "m/report[more=x,region=eu,size=2]",
                "m/report[more=x,region=us,size=2]", "m/report[more=x,region=eu,size=1]",
                "m/report[more=x,region=us,size=1]",
            ]
        )
        #expect(plan.jobs[2].submission.specification.inputs[0].uri == "az:in/us/1")
        #expect(plan.groups.map(\.jobs) == [0..<4, 4..<8])
        #expect(plan.groups.map(\.needs) == [[], [0]])
    }

    @Test func handsOnTheOutputOfTheSameCombination() throws {
        let plan = try pipeline().plan()
        #expect(
            plan.jobs[4...].map { $0.submission.specification.inputs[0].uri } == [
                "az:out/eu-2/o", "az:out/us-2/o", "az:out/eu-1/o", "az:out/us-1/o",
            ]
        )
        #expect(plan.jobs.allSatisfy { $0.submission.neededOutputs.isEmpty })
    }

    @Test func leavesAnOutputOpenThatIsDecidedLate() throws {
        let job = try pipeline(late: true).plan().jobs[4].submission
        let notation = "${{ jobs.score[region=eu,size=2].outputs.o.uri }}"
        #expect(job.specification.inputs[0].uri == notation)
        #expect(job.neededOutputs.map(\.notation) == [notation])
        let handed = job.handed([job.neededOutputs[0]: "az:out/eu-2/7"])
        #expect(handed.specification.inputs[0].uri == "az:out/eu-2/7")
        #expect(handed.runDigest == job.runDigest && handed.canonicalText == job.canonicalText)
    }

    @Test func aChangedNeedMakesItsDependantsNew() throws {
        let before = try Planning(jobs: Self.chain).plan().jobs.map(\.submission.runDigest)
        let after = try Planning(jobs: Self.chain.replacing("az:in", with: "az:other")).plan().jobs
        for (old, new) in zip(before, after) { #expect(new.submission.runDigest != old) }
        var planning = Planning(jobs: Self.chain.replacing("az:in", with: "az:other"))
        planning.ledger = try Self.succeeded(Planning(jobs: Self.chain))
        let changes = try planning.plan().jobs[1].decision.changes
        #expect(changes.count == 1 && changes[0].hasPrefix("needs.a: \"d1:"))
    }

    static let chain = """
        { a: { endpoint: heart, inputs: { i: { type: uri_file, uri: az:in } } },
          b: { endpoint: heart, needs: [a] }, c: { endpoint: heart, needs: [b] } }
        """

    /// Every job of a plan has succeeded, in order.
    static func succeeded(_ planning: Planning, number: Int = 1) throws -> LedgerSnapshot {
        let attempts = try planning.plan().jobs.map {
            AttemptRecord($0.submission, number: number, state: .succeeded)
        }
        return LedgerSnapshot(lineage: "l", attempts: attempts)
    }

    /// Frozen: what a job needs is part of what it is, and only then is anything of it in the digest.
    @Test func theDigestOfANeedIsInTheText() throws {
        let jobs = try Planning(jobs: Self.chain).plan().jobs.map(\.submission)
        let endpoint =
            "{\"host\":\"heart.eastus2.inference.ml.azure.com\",\"path\":\"/jobs\",\"type\":\"azureml-batch\"}"
        #expect(
            jobs[1].canonicalText == "{\"endpoint\":\(endpoint),\"needs\":{\"a\":\"\(jobs[0].runDigest)\"}}"
        )
        let matrix = try pipeline().plan().jobs[4].submission.canonicalText
        #expect(matrix.contains(#""needs":{"score":"g1:"#))
    }

    @Test(arguments: [
        ("region: [eu, us], size: [1, 2]", "size: [1, 2], region: [eu, us]"),
        ("region: [eu, us], size: [1, 2]", "region: [us, eu], size: ['2', 1]"),
    ])
    func theOrderOfAxesAndValuesChangesNoJob(_ old: String, _ new: String) throws {
        var other = pipeline()
        other.yaml = other.yaml.replacing(old, with: new)
        #expect(try Self.digests(other) == Self.digests(pipeline()))
        #expect(try other.plan().planDigest == pipeline().plan().planDigest)
    }

    private static func digests(_ planning: Planning) throws -> [String: String] {
        let pairs = try planning.plan().jobs.map {
            ($0.submission.address.description, $0.submission.runDigest)
        }
        return Dictionary(uniqueKeysWithValues: pairs)
    }

    @Test func runsAgainWhatReadAnOutputThatIsWrittenAgain() throws {
        var planning = Planning(jobs: Self.chain)
        planning.ledger = try Self.succeeded(planning)
        #expect(try planning.plan().jobs.map(\.decision.word) == ["upToDate 1", "upToDate 1", "upToDate 1"])
        planning.rerun = ["m/a"]
        #expect(
            try planning.plan().jobs.map(\.decision.word) == [
                "again after 1: asked for with `--rerun`", "again after 1: it needs `m/a`, which runs again",
                "again after 1: it needs `m/b`, which runs again",
            ]
        )
    }

    @Test func runsAgainWhatIsOlderThanWhatItNeeds() throws {
        var planning = Planning(jobs: Self.chain)
        let snapshot = try Self.succeeded(planning)
        let again = AttemptRecord(try planning.plan().jobs[0].submission, number: 2, state: .succeeded)
        planning.ledger = LedgerSnapshot(lineage: "l", attempts: snapshot.attempts + [again])
        #expect(
            try planning.plan().jobs.map(\.decision.word) == [
                "upToDate 2", "again after 1: it needs `m/a`, which has run again as attempt 2",
                "again after 1: it needs `m/b`, which runs again",
            ]
        )
    }

    @Test(arguments: [
        ("m/score", 4), ("m/score[size=2,region=eu]", 1), ("m/score[region=\"eu\",size=2]", 1),
    ])
    func aRerunNamesACombinationOrAllOfThem(_ typed: String, _ count: Int) throws {
        var planning = pipeline()
        planning.ledger = try Self.succeeded(planning)
        planning.rerun = [typed]
        let jobs = try planning.plan().jobs
        #expect(jobs[..<4].count(where: \.sends) == count)
        #expect(jobs[4...].allSatisfy { $0.sends })
    }

    @Test(arguments: [
        "m/score[region=eu]", "m/score[region=eu,size=3]", "m/scor", "score", "m/score[", "m/score]",
    ])
    func aRerunOfNoJobIsRefused(_ typed: String) throws {
        var planning = pipeline()
        planning.rerun = [typed]
        #expect(try planning.attempt().problems.map(\.code) == [.unknownJobAddress])
    }

    @Test func aJobThatGetsAMatrixIsAnotherAndTheOldOneHasDeparted() throws {
        let before = Planning(jobs: "{ a: { endpoint: heart } }")
        var after = Planning(jobs: "{ a: { endpoint: heart, matrix: { x: [1] } } }")
        after.ledger = try Self.succeeded(before)
        let plan = try after.plan()
        #expect(plan.jobs.map(\.decision.word) == ["new"])
        #expect(plan.departed.map(\.address) == ["m/a"])
    }

    @Test func fillsAxesInEverywhere() throws {
        let planning = Planning(
            jobs: """
                { a: { endpoint: heart, matrix: { x: [v1, true] }, deployment: 'd-${{ matrix.x }}',
                experimentName: 'e-${{ matrix.x }}', rerun: { per: '${{ matrix.x }}' },
                inputs: { n: { type: string, value: '${{ occurrence }}/${{ matrix.x }}' } } } }
                """
        )
        let job = try planning.plan().jobs[1].submission
        #expect(job.target.deployment == "d-true")
        #expect(job.specification.experimentName?.text == "e-true")
        #expect(job.specification.inputs[0].value == .literal(type: "string", text: LateText("true/true")))
        #expect(job.occurrence == "true")
    }

    @Test func reportsAFaultOfAMatrixAFewTimesOnly() throws {
        let values = (0..<500).map { "'/\($0)'" }.joined(separator: ", ")
        let planning = Planning(
            jobs: """
                { a: { endpoint: heart, matrix: { x: [\(values)] },
                inputs: { i: { type: uri_file, uri: '${{ matrix.x }}' } } } }
                """
        )
        let problems = try planning.attempt().problems
        #expect(problems.allSatisfy { $0.code == .invalidFilledText })
        #expect((1...20).contains(problems.count))
    }
}

extension JobSpecification.Input {
    fileprivate var uri: String? {
        guard case .data(_, let uri) = value else { return nil }
        return uri.text
    }
}

extension EndpointTarget {
    fileprivate var deployment: String? {
        guard case .azureMLBatch(_, let deployment) = self else { return nil }
        return deployment
    }
}
