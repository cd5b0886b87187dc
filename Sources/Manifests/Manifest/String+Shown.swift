extension String {
    /// At most 80 characters of the text, for a message.
    package var shortened: String {
        guard unicodeScalars.count > 80 else { return self }
        return String(String.UnicodeScalarView(unicodeScalars.prefix(79))) + "…"
    }

    /// A note that lists what is declared.
    static func declared(_ kind: String, _ names: [String]) -> String {
        guard !names.isEmpty else { return "the document declares no \(kind)" }
        let shown = names.prefix(20).map { "`\($0.shortened)`" }.joined(separator: ", ")
        return "declared \(kind): \(shown)" + (names.count > 20 ? " and \(names.count - 20) more" : "")
    }
}
