import Engines
import HTTPExchange
import JSONValues
import Plans
import Testing

/// What every ``Engine`` owes; each sentence of its promise has its check here.
struct EngineConformance {
    let engine: any Engine
    let submission: Submission
    /// The field that carries the attempt's key.
    let keyField: String
    /// An answer to the submission that accepts it, and the job's id in it.
    let acceptance: (answer: HTTPAnswer, remoteID: String)

    private var intent: Intent {
        Intent(submission, number: 1, lineage: "lab", runID: "019a9f3e-2f4b-7c51-9d3a-0b6f1c2e4d58")
    }

    func check() throws {
        try showsWhatItSends()
        try carriesTheKeyOnEverySending()
        try staysAtItsHost()
        try takesNoGarbageForAnAnswer()
        try acceptsOnlyWithProof()
    }

    private func showsWhatItSends() throws {
        let submission = Submission(
            address: submission.address,
            realm: submission.realm,
            endpoint: submission.endpoint,
            target: submission.target,
            credential: submission.credential,
            specification: intent.specification
        )
        let preview = engine.preview(submission, key: intent.key)
        var conversation = engine.submit(intent)
        #expect(try conversation.firstRequest() == preview)
        #expect(preview.field("Authorization") == nil)
    }

    private func carriesTheKeyOnEverySending() throws {
        var first = engine.submit(intent)
        var second = engine.submit(intent)
        let request = try first.firstRequest()
        #expect(request.field(keyField) == intent.key)
        #expect(try second.firstRequest() == request)
    }

    private func staysAtItsHost() throws {
        var submit = engine.submit(intent)
        #expect(try submit.firstRequest().address.authority == submission.target.address.authority)
        for id in [
            "job-1", "a/b", "../x", "@evil.example", "//evil.example", "?x=1", "#", "%2e%2e", "é", "a b", ".",
            "..", "",
        ] {
            var status = engine.status(of: id, at: submission.target)
            switch status.next(nil) {
            case .send(let request, let audience):
                #expect(request.address.authority == submission.target.address.authority, "\(id)")
                #expect(request.address.scheme == submission.target.address.scheme)
                // What is sent is what the strict grammar reads back.
                #expect(try WebAddress.parse(request.address.description) == request.address, "\(id)")
                #expect(audience == engine.audience(for: submission.target))
            case .done(let result):
                #expect(result.kind == "unclear", "\(id)")
            }
        }
    }

    static let garbage = [
        "", " ", "null", "[]", "{}", "\"x\"", "<html></html>", "{\"name\":\"a\",\"name\":\"b\"}",
        "{\"name\":\"a\"",
        "{\"name\":1}", "{\"name\":\"\"}", "{\"name\":\"..\"}", "{\"name\":\"a\\u0000b\"}",
        "\u{FEFF}{\"name\":\"a\"}",
        String(repeating: "[", count: 100_000), "{\"name\":null,\"properties\":{\"status\":\"Completed\"}}",
    ]

    private func takesNoGarbageForAnAnswer() throws {
        for status in [
            0, 100, 200, 201, 202, 204, 301, 400, 401, 403, 404, 408, 409, 425, 429, 500, 503, 599, 999,
        ] {
            for body in Self.garbage {
                for type in ["application/json", "text/html", nil] {
                    let answer = SubmissionFixture.answer(status, body, type: type)
                    var submit = engine.submit(intent)
                    #expect(try submit.result(of: answer).kind != "accepted", "\(status) \(body.prefix(40))")
                    var inquiry = engine.status(of: "job-1", at: submission.target)
                    #expect(try inquiry.result(of: answer).kind != "status", "\(status) \(body.prefix(40))")
                }
            }
        }
    }

    private func acceptsOnlyWithProof() throws {
        var conversation = engine.submit(intent)
        guard case .accepted(let receipt) = try conversation.result(of: acceptance.answer) else {
            throw NoResult()
        }
        #expect(receipt.remoteID == acceptance.remoteID)
        for status in [202, 204, 302, 500, 503] {
            let answer = HTTPAnswer(
                status: status,
                fields: acceptance.answer.fields,
                body: acceptance.answer.body
            )
            var other = engine.submit(intent)
            #expect(try other.result(of: answer).kind == "unclear", "\(status)")
        }
        for length in stride(from: 0, to: acceptance.answer.body.count, by: 7) {
            let cut = HTTPAnswer(
                status: acceptance.answer.status,
                fields: acceptance.answer.fields,
                body: Array(acceptance.answer.body.prefix(length))
            )
            var other = engine.submit(intent)
            #expect(try other.result(of: cut).kind == "unclear")
        }
    }
}

@Suite struct EngineConformanceTests {
    @Test func azureMLKeepsThePromise() throws {
        let body = #"{"id":"/x//jobs/batchjob-1","name":"batchjob-1","properties":{"status":"Preparing"}}"#
        try EngineConformance(
            engine: AzureMLBatchEngine(),
            submission: SubmissionFixture.submission(try SubmissionFixture.target(), SubmissionFixture.plain),
            keyField: "repeatability_request-id",
            acceptance: (SubmissionFixture.answer(201, body), "batchjob-1")
        ).check()
    }
}
