import HTTPTypes

/// A request, whole, as the played hosts see it.
struct EmulatedRequest: Sendable {
    /// The method, such as `POST`.
    var method: String
    /// The host that is meant, lower case, without a port.
    var host: String
    /// The path without the query, percent-encoding as it came.
    var path: String
    /// The query without its `?`, percent-encoding as it came.
    var query = ""
    /// The header fields.
    var fields: HTTPFields
    /// The body.
    var body: [UInt8]

    /// The value of a header field, by its name.
    func field(_ name: String) -> String? {
        HTTPField.Name(name).flatMap { fields[$0] }
    }
}
