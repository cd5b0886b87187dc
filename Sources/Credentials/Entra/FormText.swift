/// `application/x-www-form-urlencoded`, encoded so strictly that no reader can misunderstand it.
enum FormText {
    /// Fields in order; whatever is not a letter, a digit or one of `-._~` is percent-encoded.
    static func encode(_ fields: [(name: String, value: String)]) -> [UInt8] {
        var text: [UInt8] = []
        for (index, field) in fields.enumerated() {
            if index > 0 { text.append(UInt8(ascii: "&")) }
            append(field.name, to: &text)
            text.append(UInt8(ascii: "="))
            append(field.value, to: &text)
        }
        return text
    }

    private static let digits = Array("0123456789ABCDEF".utf8)

    private static func append(_ value: String, to text: inout [UInt8]) {
        for byte in value.utf8 {
            if ValueAppearance.isLetterOrDigit(byte) || "-._~".utf8.contains(byte) {
                text.append(byte)
            } else {
                text += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            }
        }
    }
}
