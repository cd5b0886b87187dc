import JSONValues
import Secrets

/// What a service says instead of giving a token: redacted and cleaned.
///
/// The services have three forms: OAuth's (`error` a word), App Service's (`statusCode`, `message`), and that of Azure's
/// other services (`error` an object).
struct IdentityRefusal: Hashable {
    /// The HTTP status.
    let status: Int
    /// The service's word for it, such as `invalid_request`.
    let error: String?
    /// Its sentence.
    let sentence: String?
    /// What Microsoft's support asks for.
    let correlationID: String?
    /// What is wrong.
    let cause: Cause

    /// What can be wrong.
    enum Cause: Hashable {
        /// There is no such identity on this machine.
        case notAssigned
        /// There are several and none was chosen.
        case ambiguous
        /// The field `Metadata` did not arrive, or the request was passed on: something stands in between.
        case interfered
        /// The proof was not accepted.
        case proofRefused
        /// Nobody knows what the token should be for.
        case audience
        /// Something else.
        case other
    }

    /// Reads the body of a refusal; `nil` when it has none of the forms.
    init?(status: Int, body: [UInt8], redact: (String) -> String) {
        guard let document = try? JSONReader().read(body), document.members != nil else { return nil }
        let inner = document["error"]
        let word = inner?.string ?? inner?["code"]?.string
        let text =
            document["error_description"]?.string ?? inner?["message"]?.string
            ?? document["message"]?.string
        guard word != nil || document["statusCode"] != nil && text != nil else { return nil }
        let id = document["correlation_id"]?.string ?? inner?["correlationId"]?.string
        self.status = status
        self.error = word.map { EntraRefusal.shown($0, limit: 64, redact) }
        self.sentence = text.map { EntraRefusal.shown($0, limit: 300, redact) }
        self.correlationID = id.map { EntraRefusal.shown($0, limit: 64, redact) }
        self.cause = Self.cause(
            status,
            (word ?? "").lowercased(),
            String((text ?? "").prefix(2048)).lowercased()
        )
    }

    private static func cause(_ status: Int, _ word: String, _ text: String) -> Cause {
        if word == "invalid_resource" || text.contains("aadsts500011") || text.contains("aadsts50001:") {
            return .audience
        }
        if text.contains("identity not found") || text.contains("no managed identity found")
            || word == "managedidentitynotfound"
        {
            return .notAssigned
        }
        if text.contains("multiple user assigned") { return .ambiguous }
        if word == "bad_request_102" || text.contains("metadata header") || text.contains("x-forwarded-for") {
            return .interfered
        }
        return status == 401 || word == "secretheadernotfound" ? .proofRefused : .other
    }

    /// What is said of it in notes.
    func notes(_ source: ManagedIdentitySource) -> [String] {
        var notes: [String] = []
        if let sentence, !sentence.isEmpty { notes.append("\(source.words) says: \(sentence)") }
        var facts = ["HTTP \(status)"]
        if let error { facts.append("error `\(error)`") }
        if let correlationID { facts.append("correlation id \(correlationID)") }
        notes.append(facts.joined(separator: ", "))
        return notes
    }
}
