/// Text of XML and HTML documents.
enum XMLText {
    /// An opening tag.
    ///
    /// - Parameters:
    ///   - name: The element's name.
    ///   - attributes: Names and values; values from outside are made one harmless line.
    /// - Returns: The tag.
    static func opening(_ name: String, _ attributes: [(String, String)]) -> String {
        var text = "<" + name
        for (name, value) in attributes {
            text += " " + name + "=\"" + escaped(ReportText.line(value, limit: 4096), quotes: true) + "\""
        }
        return text + ">"
    }

    /// Text between tags, of what has no control characters any more but may have non-characters, which XML has not.
    ///
    /// - Parameter text: The text.
    /// - Returns: The text, escaped.
    static func content(_ text: String) -> String { escaped(text, quotes: false) }

    /// Text from outside as one harmless line between tags.
    ///
    /// - Parameters:
    ///   - text: The text.
    ///   - limit: How many characters of it are taken.
    /// - Returns: The text, escaped.
    static func line(_ text: String, limit: Int = ReportText.limit) -> String {
        escaped(ReportText.line(text, limit: limit), quotes: false)
    }

    /// Text from outside as the value of an attribute in double quotes.
    ///
    /// - Parameter text: The text.
    /// - Returns: The text, escaped.
    static func attribute(_ text: String) -> String { escaped(ReportText.line(text), quotes: true) }

    private static func escaped(_ text: String, quotes: Bool) -> String {
        let utf8 = Array(text.utf8)
        var escaped: [UInt8] = []
        escaped.reserveCapacity(utf8.count + utf8.count / 16)
        for (index, byte) in utf8.enumerated() {
            switch byte {
            case UInt8(ascii: "&"): escaped += "&amp;".utf8
            case UInt8(ascii: "<"): escaped += "&lt;".utf8
            case UInt8(ascii: ">"): escaped += "&gt;".utf8
            case UInt8(ascii: "\"") where quotes: escaped += "&quot;".utf8
            // U+FFFE and U+FFFF end so; U+FFFD stands for them.
            case 0xBE, 0xBF:
                let isNone = index >= 2 && utf8[index - 2] == 0xEF && utf8[index - 1] == 0xBF
                escaped.append(isNone ? 0xBD : byte)
            default: escaped.append(byte)
            }
        }
        return String(decoding: escaped, as: UTF8.self)
    }
}
