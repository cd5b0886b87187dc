import Diagnostics

/// Text that looks right to a person and is something else to YAML.
extension YAMLSyntaxFault {
    /// Marks that a version control system left.
    var mergeConflict: Words? {
        for place in [problem, context] {
            let line = line(around: place)
            let isMark = ["<<<<<<< ", "=======", ">>>>>>> "].contains { line.starts(with: $0.utf8) }
            guard isMark else { continue }
            return Words(
                code: .badSyntax,
                message: "a merge conflict was left in the file",
                label: "a mark of the conflict",
                help: "choose one side and remove the marks",
                place: line.startIndex
            )
        }
        return nil
    }

    /// A line above that was to be a key with a value, and is only text that goes on at a `:` below.
    var textAbove: Words? {
        guard failure.problem.hasPrefix("mapping values are not"), let above = lineAbove else { return nil }
        let text = above.drop { $0 == 0x20 }
        let name = text.prefix { Self.isNameByte($0) }
        let rest = text.dropFirst(name.count)
        let other = (place: problem, label: "so this cannot begin another key")
        if let blank = Self.foreignBlank(text) {
            return Words(
                code: .badIndentation,
                message: "a \(blank) cannot indent",
                label: "looks like a blank",
                help: "indent with blanks",
                place: text.startIndex,
                other: other
            )
        }
        guard !name.isEmpty else { return nil }
        if rest.starts(with: "：".utf8) {
            return Words(
                code: .badSyntax,
                message: "the full-width `：` is not a `:`",
                label: "a character of its own",
                help: "write `:` and a blank",
                place: rest.startIndex,
                other: other
            )
        }
        guard rest.first == UInt8(ascii: ":"), let next = rest.dropFirst().first, next > 0x20,
            !rest.starts(with: "://".utf8)
        else { return nil }
        return Words(
            code: .badSyntax,
            message: "no blank after `:`",
            label: "without a blank it is part of the text",
            help: "write `\(String(decoding: name, as: UTF8.self).shortened): …`",
            place: rest.startIndex,
            other: other
        )
    }

    /// The nearest line above the problem's own that holds something.
    private var lineAbove: ArraySlice<UInt8>? {
        var number = source.position(at: problem).line - 1
        while number > 0 {
            let line = source.bytes[source.lineRange(number)]
            if line.contains(where: { $0 > 0x20 }) { return line }
            number -= 1
        }
        return nil
    }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        0x61...0x7A ~= byte | 0x20 || 0x30...0x39 ~= byte || byte == UInt8(ascii: "_")
            || byte == UInt8(ascii: "-")
    }

    /// A character that only looks like a blank, at the beginning of a text.
    private static func foreignBlank(_ text: ArraySlice<UInt8>) -> String? {
        if text.starts(with: "\u{A0}".utf8) { return "no-break space" }
        return text.starts(with: "\u{3000}".utf8) ? "full-width space" : nil
    }
}
