import JSONValues

/// The code and the words of an error body, in any of the forms that the service has used:
/// `{"error": {"code", "message"}}`, and without the outer object.
struct AzureMLErrorText {
    let code: String?
    let message: String

    /// Reads a body; `nil` when it is none of these.
    init?(_ document: JSONValue?) {
        guard let document else { return nil }
        let error = document["error"]?.members != nil ? document["error"] : document
        guard let error, let message = error["message"]?.string, !message.isEmpty else { return nil }
        self.code = error["code"]?.string
        let details = (error["details"]?.array ?? []).prefix(5).compactMap { $0["message"]?.string }
        self.message = ([message] + details.filter { !$0.isEmpty && !$0.utf8.elementsEqual(message.utf8) })
            .joined(separator: "; ")
    }
}
