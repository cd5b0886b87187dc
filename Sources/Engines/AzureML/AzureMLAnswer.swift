import HTTPExchange
import HTTPTypes
import JSONValues
import Plans
import Secrets

/// An answer of the data plane, or of whatever stands in front of it: nothing in it is believed before it is checked,
/// and no text of it leaves without being redacted and cleaned.
struct AzureMLAnswer {
    private let answer: HTTPAnswer
    let document: JSONValue?

    init(_ answer: HTTPAnswer) {
        self.answer = answer
        self.document = try? JSONReader().read(answer.body)
    }

    /// The HTTP status.
    var status: Int { answer.status }

    /// The service's id for the request.
    var requestID: String? { field(.requestID, limit: 128) }

    /// The deployment that really runs.
    var deployment: String? { field(.modelDeployment, limit: 256) }

    /// What `Retry-After` asks for.
    var retryAfter: String? { answer.retryAfter.map { Self.shown($0, limit: 64) } }

    /// A job as the service describes it.
    struct Job {
        /// Its id.
        let name: String
        /// How it stands; `nil` when the service does not say.
        let status: RemoteStatus?
    }

    /// Why a body is no description of a job.
    enum Fault: Error {
        case notJSON(String?)
        case noName
        case unusableName

        var words: String {
            switch self {
            case .notJSON(nil): "the answer is not JSON that can be trusted"
            case .notJSON(let type?): "the answer is not JSON but `\(type)`"
            case .noName: "the answer has no `name`"
            case .unusableName: "the answer has a `name` that cannot be a job's"
            }
        }
    }

    /// The job that the body describes.
    func job() -> Result<Job, Fault> {
        let type = field(.contentType, limit: 80)
        if let type, !Self.isJSON(type) { return .failure(.notJSON(type)) }
        guard let document, document.members != nil else { return .failure(.notJSON(nil)) }
        guard let name = document["name"]?.string, !name.isEmpty else { return .failure(.noName) }
        guard AzureMLJobName.isUsable(name) else { return .failure(.unusableName) }
        return .success(Job(name: name, status: AzureMLJobStatus.read(document["properties"])))
    }

    /// What the answer says instead of doing it.
    ///
    /// - Parameters:
    ///   - specification: The job that was asked for, when its parts may be complained of.
    ///   - words: What is wrong with the answer, when it is not the service that complains.
    /// - Returns: The refusal, ready to be shown.
    func refusal(for specification: JobSpecification? = nil, saying words: String? = nil) -> Refusal {
        let error = AzureMLErrorText(document)
        var message = words ?? error?.message ?? plainText
        var findings: [Refusal.Finding] = []
        if let specification, let list = AzureMLValidationList(message) {
            message = list.introduction
            findings = list.findings(in: specification)
        }
        return Refusal(
            httpStatus: status,
            code: error?.code.map { Self.shown($0, limit: 80) },
            message: Self.shown(message, limit: 1000),
            requestID: requestID,
            findings: findings
        )
    }

    /// The body of an answer that is no JSON: front doors and proxies write text or HTML.
    private var plainText: String {
        guard !answer.body.isEmpty else { return "HTTP \(status) without a body" }
        guard document == nil else { return "HTTP \(status) with JSON that is not the service's" }
        let isPage = answer.body.first { $0 > 0x20 } == UInt8(ascii: "<")
        let text = String(decoding: answer.body.prefix(isPage ? 200 : 2000), as: UTF8.self)
        return isPage ? "HTTP \(status) with a page: " + text : text
    }

    private func field(_ name: HTTPField.Name, limit: Int) -> String? {
        guard let value = answer.fields[name], !value.isEmpty else { return nil }
        return Self.shown(value, limit: limit)
    }

    /// Redacted before it is cut, so that no half of a signature stays.
    static func shown(_ text: String, limit: Int) -> String {
        Sanitizer.line(Redactor().redact(text), limit: limit)
    }

    private static func isJSON(_ type: String) -> Bool {
        let bytes = type.utf8.prefix { $0 != UInt8(ascii: ";") }.filter { $0 != 0x20 }
        let essence = String(decoding: bytes, as: UTF8.self).lowercased()
        return essence == "application/json" || essence == "text/json"
            || essence.hasPrefix("application/") && essence.hasSuffix("+json")
    }
}
