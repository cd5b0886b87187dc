import HTTPTypes
import JSONValues

/// What is answered to a request.
struct EmulatorAnswer: Sendable {
    /// The status.
    var status: Int
    /// The header fields, without those that the server adds.
    var fields: HTTPFields
    /// The body.
    var body: [UInt8]

    /// An answer in JSON.
    static func json(_ status: Int, _ value: JSONValue, fields: [(String, String)] = []) -> EmulatorAnswer {
        var answer = EmulatorAnswer(status: status, fields: [:], body: Array(JSONWriter.text(value).utf8))
        answer.fields[.contentType] = "application/json; charset=utf-8"
        for (name, value) in fields { answer.set(name, value) }
        return answer
    }

    /// Sets a header field, by its name.
    mutating func set(_ name: String, _ value: String) {
        if let name = HTTPField.Name(name) { fields[name] = value }
    }
}
