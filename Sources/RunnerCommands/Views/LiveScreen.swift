/// What stands on a terminal below the cursor's line of a run, and how it is drawn over.
///
/// Pure: gives the text to write.
struct LiveScreen {
    /// How many cells each drawn line takes.
    private var drawn: [Int] = []

    /// Whether something is drawn.
    var isEmpty: Bool { drawn.isEmpty }

    /// Draws lines over what was drawn before.
    ///
    /// - Parameters:
    ///   - lines: The lines; each is narrower than the terminal.
    ///   - columns: The terminal's width now: a narrower one has broken what was drawn before.
    /// - Returns: What is to be written.
    mutating func draw(_ lines: [LiveTable.Line], columns: Int) -> String {
        var text = back(columns)
        for line in lines { text += line.text + "\u{1B}[K\n" }
        drawn = lines.map(\.cells)
        return text + "\u{1B}[J"
    }

    /// Takes away what was drawn.
    ///
    /// - Parameter columns: The terminal's width now.
    /// - Returns: What is to be written.
    mutating func clear(columns: Int) -> String {
        guard !drawn.isEmpty else { return "" }
        defer { drawn = [] }
        return back(columns) + "\u{1B}[J"
    }

    /// To the first column of the first line that was drawn.
    private func back(_ columns: Int) -> String {
        let height = drawn.reduce(0) { $0 + max(1, ($1 + columns - 1) / max(1, columns)) }
        return height > 0 ? "\r\u{1B}[\(height)A" : ""
    }
}
