/// Text of GitHub Flavored Markdown, from outside, in which nothing is markup, a link or a mention.
enum MarkdownText {
    /// The longest row of one character.
    ///
    /// - Parameters:
    ///   - character: The character.
    ///   - text: The text.
    /// - Returns: How many stand side by side: a fence needs one more.
    static func longestRun(of character: Unicode.Scalar, in text: String) -> Int {
        var longest = 0
        var run = 0
        for scalar in text.unicodeScalars {
            run = scalar == character ? run + 1 : 0
            longest = max(longest, run)
        }
        return longest
    }

    /// Text inside an HTML element.
    ///
    /// - Parameter text: The text.
    /// - Returns: The text with entities.
    static func entities(_ text: String) -> String {
        var escaped = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": escaped.append(contentsOf: "&amp;".unicodeScalars)
            case "<": escaped.append(contentsOf: "&lt;".unicodeScalars)
            case ">": escaped.append(contentsOf: "&gt;".unicodeScalars)
            default: escaped.append(scalar)
            }
        }
        return String(escaped)
    }

    /// Text as code in a line or a table's cell, where nothing is markup, a link or a mention.
    ///
    /// - Parameters:
    ///   - text: The text.
    ///   - limit: How many characters of it are taken.
    /// - Returns: The code; nothing for nothing.
    static func code(_ text: String, limit: Int = 200) -> String {
        let line = ReportText.line(text, limit: limit)
        guard !line.isEmpty else { return "" }
        let isPlain = line.utf8.allSatisfy { byte in
            byte != UInt8(ascii: "`") && byte != UInt8(ascii: "|") && byte != UInt8(ascii: "\\")
        }
        // A table's cells end at `|` also inside backticks; as an entity it stands in either.
        if isPlain { return "`" + line + "`" }
        var escaped = ""
        for scalar in line.unicodeScalars {
            let isWord =
                !scalar.isASCII || scalar == " " || (0x30...0x39).contains(scalar.value)
                || (0x41...0x5A).contains(scalar.value) || (0x61...0x7A).contains(scalar.value)
            escaped += isWord ? String(scalar) : "&#\(scalar.value);"
        }
        return "<code>" + escaped + "</code>"
    }

    /// A fenced block of text.
    ///
    /// - Parameter text: The text, with a line feed at its end.
    /// - Returns: The block.
    static func fenced(_ text: String) -> String {
        let fence = String(repeating: "`", count: max(3, longestRun(of: "`", in: text) + 1))
        return fence + "text\n" + text + fence + "\n"
    }
}
