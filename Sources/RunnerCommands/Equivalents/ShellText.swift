import Diagnostics
import Secrets

/// Words and comments of a script of bash that are data, whatever stands in them.
enum ShellText {
    /// A word of a command line that stands for exactly this value, holes as variables between double quotes.
    ///
    /// What acts on a terminal, hides, or is a command in a CI system's log is written as an escape of `$'…'`.
    ///
    /// - Parameter value: The value.
    /// - Returns: The word; `nil` for a value with a NUL, which no argument can hold.
    static func word(_ value: ShellValue) -> String? {
        guard !value.parts.isEmpty else { return "''" }
        var word = ""
        for part in value.parts {
            switch part {
            case .hole(let name): word += "\"$\(name)\""
            case .text(let text):
                guard let quoted = quoted(text) else { return nil }
                word += quoted
            }
        }
        return word
    }

    /// A word for a text without holes.
    static func word(_ text: String) -> String? { word(ShellValue(text)) }

    /// A line of comment; nothing in it can end it.
    ///
    /// - Parameter text: Any text.
    /// - Returns: The line, with its mark and without a line break.
    static func comment(_ text: String) -> String { "# " + Sanitizer.line(text, limit: 600) }

    /// Lines that end the script when a variable is not set.
    ///
    /// - Parameters:
    ///   - name: The variable.
    ///   - meaning: What it is, for people.
    /// - Returns: A comment and a command.
    static func wanted(_ name: String, _ meaning: String) -> [String] {
        [comment("$\(name): \(meaning)"), ": \"${\(name):?is not set}\""]
    }

    private static func quoted(_ text: String) -> String? {
        guard !text.utf8.contains(0) else { return nil }
        if !text.isEmpty, text.utf8.allSatisfy({ isPlain($0) }) { return text }
        guard hasToBeEscaped(text) else {
            // By scalars: an accent behind a quote makes another character of it, for Swift and not for bash.
            let scalars = text.unicodeScalars.map { $0 == "'" ? "'\\''" : String($0) }
            return "'" + scalars.joined() + "'"
        }
        var escaped = "$'"
        var hasHash = false
        for scalar in text.unicodeScalars {
            switch scalar {
            case "'", "\\": escaped += "\\" + String(scalar)
            case "#" where hasHash: escaped += "\\x23"
            case _ where mustEscape(scalar):
                for byte in String(scalar).utf8 { escaped += "\\x" + byte.hexadecimal(atLeast: 2) }
            default: escaped.unicodeScalars.append(scalar)
            }
            hasHash = scalar == "#"
        }
        return escaped + "'"
    }

    private static func hasToBeEscaped(_ text: String) -> Bool {
        text.utf8.contains("##".utf8) || text.unicodeScalars.contains { mustEscape($0) }
    }

    private static func mustEscape(_ scalar: Unicode.Scalar) -> Bool {
        VisibleScalar.mustEscape(scalar) || scalar.value & 0xFFFE == 0xFFFE
    }

    private static func isPlain(_ byte: UInt8) -> Bool {
        ShellScript.isNameByte(byte) || "-./:=@,+%".utf8.contains(byte)
    }
}
