import JSONValues
import Plans

/// The list that the service puts, as JSON text, into the message of a refusal:
/// `…\nErrors:\n[{"PropertyName":"OutputData.Values[0].JobOutputType","ErrorMessage":"…"}]`.
struct AzureMLValidationList {
    /// What stands before the list.
    let introduction: String
    private let errors: [JSONValue]

    /// How many entries are read.
    private static let limit = 50

    /// Finds the list in a message; `nil` when there is none.
    init?(_ message: String) {
        let bytes = Array(message.utf8)
        let mark = Array("Errors:".utf8)
        guard let start = bytes.indices.first(where: { bytes[$0...].starts(with: mark) }) else { return nil }
        let rest = bytes[(start + mark.count)...]
        guard let opening = rest.firstIndex(of: UInt8(ascii: "[")),
            let closing = rest.lastIndex(of: UInt8(ascii: "]")),
            opening < closing, rest[..<opening].allSatisfy({ $0 <= 0x20 }),
            let list = try? JSONReader().read(Array(rest[opening...closing])).array
        else { return nil }
        self.introduction = String(decoding: bytes[..<start], as: UTF8.self)
        self.errors = Array(list.prefix(Self.limit))
    }

    /// The entries, each with the place in the manifest's job that it is about.
    func findings(in specification: JobSpecification) -> [Refusal.Finding] {
        errors.compactMap { error in
            guard let text = error["ErrorMessage"]?.string ?? error["errorMessage"]?.string else {
                return nil
            }
            let name = error["PropertyName"]?.string ?? error["propertyName"]?.string ?? ""
            var message = AzureMLAnswer.shown(text, limit: 300)
            if message.utf8.last == UInt8(ascii: ".") { message.removeLast() }
            if let attempted = (error["AttemptedValue"] ?? error["attemptedValue"])?.string,
                !attempted.isEmpty
            {
                message += " (it got `\(AzureMLAnswer.shown(attempted, limit: 80))`)"
            }
            return Refusal.Finding(path: AzureMLPropertyPath(name).path(in: specification), message: message)
        }
    }
}
