/// What a schema says about itself, for messages; it decides nothing.
struct SchemaAnnotations: Sendable {
    /// Whether values are secret: they are never shown.
    let isWriteOnly: Bool
    private let titleNode: Node?
    private let description: Node?
    private let exampleList: Node?

    init(_ schema: SchemaWords) {
        titleNode = schema[.title]
        description = schema[.description]
        exampleList = schema[.examples]
        isWriteOnly = schema[.writeOnly]?.boolean ?? false
    }

    /// What a value is called, without an article: `duration`.
    var title: String? { titleNode?.string }

    /// Values that are right.
    var examples: [Node] { exampleList.map { Array($0.items) } ?? [] }

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
