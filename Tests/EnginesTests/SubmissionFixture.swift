import HTTPExchange
import HTTPTypes
import JSONValues
import Plans
import RunnerTestSupport
import Testing

/// Submissions and answers for tests of engines.
enum SubmissionFixture {
    static func target(
        _ uri: String = "https://heart.eastus2.inference.ml.azure.com/jobs",
        deployment: String? = nil
    ) throws -> EndpointTarget {
        .azureMLBatch(scoringURI: try WebAddress.parse(uri), deployment: deployment)
    }

    static func submission(_ target: EndpointTarget, _ specification: JobSpecification) -> Submission {
        Submission(
            address: JobAddress(manifest: "heart-disease", job: "score"),
            realm: .emulator(id: "local"),
            endpoint: "heart",
            target: target,
            credential: "scoring",
            specification: specification
        )
    }

    static func intent(_ target: EndpointTarget, _ specification: JobSpecification) -> Intent {
        Intent(
            submission(target, specification),
            number: 1,
            lineage: "lab",
            runID: "019a9f3e-2f4b-7c51-9d3a-0b6f1c2e4d58"
        )
    }

    static func folder(_ name: String = "patients", uri: String = "https://x.blob.core.windows.net/d")
        -> JobSpecification.Input
    {
        JobSpecification.Input(name: name, value: .data(type: "uri_folder", uri: LateText(uri)))
    }

    /// The job of most tests: one folder in, one file out.
    static let plain = JobSpecification(
        inputs: [folder()],
        outputs: [
            JobSpecification.Output(
                name: "score",
                type: "uri_file",
                uri: LateText("azureml://datastores/d/paths/${{ attempt.number }}/p.csv")
            )
        ]
    )

    static func answer(
        _ status: Int,
        _ body: String,
        type: String? = "application/json",
        _ more: [String: String] = [:]
    ) -> HTTPAnswer {
        var fields: HTTPFields = [:]
        if let type { fields[.contentType] = type }
        for (name, value) in more {
            if let name = HTTPField.Name(name) { fields[name] = value }
        }
        return HTTPAnswer(status: status, fields: fields, body: Array(body.utf8))
    }
}

extension EngineConversation {
    /// The first request; a failure when there is none.
    mutating func firstRequest() throws -> OutgoingRequest {
        guard case .send(let request, _) = next(nil) else { throw NoRequest() }
        return request
    }

    /// How the conversation ends after one answer.
    mutating func result(of answer: HTTPAnswer) throws -> EngineResult {
        _ = next(nil)
        guard case .done(let result) = next(answer) else { throw NoResult() }
        return result
    }
}

struct NoRequest: Error {}
struct NoResult: Error {}

extension OutgoingRequest {
    func field(_ name: String) -> String? { HTTPField.Name(name).flatMap { fields[$0] } }

    var json: JSONValue? { try? JSONReader().read(body) }
}

extension EngineResult {
    /// The result's name, for tables.
    var kind: String {
        switch self {
        case .accepted: "accepted"
        case .rejected: "rejected"
        case .denied: "denied"
        case .throttled: "throttled"
        case .status: "status"
        case .notFound: "notFound"
        case .unclear: "unclear"
        }
    }

    var refusal: Refusal? {
        switch self {
        case .rejected(let refusal), .denied(let refusal), .throttled(let refusal, _), .notFound(let refusal),
            .unclear(let refusal):
            refusal
        case .accepted, .status: nil
        }
    }
}
