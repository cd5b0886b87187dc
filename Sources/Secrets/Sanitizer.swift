import Diagnostics

/// Makes text from outside harmless to show: on a terminal, in a log, in the log of a CI system.
///
/// What acts or hides is shown as visible text, such as `\u{1B}`; nothing is dropped in silence but what lies beyond
/// the limit, and that leaves a `…`. Does not hide secrets: that is ``Redactor``'s work, and comes first.
public enum Sanitizer {
    /// Text of several lines: line feeds and tabs stay.
    ///
    /// A carriage return before a line feed is dropped. Commands of CI systems are broken by a backslash: `::` at the
    /// beginning of a line (GitHub Actions), `##vso[`, `##[`, `##teamcity[` anywhere (Azure Pipelines finds them there).
    ///
    /// - Parameters:
    ///   - text: The text.
    ///   - limit: How many characters (Unicode scalars) may come out.
    /// - Returns: The text without any control character but line feed and tab.
    /// - Complexity: O(limit).
    public static func clean(_ text: String, limit: Int = 2000) -> String {
        sanitized(text, limit: limit, keepsLines: true)
    }

    /// Text of one line: line breaks and tabs become a blank.
    ///
    /// - Parameters:
    ///   - text: The text.
    ///   - limit: How many characters (Unicode scalars) may come out.
    /// - Returns: The text without any control character, and without CI commands as for ``clean(_:limit:)``.
    /// - Complexity: O(limit).
    public static func line(_ text: String, limit: Int = 500) -> String {
        sanitized(text, limit: limit, keepsLines: false)
    }

    private static func sanitized(_ text: String, limit: Int, keepsLines: Bool) -> String {
        if text.utf8.count <= limit, isPlain(text) { return text }
        var output = Output(limit: max(limit, 1), keepsLines: keepsLines)
        let scalars = text.unicodeScalars
        var index = scalars.startIndex
        while index < scalars.endIndex, !output.isFull {
            let scalar = scalars[index]
            let next = scalars.index(after: index)
            switch scalar {
            case "\r" where next < scalars.endIndex && scalars[next] == "\n":
                break
            case "\n", "\t":
                output.breakOrTab(scalar)
            case ":" where output.isAtLineStart && scalars[next...].first == ":":
                output.append("\\:")
            case "#" where opensCommand(scalars[index...]):
                output.append("#\\")
            default:
                output.append(
                    VisibleScalar.mustEscape(scalar) ? VisibleScalar.escape(scalar) : String(scalar)
                )
            }
            index = next
        }
        return output.finished(hasMore: index < scalars.endIndex)
    }

    /// Whether a text is printable ASCII of one line, and nothing in it could be a command: most are, and stay as they are.
    private static func isPlain(_ text: String) -> Bool {
        var previous: UInt8 = 0
        for byte in text.utf8 {
            guard 0x20...0x7E ~= byte else { return false }
            if byte == previous, byte == UInt8(ascii: ":") || byte == UInt8(ascii: "#") { return false }
            previous = byte
        }
        return true
    }

    /// Whether `##`, a word and `[` stand here.
    private static func opensCommand(_ scalars: Substring.UnicodeScalarView) -> Bool {
        let rest = scalars.prefix(20)
        guard rest.prefix(2).elementsEqual("##".unicodeScalars) else { return false }
        return rest.dropFirst(2).first { !($0.isASCII && $0.properties.isAlphabetic) } == "["
    }

    private struct Output {
        private var scalars = String.UnicodeScalarView()
        private var count = 0
        private let limit: Int
        private let keepsLines: Bool
        /// Nothing but blanks since the last line break: CI systems look past them.
        private(set) var isAtLineStart = true

        init(limit: Int, keepsLines: Bool) {
            self.limit = limit
            self.keepsLines = keepsLines
        }

        var isFull: Bool { count >= limit }

        mutating func breakOrTab(_ scalar: Unicode.Scalar) {
            if keepsLines {
                append(scalar)
                if scalar == "\n" { isAtLineStart = true }
            } else if scalars.last != " " {
                append(" " as Unicode.Scalar)
            }
        }

        mutating func append(_ text: String) {
            for scalar in text.unicodeScalars { append(scalar) }
        }

        mutating func append(_ scalar: Unicode.Scalar) {
            count += 1
            guard count <= limit else { return }
            scalars.append(scalar)
            if isAtLineStart, scalar != "\n", !scalar.properties.isWhitespace { isAtLineStart = false }
        }

        func finished(hasMore: Bool) -> String {
            guard hasMore || count > limit else { return String(scalars) }
            return String(scalars.dropLast()) + "…"
        }
    }
}
