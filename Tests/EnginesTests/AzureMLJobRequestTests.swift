import Engines
import HTTPExchange
import HTTPTypes
import JSONValues
import Plans
import RunnerTestSupport
import Testing

@Suite struct AzureMLJobRequestTests {
    private let engine = AzureMLBatchEngine()

    private func request(_ specification: JobSpecification, deployment: String? = nil) throws
        -> OutgoingRequest
    {
        let target = try SubmissionFixture.target(deployment: deployment)
        var conversation = engine.submit(SubmissionFixture.intent(target, specification))
        return try conversation.firstRequest()
    }

    private func body(_ specification: JobSpecification) throws -> String {
        String(decoding: try request(specification).body, as: UTF8.self)
    }

    @Test func postsToTheScoringURI() throws {
        let request = try request(SubmissionFixture.plain)
        #expect(request.method == .post)
        #expect(request.address.description == "https://heart.eastus2.inference.ml.azure.com/jobs")
        #expect(request.field("Content-Type") == "application/json")
        #expect(request.field("Accept") == "application/json")
        #expect(request.field("azureml-model-deployment") == nil)
        #expect(request.field("Authorization") == nil)
        // The service knows this spelling only, with underscore and dash.
        #expect(request.fields.contains { $0.name.rawName == "repeatability_request-id" })
        let key = try #require(request.field("repeatability_request-id"))
        #expect(key == SubmissionFixture.intent(try SubmissionFixture.target(), SubmissionFixture.plain).key)
    }

    @Test func namesTheDeploymentInAField() throws {
        #expect(
            try request(SubmissionFixture.plain, deployment: "blue").field("azureml-model-deployment")
                == "blue"
        )
    }

    @Test func leavesOutWhatIsNotSet() throws {
        #expect(try body(JobSpecification(inputs: [], outputs: [])) == #"{"properties":{}}"#)
    }

    @Test func fillsInWhatWasDecidedLate() throws {
        let expected =
            #"{"properties":{"inputData":{"patients":{"jobInputType":"UriFolder","#
            + #""uri":"https://x.blob.core.windows.net/d"}},"outputData":{"score":{"jobOutputType":"UriFile","#
            + #""uri":"azureml://datastores/d/paths/1/p.csv"}}}}"#
        #expect(try body(SubmissionFixture.plain) == expected)
    }

    @Test func showsWhatIsDecidedLateInAPreview() throws {
        let submission = SubmissionFixture.submission(try SubmissionFixture.target(), SubmissionFixture.plain)
        let preview = engine.preview(submission, key: "(the attempt's key)")
        #expect(preview.field("repeatability_request-id") == "(the attempt's key)")
        #expect(String(decoding: preview.body, as: UTF8.self).contains("paths/${{ attempt.number }}/p.csv"))
    }

    @Test func sendsEverySetting() throws {
        var settings = JobSpecification.Settings()
        settings.instanceCount = 2
        settings.miniBatchSize = 64
        settings.errorThreshold = -1
        settings.maxRetries = 0
        settings.retryTimeoutInSeconds = 90
        settings.outputFileName = "p.csv"
        let specification = JobSpecification(
            inputs: [],
            outputs: [JobSpecification.Output(name: "o", type: "uri_folder", uri: nil)],
            experimentName: LateText("nightly ${{ run.id }}"),
            settings: settings
        )
        let expected =
            #"{"properties":{"outputData":{"o":{"jobOutputType":"UriFolder"}},"#
            + #""properties":{"experimentName":"nightly 019a9f3e-2f4b-7c51-9d3a-0b6f1c2e4d58"},"#
            + #""miniBatchSize":64,"errorThreshold":-1,"compute":{"instanceCount":2},"#
            + #""retrySettings":{"maxRetries":0,"timeout":"PT90S"},"outputFileName":"p.csv"}}"#
        #expect(try body(specification) == expected)
    }

    @Test(arguments: [
        ("uri_folder", "UriFolder"), ("uri_file", "UriFile"), ("mltable", "MLTable"),
        ("mlflow_model", "MLFlowModel"),
        ("custom_model", "CustomModel"), ("triton_model", "TritonModel"),
    ])
    func spellsTypesAsTheServiceDoes(type: String, name: String) throws {
        let specification = JobSpecification(
            inputs: [JobSpecification.Input(name: "i", value: .data(type: type, uri: LateText("u:x")))],
            outputs: [JobSpecification.Output(name: "o", type: type, uri: nil)]
        )
        let properties = try #require(try request(specification).json?["properties"])
        #expect(properties["inputData"]?["i"]?["jobInputType"]?.string == name)
        #expect(properties["outputData"]?["o"]?["jobOutputType"]?.string == name)
    }

    @Test(arguments: [
        ("string", "append", "append"), ("string", "", ""), ("string", "true", "true"), ("integer", "3", "3"),
        ("integer", "12345678901234567890123", "12345678901234567890123"), ("number", "0.25", "0.25"),
        ("number", "1e3", "1e3"), ("boolean", "true", "True"), ("boolean", "FALSE", "False"),
    ])
    func sendsLiteralsAsStrings(type: String, text: String, sent: String) throws {
        let specification = JobSpecification(
            inputs: [JobSpecification.Input(name: "l", value: .literal(type: type, text: LateText(text)))],
            outputs: []
        )
        let input = try #require(try request(specification).json?["properties"]?["inputData"]?["l"])
        #expect(input == ["jobInputType": "Literal", "value": .string(sent)])
    }

    @Test(arguments: [
        ("https://a.eastus2.inference.ml.azure.com/jobs", "https://ml.azure.com"),
        ("https://a.usgovvirginia.inference.ml.azure.us/jobs", "https://ml.azure.us"),
        ("https://a.chinaeast2.inference.ml.azure.cn/jobs", "https://ml.azure.cn"),
        ("https://localhost:8443/jobs", "https://ml.azure.com"),
    ])
    func asksForATokenOfTheHostsCloud(uri: String, audience: String) throws {
        #expect(engine.audience(for: try SubmissionFixture.target(uri)) == Audience(audience))
    }
}
