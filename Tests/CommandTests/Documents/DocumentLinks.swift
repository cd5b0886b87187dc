/// Links and headings of a page of Markdown, as GitHub reads them.
struct DocumentLinks {
    /// The anchors of the headings.
    private(set) var anchors: Set<String> = []
    /// Where links lead, those out of the package left out.
    private(set) var targets: [String] = []

    /// Reads a page.
    ///
    /// - Parameter text: Markdown. Blocks of code are passed over.
    init(_ text: String) {
        var isCode = false
        var counts: [String: Int] = [:]
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            if line.hasPrefix("```") { isCode.toggle() }
            guard !isCode else { continue }
            if line.hasPrefix("#") {
                let anchor = Self.anchor(of: String(line.drop { $0 == "#" || $0 == " " }))
                let count = counts[anchor, default: 0]
                anchors.insert(count == 0 ? anchor : "\(anchor)-\(count)")
                counts[anchor] = count + 1
            }
            // What stands between backticks is code.
            let words = line.split(separator: "`", omittingEmptySubsequences: false).enumerated()
                .filter { $0.offset.isMultiple(of: 2) }.map(\.element).joined()
            for part in words.split(separator: "](").dropFirst() {
                let target = String(part.prefix { $0 != ")" })
                if !target.contains("://") { targets.append(target) }
            }
        }
    }

    /// The anchor that a heading gets.
    ///
    /// - Parameter heading: The heading, without its signs.
    /// - Returns: Its letters, digits, dashes and underscores in lower case, blanks as dashes.
    static func anchor(of heading: String) -> String {
        String(
            heading.lowercased().compactMap { character -> Character? in
                if character == " " { return "-" }
                let isKept = character.isLetter || character.isNumber || character == "-" || character == "_"
                return isKept ? character : nil
            }
        )
    }
}
