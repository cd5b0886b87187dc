import Plans
import Testing

/// What a digest looks past, and what it must not.
@Suite struct DigestStabilityTests {
    static let base = """
        { a: { endpoint: heart, experimentName: x, deployment: d, inputs: { i: { type: uri_file, uri: az:u },
        n: { type: number, value: 1.50 } }, outputs: { o: { type: uri_file, uri: 'az:p/${{ attempt.number }}' } },
        settings: { instanceCount: 2, retrySettings: { timeout: PT90S } }, timeouts: { execution: PT1H } } }
        """

    @Test(arguments: [
        ("experimentName: x,", "experimentName: \"x\",   # a comment\n "),
        ("endpoint: heart, experimentName: x,", "experimentName: x, endpoint: heart,"),
        ("i: { type: uri_file, uri: az:u }", "i: { uri: az:u, type: uri_file }"),
        ("execution: PT1H", "execution: PT2H"),
        ("endpoint: heart,", "endpoint: heart, labels: { team: b },"),
        ("endpoint: heart,", "endpoint: heart, rerun: always,"),
        ("endpoint: heart,", "endpoint: heart, onUnknown: hold,"),
        ("${{ attempt.number }}", "${{attempt.number}}"),
        ("timeout: PT90S", "timeout: PT1M30S"),
        ("value: 1.50", "value: '1.50'"),
        ("deployment: d", "deployment: '${{ parameters.day }}'"),
    ])
    func staysTheSame(_ old: String, _ new: String) throws {
        let before = Planning(jobs: Self.base)
        var after = Planning(jobs: Self.base.replacing(old, with: new))
        #expect(before.yaml != after.yaml)
        if new.contains("parameters.day") { after.assignments = ["day=d"] }
        #expect(try before.submission().runDigest == after.submission().runDigest)
    }

    @Test(arguments: [
        ("uri: az:u", "uri: az:v", "inputs.i.uri: \"az:u\" → \"az:v\""),
        (
            "type: uri_file, uri: az:u", "type: uri_folder, uri: az:u",
            "inputs.i.type: \"uri_file\" → \"uri_folder\""
        ),
        ("value: 1.50", "value: 1.5", "inputs.n.value: \"1.50\" → \"1.5\""),
        (
            "'az:p/${{ attempt.number }}'", "'az:p/${{ run.id }}'",
            "outputs.o.uri: \"az:p/${{ attempt.number }}\" → \"az:p/${{ run.id }}\""
        ),
        ("o: { type: uri_file", "o: { type: uri_folder", "outputs.o.type: \"uri_file\" → \"uri_folder\""),
        ("instanceCount: 2", "instanceCount: 3", "settings.instanceCount: \"2\" → \"3\""),
        ("timeout: PT90S", "timeout: PT91S", "settings.retrySettings.timeout: \"PT90S\" → \"PT91S\""),
        ("instanceCount: 2", "instanceCount: 2, miniBatchSize: 5", "settings.miniBatchSize: (none) → \"5\""),
        ("deployment: d", "deployment: e", "deployment: \"d\" → \"e\""),
        (" deployment: d,", "", "deployment: \"d\" → (none)"),
        ("experimentName: x", "experimentName: y", "experimentName: \"x\" → \"y\""),
    ])
    func changesAndSaysWhat(_ old: String, _ new: String, _ change: String) throws {
        let before = try Planning(jobs: Self.base).submission()
        var after = Planning(jobs: Self.base.replacing(old, with: new))
        after.ledger = LedgerSnapshot(lineage: "l", attempts: [AttemptRecord(before, state: .succeeded)])
        let job = try #require(try after.plan().jobs.first)
        #expect(job.submission.runDigest != before.runDigest)
        #expect(job.decision.changes == [change])
        #expect(job.sends)
    }

    @Test func namesEveryPartOfANewInput() throws {
        let before = try Planning(jobs: Self.base).submission()
        var after = Planning(jobs: Self.base.replacing("i: {", with: "z: { type: mltable, uri: az:w }, i: {"))
        after.ledger = LedgerSnapshot(lineage: "l", attempts: [AttemptRecord(before, state: .succeeded)])
        let changes = try after.plan().jobs[0].decision.changes
        #expect(changes == ["inputs.z.type: (none) → \"mltable\"", "inputs.z.uri: (none) → \"az:w\""])
    }

    @Test func dependsOnTheEndpointAndNotOnItsName() throws {
        let first = Planning(scoringURI: "https://a.b.inference.ml.azure.com/jobs")
        let second = Planning(scoringURI: "https://c.b.inference.ml.azure.com/jobs")
        #expect(try first.submission().runDigest != second.submission().runDigest)
        var renamed = first
        renamed.yaml = first.yaml.replacing("heart", with: "liver").replacing("scoring:", with: "scorer:")
            .replacing("credential: scoring", with: "credential: scorer").replacing(
                "name: m",
                with: "name: n"
            )
        #expect(try first.submission().runDigest == renamed.submission().runDigest)
    }

    @Test func isTheSameInEveryRealm() throws {
        var cloud = Planning(jobs: Self.base)
        cloud.realm = .cloud
        #expect(try cloud.submission().runDigest == Planning(jobs: Self.base).submission().runDigest)
    }

    /// An unreadable record still gives a reason.
    @Test func saysTheDigestsWhereTheOldTextIsBroken() throws {
        var planning = Planning(jobs: Self.base)
        let record = AttemptRecord(
            try planning.submission(),
            state: .succeeded,
            digest: "d1:old",
            canonicalText: "{"
        )
        planning.ledger = LedgerSnapshot(lineage: "l", attempts: [record])
        let job = try planning.plan().jobs[0]
        #expect(job.decision.changes == ["run digest: \"d1:old\" → \"\(job.submission.runDigest)\""])
    }

    @Test func planDigestSeesLabelsTimeoutsAndCredentials() throws {
        let base = try Planning(jobs: Self.base).plan().planDigest
        #expect(base.hasPrefix("p1:") && base.utf8.count == 67)
        #expect(
            try Planning(jobs: Self.base.replacing("uri: az:u", with: "uri:    az:u")).plan().planDigest
                == base
        )
        for (old, new) in [
            ("execution: PT1H", "execution: PT2H"),
            ("endpoint: heart,", "endpoint: heart, labels: { a: b },"),
            ("uri: az:u", "uri: az:v"),
        ] {
            #expect(try Planning(jobs: Self.base.replacing(old, with: new)).plan().planDigest != base)
        }
        var other = Planning(jobs: Self.base)
        other.yaml = other.yaml.replacing("env: AZURE_CLIENT_SECRET", with: "env: OTHER_SECRET")
        #expect(try other.plan().planDigest != base)
        var cloud = Planning(jobs: Self.base)
        cloud.realm = .cloud
        #expect(try cloud.plan().planDigest != base)
    }

    @Test func planDigestDoesNotSeeTheLedger() throws {
        var planning = Planning(jobs: Self.base)
        let base = try planning.plan()
        let record = AttemptRecord(base.jobs[0].submission, state: .succeeded)
        planning.ledger = LedgerSnapshot(lineage: "l", attempts: [record])
        #expect(try planning.plan().planDigest == base.planDigest)
    }
}
