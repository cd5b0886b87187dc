import HTTPExchange
import Plans
import Testing

/// These digests are for ever: whoever has to change one of them makes every job of every user run again.
@Suite struct RunDigestTests {
    static let heart = EndpointTarget.azureMLBatch(
        scoringURI: WebAddress(scheme: .https, host: "heart.eastus2.inference.ml.azure.com", path: "/jobs"),
        deployment: "classifier-v2"
    )

    static let patients = JobSpecification(
        inputs: [
            JobSpecification.Input(
                name: "patients",
                value: .data(type: "uri_folder", uri: LateText("https://example.org/patients"))
            )
        ],
        outputs: []
    )

    @Test func isFrozenForOneInput() {
        let digest = RunDigest(target: Self.heart, specification: Self.patients)
        #expect(
            digest.canonicalText
                == #"{"deployment":"classifier-v2","endpoint":{"host":"heart.eastus2.inference.ml.azure.com","path":"/jobs","type":"azureml-batch"},"inputs":{"patients":{"type":"uri_folder","uri":"https://example.org/patients"}}}"#
        )
        #expect(digest.text == "d1:c2860a23465ce57fbffaaffdefcb77398663b697d5880cade6415ce6c7a14c26")
    }

    @Test func isFrozenForNothing() {
        let target = EndpointTarget.azureMLBatch(scoringURI: Self.heart.address, deployment: nil)
        let digest = RunDigest(target: target, specification: JobSpecification(inputs: [], outputs: []))
        #expect(
            digest.canonicalText
                == #"{"endpoint":{"host":"heart.eastus2.inference.ml.azure.com","path":"/jobs","type":"azureml-batch"}}"#
        )
        #expect(digest.text == "d1:8aa06130944630fa4b25a457bbfdd5341e56dcd9e30e3ab92b769e555852375a")
    }

    @Test func isFrozenForEverything() {
        var settings = JobSpecification.Settings()
        settings.instanceCount = 2
        settings.miniBatchSize = 9_007_199_254_740_991
        settings.errorThreshold = -1
        settings.maxRetries = 0
        settings.retryTimeoutInSeconds = 90
        settings.outputFileName = "o.csv"
        let specification = JobSpecification(
            inputs: [
                JobSpecification.Input(name: "b", value: .literal(type: "number", text: LateText("1.50"))),
                JobSpecification.Input(
                    name: "a",
                    value: .data(type: "uri_file", uri: LateText("a/${{ attempt.number }}"))
                ),
            ],
            outputs: [
                JobSpecification.Output(name: "p", type: "mltable", uri: LateText("p\"\\\n€")),
                JobSpecification.Output(name: "o", type: "uri_file", uri: nil),
            ],
            experimentName: LateText("nightly ${{ run.id }}"),
            settings: settings
        )
        let target = EndpointTarget.azureMLBatch(
            scoringURI: WebAddress(scheme: .http, host: "localhost", port: 8443, path: "/x/jobs"),
            deployment: "d-é"
        )
        let digest = RunDigest(target: target, specification: specification)
        #expect(
            digest.canonicalText
                == #"{"deployment":"d-é","endpoint":{"host":"localhost:8443","path":"/x/jobs","type":"azureml-batch"},"experimentName":"nightly ${{ run.id }}","inputs":{"a":{"type":"uri_file","uri":"a/${{ attempt.number }}"},"b":{"type":"number","value":"1.50"}},"outputs":{"o":{"type":"uri_file"},"p":{"type":"mltable","uri":"p\"\\\n€"}},"settings":{"errorThreshold":-1,"instanceCount":2,"miniBatchSize":9007199254740991,"outputFileName":"o.csv","retrySettings":{"maxRetries":0,"timeout":"PT90S"}}}"#
        )
        #expect(digest.text == "d1:d4e2790b5b9af0d99b077159364ee6bb85ef5bbb3131659faf14411f62403102")
    }
}
