/// Lays rows out in columns; the last one is broken into lines that stay in it.
enum HangingTable {
    /// Lays rows out.
    ///
    /// - Parameters:
    ///   - rows: Rows of equally many cells; columns without any text are left out.
    ///   - indent: How many blanks each line begins with.
    ///   - width: How many characters a line has at most, unless a word or the other columns are longer.
    /// - Returns: The lines, without blanks at their ends.
    static func text(_ rows: [[String]], indent: Int, width: Int = 110) -> String {
        let columns = (rows.first ?? []).indices.filter { column in rows.contains { !$0[column].isEmpty } }
        guard let last = columns.last else { return "" }
        let widths = columns.map { column in rows.map { $0[column].count }.max() ?? 0 }
        let start = indent + widths.dropLast().reduce(0) { $0 + $1 + 2 }
        return rows.map { row in
            var line = String(repeating: " ", count: indent)
            for (column, width) in zip(columns, widths).dropLast() {
                line += row[column] + String(repeating: " ", count: width - row[column].count + 2)
            }
            // A narrow rest would be a column of single words.
            let words = ExplanationWords.wrapped(row[last], indent: start, width: max(width, start + 40))
            line += words.dropFirst(start)
            return line.split(separator: "\n").map { line in
                safe(String(line.reversed().drop { $0 == " " }.reversed())) + "\n"
            }.joined()
        }.joined()
    }

    /// A line that CI systems do not obey: words of a server may have come to its beginning by being wrapped.
    private static func safe(_ line: String) -> String {
        guard let first = line.firstIndex(where: { $0 != " " }), line[first...].hasPrefix("::") else {
            return line
        }
        return line[..<first] + "\\" + line[first...]
    }
}
