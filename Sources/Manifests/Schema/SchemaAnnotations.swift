/// What a schema says about itself, for messages; it decides nothing.
struct SchemaAnnotations: Sendable {
    /// What a value is called, without an article: `duration`.
    let title: String?
    /// Values that are right.
    let examples: [Node]
    /// Whether values are secret: they are never shown.
    let isWriteOnly: Bool
    private let description: Node?

    init(_ schema: SchemaWords) {
        title = schema[.title]?.string
        description = schema[.description]
        examples = schema[.examples].map { Array($0.items) } ?? []
        isWriteOnly = schema[.writeOnly]?.boolean ?? false
    }

    /// The first sentence of the description, without its full stop.
    var summary: String? { description?.string.map(Self.firstSentence) }

    private static func firstSentence(_ text: String) -> String {
        let bytes = Array(text.utf8)
        for index in bytes.indices.dropLast()
        where bytes[index] == UInt8(ascii: ".") && bytes[index + 1] == 0x20 {
            return String(decoding: bytes[..<index], as: UTF8.self)
        }
        return String(
            decoding: bytes.last == UInt8(ascii: ".") ? bytes.dropLast() : bytes[...],
            as: UTF8.self
        )
    }
}
