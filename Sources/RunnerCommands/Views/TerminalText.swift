import Diagnostics

/// Text measured in cells of a terminal.
enum TerminalText {
    /// How many cells a text takes.
    ///
    /// - Parameter text: One line without controls.
    /// - Returns: The cells.
    static func cells(_ text: String) -> Int {
        text.unicodeScalars.reduce(0) { $0 + CellWidth.of($1) }
    }

    /// A text cut to some cells, with `…` where it was longer.
    ///
    /// - Parameters:
    ///   - text: One line; what acts on a terminal is shown as visible text.
    ///   - limit: How many cells it may take.
    /// - Returns: The text.
    static func cut(_ text: String, to limit: Int) -> String {
        let text = visible(text)
        guard cells(text) > limit else { return text }
        guard limit > 0 else { return "" }
        var cut = ""
        var used = 0
        for scalar in text.unicodeScalars {
            let width = CellWidth.of(scalar)
            guard used + width <= limit - 1 else { break }
            cut.unicodeScalars.append(scalar)
            used += width
        }
        return cut + "…"
    }

    /// A text cut, or followed by blanks, so that it takes exactly some cells.
    ///
    /// - Parameters:
    ///   - text: One line.
    ///   - width: How many cells it takes.
    /// - Returns: The text.
    static func fitted(_ text: String, to width: Int) -> String {
        let text = cut(text, to: width)
        return text + String(repeating: " ", count: max(0, width - cells(text)))
    }

    private static func visible(_ text: String) -> String {
        guard text.unicodeScalars.contains(where: VisibleScalar.mustEscape) else { return text }
        return text.unicodeScalars.map {
            VisibleScalar.mustEscape($0) ? VisibleScalar.escape($0) : String($0)
        }
        .joined()
    }
}
