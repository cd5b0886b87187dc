import Diagnostics
import Secrets

/// Literals and comments of Python that are data, whatever stands in them.
enum PythonText {
    /// An expression whose value is exactly this text, holes looked up in the environment.
    ///
    /// - Parameter value: The value.
    /// - Returns: The expression, of ASCII characters only.
    static func expression(_ value: ShellValue) -> String {
        guard !value.parts.isEmpty else { return "\"\"" }
        return value.parts.map { part in
            switch part {
            case .text(let text): literal(text)
            case .hole(let name): "os.environ[\(literal(name))]"
            }
        }.joined(separator: " + ")
    }

    /// A string literal of ASCII characters only.
    static func literal(_ text: String) -> String {
        var literal = "\""
        var hasHash = false
        for scalar in text.unicodeScalars {
            switch scalar.value {
            case 0x22, 0x5C: literal += "\\" + String(scalar)
            case 0x23 where hasHash: literal += "\\x23"
            case 0x20...0x7E: literal.unicodeScalars.append(scalar)
            case ...0xFF: literal += "\\x" + scalar.value.hexadecimal(atLeast: 2)
            case ...0xFFFF: literal += "\\u" + scalar.value.hexadecimal(atLeast: 4)
            default: literal += "\\U" + scalar.value.hexadecimal(atLeast: 8)
            }
            hasHash = scalar == "#"
        }
        return literal + "\""
    }

    /// A line of comment; nothing in it can end it.
    ///
    /// Must not be one of a file's first two lines, which say how it is encoded.
    static func comment(_ text: String) -> String { "# " + Sanitizer.line(text, limit: 600) }
}
