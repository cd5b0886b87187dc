import Diagnostics
import JSONValues

/// Values as YAML on one line, as a person would write them: `{ env: AZURE_CLIENT_SECRET }`.
enum FlowText {
    /// Writes a value.
    ///
    /// - Parameter value: The value.
    /// - Returns: YAML in flow style that reads as the same value.
    static func text(_ value: JSONValue) -> String {
        switch value {
        case .null: "null"
        case .bool(let flag): flag ? "true" : "false"
        case .number(let number): number.text
        case .string(let text): scalar(text)
        case .array(let elements): "[" + elements.map(text).joined(separator: ", ") + "]"
        case .object(let members):
            members.isEmpty
                ? "{}"
                : "{ " + members.map { scalar($0.name) + ": " + text($0.value) }.joined(separator: ", ")
                    + " }"
        }
    }

    /// A text, without quotes where it reads as itself.
    private static func scalar(_ text: String) -> String {
        if isPlain(text) { return text }
        guard text.unicodeScalars.contains(where: VisibleScalar.mustEscape) else {
            // By scalars: an accent behind a quote makes another character of it, for Swift and not for YAML.
            let scalars = text.unicodeScalars
            guard scalars.contains(where: { $0 == "\\" || $0 == "\"" }) else { return "\"" + text + "\"" }
            return "'" + scalars.map { $0 == "'" ? "''" : String($0) }.joined() + "'"
        }
        let quoted = JSONWriter.text(.string(text)).unicodeScalars.map { scalar -> String in
            guard VisibleScalar.mustEscape(scalar) else { return String(scalar) }
            return "\\U" + scalar.value.hexadecimal(atLeast: 8, uppercase: true)
        }
        return quoted.joined()
    }

    /// Whether the text is a string of YAML without quotes, also between brackets.
    private static func isPlain(_ text: String) -> Bool {
        guard let first = text.utf8.first, 0x61...0x7A ~= first | 0x20 || first == UInt8(ascii: "/") else {
            return false
        }
        guard !["true", "false", "null"].contains(text.lowercased()) else { return false }
        let bytes = Array(text.utf8)
        return bytes.indices.allSatisfy { index in
            switch bytes[index] {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
            case UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."), UInt8(ascii: "/"): true
            // A colon ends a key when a blank or bracket follows.
            case UInt8(ascii: ":"):
                index + 1 < bytes.count
                    && (bytes[index + 1] | 0x20 != 0x20 && bytes[index + 1] != UInt8(ascii: ","))
                    && !"[]{} ".utf8.contains(bytes[index + 1])
            default: false
            }
        }
    }
}
