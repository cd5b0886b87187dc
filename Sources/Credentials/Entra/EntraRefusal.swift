import JSONValues
import Secrets

/// What Entra says instead of giving a token: redacted and cleaned.
struct EntraRefusal: Hashable {
    /// The HTTP status.
    let status: Int
    /// OAuth's word for it, such as `invalid_client`; this decides what it means.
    let error: String?
    /// The number after `AADSTS`; this only chooses the advice.
    let code: Int?
    /// The first sentence of the description.
    let sentence: String?
    /// What Microsoft's support asks for.
    let correlationID: String?
    /// When, by Entra's clock.
    let timestamp: String?

    /// Reads the body of a refusal; `nil` when it is not Entra's.
    ///
    /// - Parameters:
    ///   - status: The HTTP status.
    ///   - body: The body.
    ///   - redact: Takes secrets out of text.
    init?(status: Int, body: [UInt8], redact: (String) -> String) {
        guard let document = try? JSONReader().read(body), document.members != nil else { return nil }
        let description = document["error_description"]?.string
        let codes = document["error_codes"]?.array ?? []
        // An object under `error` is the form of other Azure services; a proxy of theirs may answer.
        guard let error = document["error"]?.string else { return nil }
        self.status = status
        self.error = Self.shown(error, limit: 64, redact)
        self.code = codes.first?.integer ?? description.flatMap(Self.code)
        self.sentence = description.map { Self.shown(Self.firstSentence($0), limit: 300, redact) }
        self.correlationID = document["correlation_id"]?.string.map { Self.shown($0, limit: 64, redact) }
        self.timestamp = document["timestamp"]?.string.map { Self.shown($0, limit: 64, redact) }
    }

    /// Whether it is worth asking again: by OAuth's word or the HTTP status, never by the number.
    var isTransient: Bool {
        error == "temporarily_unavailable" || error == "server_error" || Self.isTransient(status)
    }

    /// Whether an HTTP status says that it is worth asking again.
    static func isTransient(_ status: Int) -> Bool { status == 408 || status == 429 || 500...599 ~= status }

    /// What is said of it in notes.
    var notes: [String] {
        var notes: [String] = []
        if let sentence { notes.append("Entra says: " + sentence) }
        var facts = ["HTTP \(status)"]
        if let error { facts.append("error `\(error)`") }
        if let correlationID { facts.append("correlation id \(correlationID)") }
        if let timestamp { facts.append(timestamp) }
        notes.append(facts.joined(separator: ", "))
        return notes
    }

    /// Redacted first, because cleaning and cutting could hide a secret from the redactor.
    static func shown(_ text: String, limit: Int, _ redact: (String) -> String) -> String {
        redact(Sanitizer.line(redact(text), limit: limit))
    }

    /// The digits after `AADSTS` at the beginning.
    private static func code(in description: String) -> Int? {
        guard description.hasPrefix("AADSTS") else { return nil }
        return Int(
            String(
                decoding: description.utf8.dropFirst(6).prefix { 0x30...0x39 ~= $0 }.prefix(9),
                as: UTF8.self
            )
        )
    }

    /// Up to `Trace ID:`, and of that up to the first full stop with a blank or line break after it.
    private static func firstSentence(_ description: String) -> String {
        let bytes = Array(description.utf8.prefix(4096))
        let mark = Array("Trace ID:".utf8)
        var end = 0
        while end < bytes.count, !bytes[end...].starts(with: mark) {
            let isBreak = bytes[end] == 0x0A || bytes[end] == 0x0D
            let isStop = bytes[end] == UInt8(ascii: ".") && end + 1 < bytes.count && bytes[end + 1] == 0x20
            if isBreak { break }
            end += 1
            if isStop { break }
        }
        while end > 0, bytes[end - 1] == 0x20 { end -= 1 }
        return String(decoding: bytes[..<end], as: UTF8.self)
    }
}
