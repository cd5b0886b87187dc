import Engines
import HTTPExchange
import Plans
import Testing

@Suite struct AzureMLSubmissionTests {
    private func result(_ answer: HTTPAnswer, of specification: JobSpecification = SubmissionFixture.plain)
        throws -> EngineResult
    {
        let intent = SubmissionFixture.intent(try SubmissionFixture.target(), specification)
        var conversation = AzureMLBatchEngine().submit(intent)
        return try conversation.result(of: answer)
    }

    private func receipt(_ answer: HTTPAnswer) throws -> Receipt {
        guard case .accepted(let receipt) = try result(answer) else { throw NoResult() }
        return receipt
    }

    @Test(arguments: [200, 201])
    func readsAReceipt(status: Int) throws {
        let body = #"""
            {"id":"/subscriptions/s/batchEndpoints//jobs/batchjob-1","name":"batchjob-1","properties":{
            "status":"Preparing","provisioningState":"Succeeded","name":"careful_bulb","interactionEndpoints":
            {"Studio":{"endpoint":"https://ml.azure.com/runs/batchjob-1?wsid=/subscriptions/s&tid=t"}}}}
            """#
        let fields = ["azureml-model-deployment": "blue", "X-Request-ID": "3972a635"]
        let receipt = try receipt(SubmissionFixture.answer(status, body, fields))
        #expect(receipt.remoteID == "batchjob-1")
        #expect(receipt.deployment == "blue")
        #expect(receipt.requestID == "3972a635")
        #expect(receipt.status.state == .queued)
        #expect(receipt.status.word == "Preparing")
        #expect(receipt.status.link == "https://ml.azure.com/runs/batchjob-1?wsid=/subscriptions/s&tid=t")
    }

    @Test func acceptsWithoutAStatusAndAContentType() throws {
        let receipt = try receipt(SubmissionFixture.answer(200, #"{"name":"abc"}"#, type: nil))
        #expect(receipt.remoteID == "abc")
        #expect(receipt.status.state == .submitted)
        #expect(receipt.deployment == nil)
    }

    @Test(arguments: [
        (200, "text/html"), (201, "text/plain"), (201, "application/octet-stream"),
        (201, "application/jsonp"),
    ])
    func doesNotBelieveOtherContentTypes(status: Int, type: String) throws {
        #expect(
            try result(SubmissionFixture.answer(status, #"{"name":"abc"}"#, type: type)).kind == "unclear"
        )
    }

    @Test(arguments: [
        (400, "rejected"), (401, "denied"), (403, "denied"), (404, "rejected"), (405, "rejected"),
        (408, "unclear"),
        (409, "unclear"), (413, "rejected"), (424, "rejected"), (425, "unclear"), (429, "throttled"),
        (500, "unclear"),
        (502, "unclear"), (503, "unclear"), (504, "unclear"), (202, "unclear"), (204, "unclear"),
        (302, "unclear"),
    ])
    func knowsWhatAStatusProves(status: Int, kind: String) throws {
        let body = #"{"error":{"code":"UserError","message":"no\u001b[31m way","details":[]}}"#
        let result = try result(SubmissionFixture.answer(status, body, ["X-Request-ID": "r1"]))
        #expect(result.kind == kind)
        let refusal = try #require(result.refusal)
        #expect(refusal.httpStatus == status)
        #expect(refusal.code == "UserError")
        #expect(refusal.requestID == "r1")
        #expect(refusal.message.hasPrefix("no"))
        #expect(!refusal.message.contains("\u{1B}"))
    }

    @Test func passesRetryAfterOn() throws {
        let answer = SubmissionFixture.answer(429, "{}", ["Retry-After": "7"])
        guard case .throttled(_, let retryAfter) = try result(answer) else { throw NoResult() }
        #expect(retryAfter == "7")
    }

    @Test func readsRefusalsInPlainText() throws {
        let text = "Microsoft Entra Token denied by policy, please review the documentation"
        let refusal = try #require(
            try result(SubmissionFixture.answer(403, text, type: "text/plain")).refusal
        )
        #expect(refusal.message == text)
        #expect(refusal.code == nil)
        let bare = try result(SubmissionFixture.answer(400, #"{"code":"BadArgument","message":"bad"}"#))
        #expect(bare.refusal?.code == "BadArgument")
        #expect(bare.refusal?.message == "bad")
    }

    @Test func showsNoSignatureAndNoFloodOfText() throws {
        let text =
            "cannot read https://x.blob.core.windows.net/d?sv=1&sig=FAKEsignature%3D "
            + String(repeating: "x", count: 100_000)
        let refusal = try #require(
            try result(SubmissionFixture.answer(400, text, type: "text/plain")).refusal
        )
        #expect(!refusal.message.contains("FAKEsignature"))
        #expect(refusal.message.unicodeScalars.count <= 1000)
    }
}
