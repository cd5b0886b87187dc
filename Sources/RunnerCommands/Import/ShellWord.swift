/// One word of a shell command, before anything is looked up.
struct ShellWord: Hashable, Sendable {
    /// A part of a word.
    enum Piece: Hashable, Sendable {
        /// Text as it stands.
        case text(String, isQuoted: Bool)
        /// A variable, with the text that stands in for it where it is not set.
        case variable(String, fallback: String?, isQuoted: Bool)
        /// The output of a program, arithmetic, or a form of a variable that is not understood.
        case computed(isQuoted: Bool)
    }

    /// The parts, in order.
    var pieces: [Piece]
    /// Where the word begins, in bytes of the script.
    let start: Int
    /// Where it ends.
    var end: Int

    /// The word when it is text and nothing else.
    var plainText: String? {
        var text = ""
        for piece in pieces {
            guard case .text(let part, _) = piece else { return nil }
            text += part
        }
        return text
    }
}

/// A simple command of a script: its words, assignments included.
struct ShellCommand: Hashable, Sendable {
    /// The words; at least one.
    var words: [ShellWord]
}
