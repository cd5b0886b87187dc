import Diagnostics

/// Text from outside in a form that reports can carry.
enum ReportText {
    /// The most characters of one message, label, note or help.
    static let limit = 2000

    /// Text of one line: what acts, hides or is no character of XML or YAML is shown as visible text, such as `\u{1B}`.
    ///
    /// - Parameters:
    ///   - text: The text.
    ///   - limit: How many characters (Unicode scalars) of it are taken; what lies beyond leaves a `…`.
    /// - Returns: The line.
    /// - Complexity: O(limit).
    static func line(_ text: String, limit: Int = limit) -> String {
        var line = String.UnicodeScalarView()
        var count = 0
        for scalar in text.unicodeScalars {
            count += 1
            guard count <= limit else {
                line.append("…")
                break
            }
            if mustEscape(scalar) {
                line.append(contentsOf: VisibleScalar.escape(scalar).unicodeScalars)
            } else {
                line.append(scalar)
            }
        }
        return String(line)
    }

    /// Text whose line feeds stay, line by line.
    ///
    /// - Parameter text: The text, such as a note with an example.
    /// - Returns: Its lines, each as ``line(_:limit:)`` makes it.
    static func lines(_ text: String) -> [String] {
        text.split(separator: "\n", omittingEmptySubsequences: false).map { line(String($0)) }
    }

    /// Everything that a finding says besides its message and its places, a line for each thing.
    ///
    /// - Parameter diagnostic: The finding.
    /// - Returns: Lines such as `help: did you mean ...`, further lines of one thing indented.
    static func remarks(of diagnostic: Diagnostic) -> [String] {
        let remarks = diagnostic.notes.map { ("note", $0) } + (diagnostic.help.map { [("help", $0)] } ?? [])
        return remarks.flatMap { kind, text in
            lines(text).enumerated().map { $0.offset == 0 ? kind + ": " + $0.element : "  " + $0.element }
        }
    }

    /// A finding's message with what is said at its place, on one line.
    ///
    /// - Parameter diagnostic: The finding.
    /// - Returns: Such as ``unknown key `retrys`: not a key of `job` ``.
    static func headline(of diagnostic: Diagnostic) -> String {
        let label = diagnostic.primary?.text ?? ""
        return line(diagnostic.message) + (label.isEmpty ? "" : ": " + line(label))
    }

    /// JSON text in which no character acts on a terminal or hides: those stand as `\u` escapes, which changes no value.
    ///
    /// - Parameter json: JSON text, from ``JSONWriter``: C0 controls are escaped already.
    /// - Returns: JSON text of the same values.
    static func harmless(json: String) -> String {
        guard json.utf8.contains(where: { $0 >= 0x7F }) else { return json }
        var harmless = String.UnicodeScalarView()
        for scalar in json.unicodeScalars {
            guard scalar.value >= 0x7F, mustEscape(scalar) else {
                harmless.append(scalar)
                continue
            }
            for unit in String(scalar).utf16 {
                let escape = "\\u" + unit.hexadecimal(atLeast: 4)
                // One by one: `append(contentsOf:)` makes room for these alone, and copies everything each time.
                for scalar in escape.unicodeScalars { harmless.append(scalar) }
            }
        }
        return String(harmless)
    }

    private static func mustEscape(_ scalar: Unicode.Scalar) -> Bool {
        VisibleScalar.mustEscape(scalar) || scalar.value & 0xFFFE == 0xFFFE
    }
}

extension Diagnostic {
    /// The same with texts of bounded length, so that one fault cannot fill a report.
    var clipped: Diagnostic {
        func clip(_ text: String) -> String {
            guard text.utf8.count > ReportText.limit else { return text }
            let scalars = text.unicodeScalars
            let start = scalars.prefix(ReportText.limit)
            return start.endIndex < scalars.endIndex ? String(start) + "…" : text
        }
        func clip(_ label: Label) -> Label {
            Label(label.span, clip(label.text), showsExcerpt: label.showsExcerpt)
        }
        return Diagnostic(
            code,
            severity: severity,
            clip(message),
            at: primary.map(clip),
            secondary: secondary.prefix(100).map(clip),
            notes: notes.prefix(20).map(clip),
            help: help.map(clip)
        )
    }
}
