import Engines
import HTTPExchange
import HTTPTypes
import Plans
import Testing

@Suite struct AzureMLStatusTests {
    private func inquiry(_ id: String = "batchjob-1") throws -> any EngineConversation {
        AzureMLBatchEngine().status(of: id, at: try SubmissionFixture.target())
    }

    private func result(_ answer: HTTPAnswer) throws -> EngineResult {
        var conversation = try inquiry()
        return try conversation.result(of: answer)
    }

    private func status(_ properties: String) throws -> RemoteStatus {
        let body = #"{"name":"batchjob-1","properties":\#(properties)}"#
        guard case .status(let status) = try result(SubmissionFixture.answer(200, body)) else {
            throw NoResult()
        }
        return status
    }

    @Test func asksBelowTheScoringURI() throws {
        var conversation = try inquiry("batchjob-1")
        let request = try conversation.firstRequest()
        #expect(request.method == .get)
        #expect(request.address.description == "https://heart.eastus2.inference.ml.azure.com/jobs/batchjob-1")
        #expect(request.body.isEmpty)
        #expect(request.field("repeatability_request-id") == nil)
    }

    @Test(arguments: [
        ("a/b", "a%2Fb"), ("../../x", "..%2F..%2Fx"), ("a?b#c", "a%3Fb%23c"), ("a%2e", "a%252e"),
        ("é b", "%C3%A9%20b"),
    ])
    func keepsAnIDInOneSegment(id: String, segment: String) throws {
        var conversation = try inquiry(id)
        #expect(try conversation.firstRequest().address.path == "/jobs/" + segment)
    }

    @Test(arguments: [
        "", ".", "..", "a\u{0}", "a\nb", "a\u{7F}", "a\u{9B}", String(repeating: "x", count: 1025),
    ])
    func asksNothingForAnIDThatCannotBe(id: String) throws {
        var conversation = try inquiry(id)
        guard case .done(let result) = conversation.next(nil) else { throw NoResult() }
        #expect(result.kind == "unclear")
    }

    @Test(
        arguments: [
            ("Completed", .succeeded), ("completed", .succeeded), ("Failed", .failed), ("FAILED", .failed),
            ("Canceled", .cancelled), ("NotStarted", .queued), ("Starting", .queued),
            ("Provisioning", .queued),
            ("Preparing", .queued), ("Queued", .queued), ("Running", .running), ("Finalizing", .running),
            ("CancelRequested", .running), ("Paused", .running), ("NotResponding", .running),
            ("Unknown", .running),
            ("Succeeded", .running), ("Complete\u{301}d", .running), ("SomethingNew", .running),
        ] as [(String, JobState)]
    )
    func knowsTheServicesWords(word: String, state: JobState) throws {
        let status = try status(#"{"status":"\#(word)"}"#)
        #expect(status.state == state)
        #expect(status.word == word)
    }

    @Test(arguments: [
        #"{}"#, #"{"status":""}"#, #"{"status":null}"#, #"{"status":1}"#, #"[]"#, "null",
        #"{"status":"Failed","status":"Completed"}"#,
    ])
    func needsOneStatus(properties: String) throws {
        let body = #"{"name":"batchjob-1","properties":\#(properties)}"#
        #expect(try result(SubmissionFixture.answer(200, body)).kind == "unclear")
    }

    @Test func takesNoAnswerAboutAnotherJob() throws {
        let body = #"{"name":"batchjob-2","properties":{"status":"Completed"}}"#
        #expect(try result(SubmissionFixture.answer(200, body)).kind == "unclear")
    }

    @Test(arguments: [
        (404, "notFound"), (401, "denied"), (403, "denied"), (429, "throttled"), (500, "unclear"),
        (400, "unclear"),
        (202, "unclear"), (302, "unclear"), (408, "unclear"),
    ])
    func knowsWhatAnHTTPStatusProves(status: Int, kind: String) throws {
        let body = #"{"error":{"code":"UserError","message":"no"}}"#
        #expect(try result(SubmissionFixture.answer(status, body)).kind == kind)
    }

    @Test(
        arguments: [
            (
                "https://ml.azure.com/runs/j?wsid=/subscriptions/s",
                "https://ml.azure.com/runs/j?wsid=/subscriptions/s"
            ),
            ("https://ml.azure.us/runs/j", "https://ml.azure.us/runs/j"),
            ("https://ml.azure.com/runs/j?sig=FAKEsignature&x=1", "https://ml.azure.com/runs/j?sig=***&x=1"),
            ("http://ml.azure.com/runs/j", nil), ("https://ml.azure.com.evil.example/", nil),
            ("javascript:alert(1)", nil),
            ("https://user@ml.azure.com/", nil), ("https://ml.azure.com:8443/", nil),
            ("https://evil.example/", nil),
            ("https://ml.azure.com/\u{1B}[2J", nil), ("", nil),
        ] as [(String, String?)]
    )
    func linksToAzuresOwnPagesOnly(text: String, link: String?) throws {
        let escaped = text.replacing("\u{1B}", with: #"\u001b"#)
        let status = try status(
            #"{"status":"Running","interactionEndpoints":{"Studio":{"endpoint":"\#(escaped)"}}}"#
        )
        #expect(status.link == link)
    }

    @Test func tellsWhyAJobFailed() throws {
        let failed = try status(
            #"{"status":"Failed","error":{"code":"UserError","message":"Traceback\n  line 3\nValueError: no\u001b[0m"}}"#
        )
        #expect(failed.detail?.contains("\n  line 3\nValueError: no") == true)
        #expect(failed.detail?.contains("\u{1B}") == false)
        #expect(try status(#"{"status":"Completed","error":{"message":"old"}}"#).detail == nil)
        let long = String(repeating: "x", count: 50_000) + "ValueError: the end"
        let cut = try status(#"{"status":"Failed","error":{"message":"\#(long)"}}"#)
        #expect(cut.detail?.hasSuffix("ValueError: the end") == true)
        #expect(cut.detail?.utf8.count ?? 0 < 5000)
    }
}
