import Testing

@testable import Plans

/// Held against `uuid.uuid5` of Python 3 and frozen.
@Suite struct AttemptKeyTests {
    @Test(arguments: [
        ("", "8785fc5c-21ae-5167-a272-3978dc8fb61c"), ("a", "f4a33cd9-57ba-5920-bb20-a862be53911e"),
        ("é", "61290276-bf3e-58e9-9392-1c443617c8e8"),
        (String(repeating: "x", count: 1000), "835271a9-891a-5efc-b11f-825223b7411b"),
    ])
    func makesTheUUIDThatPythonMakes(_ name: String, _ uuid: String) {
        #expect(AttemptKey.uuid(name: name) == uuid)
    }

    private func submission(_ realm: Realm, occurrence: String? = nil) -> Submission {
        Submission(
            address: JobAddress(manifest: "m", job: "j"),
            realm: realm,
            occurrence: occurrence,
            endpoint: "e",
            target: RunDigestTests.heart,
            credential: "c",
            specification: RunDigestTests.patients
        )
    }

    @Test func isFrozen() {
        let rehearsal = submission(.emulator(id: "heart"))
        #expect(
            AttemptKey.make(lineage: "lab", submission: rehearsal, number: 1)
                == "5ae31c05-df85-5a62-9a87-b6a558d04cf4"
        )
        #expect(
            AttemptKey.make(lineage: "lab", submission: rehearsal, number: 2)
                == "2c8edc48-eba7-55f7-8167-a55f36d30fcf"
        )
        let nightly = submission(.emulator(id: "heart"), occurrence: "2026-11-20")
        #expect(
            AttemptKey.make(lineage: "lab", submission: nightly, number: 1)
                == "159e5614-e4e5-5fa4-a160-0e2bfd565aec"
        )
        let host = "heart.eastus2.inference.ml.azure.com"
        let real = submission(
            .azure(cloud: "AzureCloud", authority: "login.microsoftonline.com", host: host),
            occurrence: "Zürich \"ü\"\n"
        )
        #expect(
            AttemptKey.make(lineage: "prod", submission: real, number: 10_000)
                == "94e7b53c-76a6-51a2-a644-415ab1b15370"
        )
    }

    @Test func intentHasTheKeyAndNothingLeftToDecide() {
        let specification = JobSpecification(
            inputs: [
                JobSpecification.Input(
                    name: "n",
                    value: .literal(type: "string", text: LateText("${{ run.id }}!"))
                ),
                JobSpecification.Input(
                    name: "d",
                    value: .data(
                        type: "uri_file",
                        uri: LateText("a/${{ attempt.number }}/${{ attempt.number }}")
                    )
                ),
            ],
            outputs: [
                JobSpecification.Output(name: "o", type: "uri_file", uri: LateText("${{ attempt.number }}"))
            ],
            experimentName: LateText("${{ run.id }}")
        )
        let submission = Submission(
            address: JobAddress(manifest: "m", job: "j"),
            realm: .emulator(id: "heart"),
            endpoint: "e",
            target: RunDigestTests.heart,
            credential: "c",
            specification: specification
        )
        let intent = Intent(submission, number: 7, lineage: "lab", runID: "R")
        #expect(intent.key == AttemptKey.make(lineage: "lab", submission: submission, number: 7))
        #expect(
            intent.specification
                == JobSpecification(
                    inputs: [
                        JobSpecification.Input(
                            name: "n",
                            value: .literal(type: "string", text: LateText("R!"))
                        ),
                        JobSpecification.Input(
                            name: "d",
                            value: .data(type: "uri_file", uri: LateText("a/7/7"))
                        ),
                    ],
                    outputs: [JobSpecification.Output(name: "o", type: "uri_file", uri: LateText("7"))],
                    experimentName: LateText("R")
                )
        )
    }

    @Test(arguments: [
        ("${{ attempt.number }}${{ run.id }}", "4R"), ("$${{ run.id }}", "$R"),
        ("${{ other }}", "${{ other }}"),
        ("${{ run.id }} ${{ run.id", "R ${{ run.id"), ("", ""), ("é${{ run.id }}é", "éRé"),
    ])
    func fillsLateText(_ text: String, _ filled: String) {
        #expect(LateText(text).filled(attemptNumber: 4, runID: "R") == filled)
    }
}
