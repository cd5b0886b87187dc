import Engines
import HTTPExchange
import JSONValues
import Plans
import Testing

@Suite struct AzureMLValidationTests {
    private static let specification = JobSpecification(
        inputs: [
            SubmissionFixture.folder("first"), SubmissionFixture.folder("second"),
            JobSpecification.Input(name: "Mode", value: .literal(type: "string", text: LateText("x"))),
        ],
        outputs: [JobSpecification.Output(name: "score", type: "uri_folder", uri: nil)]
    )

    private func refusal(_ list: String, before introduction: String = "Errors found.") throws -> Refusal {
        let message = introduction + "\nErrors:\n" + list
        let document: JSONValue = ["error": ["code": "UserError", "message": .string(message)]]
        let intent = SubmissionFixture.intent(try SubmissionFixture.target(), Self.specification)
        var conversation = AzureMLBatchEngine().submit(intent)
        let answer = SubmissionFixture.answer(400, JSONWriter.text(document))
        return try #require(try conversation.result(of: answer).refusal)
    }

    @Test func pointsAtThePlaceInTheManifest() throws {
        let refusal = try refusal(
            """
            [{"PropertyName":"OutputData.Values[0].JobOutputType","ErrorMessage":"Job output type must be 'uri_file'.",
            "AttemptedValue":"uri_folder","ErrorCode":"PredicateValidator"}]
            """
        )
        #expect(refusal.message == "Errors found. ")
        #expect(
            refusal.findings == [
                .init(
                    path: "outputs.score.type",
                    message: "Job output type must be 'uri_file' (it got `uri_folder`)"
                )
            ]
        )
    }

    @Test(arguments: [
        ("InputData.Values[1].Uri", "inputs.second.uri"), ("InputData.Values[2].Value", "inputs.Mode.value"),
        ("InputData.Values[0]", "inputs.first"), ("InputData.Keys[1]", "inputs.second"),
        ("InputData[second].JobInputType", "inputs.second.type"),
        ("InputData['first'].Uri", "inputs.first.uri"),
        ("InputData.mode.Value", "inputs.Mode.value"), ("InputData", "inputs"),
        ("InputData.Values[9].Uri", "inputs"),
        ("InputData.Values[-1]", "inputs"), ("InputData.Values[99999999999999999999]", "inputs"),
        ("OutputData.Values[0].Uri", "outputs.score.uri"),
        ("Properties.OutputData.Values[0]", "outputs.score"),
        ("MiniBatchSize", "settings.miniBatchSize"), ("Compute.InstanceCount", "settings.instanceCount"),
        ("RetrySettings.Timeout", "settings.retrySettings.timeout"),
        ("ErrorThreshold", "settings.errorThreshold"),
        ("RetrySettings.MaxRetries", "settings.retrySettings.maxRetries"),
        ("RetrySettings", "settings.retrySettings"),
        ("OutputFileName", "settings.outputFileName"), ("Properties.ExperimentName", "experimentName"),
        ("Dataset.Path", "Dataset.Path"), ("", ""), ("...", "..."), ("[", "["),
    ])
    func mapsTheServicesNames(name: String, path: String) throws {
        let entry: JSONValue = [["PropertyName": .string(name), "ErrorMessage": "no"]]
        #expect(try refusal(JSONWriter.text(entry)).findings.map(\.path) == [path])
    }

    @Test(arguments: ["", "[", "[]", "[{]", "{}", "[1,null,{}]", "]["])
    func livesWithListsThatAreNone(list: String) throws {
        #expect(try refusal(list).findings.isEmpty)
    }

    @Test func boundsAndCleansTheList() throws {
        let entry: JSONValue = [
            "PropertyName": "InputData.Values[0].Uri",
            "ErrorMessage": .string("\u{1B}[31m" + String(repeating: "x", count: 2000)),
        ]
        let findings = try refusal(JSONWriter.text(.array(Array(repeating: entry, count: 100)))).findings
        #expect(findings.count == 50)
        #expect(findings.allSatisfy { $0.message.utf8.count < 1000 && !$0.message.contains("\u{1B}") })
    }
}
