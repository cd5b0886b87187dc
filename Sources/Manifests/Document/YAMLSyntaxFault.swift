import Diagnostics

/// A mistake in the syntax: where libyaml stopped, and what its words mean for the person who wrote the text.
struct YAMLSyntaxFault {
    let source: SourceText
    let failure: YAMLEventSource.Failure
    /// The byte at which libyaml stopped.
    let problem: Int
    /// The byte at which what it was reading begins.
    let context: Int
    /// The innermost bracket that was open.
    let openBracket: Int?

    /// One mistake in our words.
    struct Words {
        var code: Diagnostic.Code
        var message: String
        var label: String
        var help: String?
        /// Where it is, when that is not where libyaml stopped.
        var place: Int?
        /// What is at the other place, when that helps.
        var other: (place: Int, label: String)?
    }

    /// The mistake as a diagnostic.
    var diagnostic: Diagnostic {
        let words =
            mergeConflict ?? unfilledTemplate ?? unclosed ?? tab ?? longKey ?? textAbove ?? scannerWords
            ?? parserWords
        let context = failure.context.isEmpty ? "" : " \(failure.context)"
        return Diagnostic(
            words.code,
            words.message,
            at: Diagnostic.Label(span(at: words.place ?? problem), words.label),
            secondary: words.other.map { [Diagnostic.Label(span(at: $0.place), $0.label)] } ?? [],
            notes: ["libyaml: \(failure.problem)\(context)"],
            help: words.help
        )
    }

    /// The character at a byte; nothing at the end.
    private func span(at start: Int) -> SourceSpan {
        let length =
            start < source.bytes.count ? CharacterCheck.scalar(in: source.bytes, at: start)?.1 ?? 1 : 0
        return SourceSpan(file: source.name, start: start, end: start + length)
    }

    func byte(at index: Int) -> UInt8? { source.bytes.indices.contains(index) ? source.bytes[index] : nil }

    /// The bytes of the line that a byte stands in.
    func line(around index: Int) -> ArraySlice<UInt8> {
        source.bytes[source.lineRange(source.position(at: index).line)]
    }

    /// The line's bytes before a byte.
    func lineStart(of index: Int) -> ArraySlice<UInt8> {
        let line = line(around: index)
        return line[line.startIndex..<max(line.startIndex, min(index, line.endIndex))]
    }

    /// Templates that nobody has filled in: `image: {{NAME}}`.
    private var unfilledTemplate: Words? {
        for place in [problem, openBracket ?? problem, context] {
            guard let start = UnfilledTemplate.first(in: line(around: place)) else { continue }
            return Words(
                code: .unfilledTemplate,
                message: "looks like an unfilled {{template}}",
                label: "braces here begin a mapping",
                help: UnfilledTemplate.help(in: source.bytes, at: start),
                place: start
            )
        }
        return nil
    }

    /// Quotes and brackets that are never closed.
    private var unclosed: Words? {
        if failure.context == "while scanning a quoted scalar", failure.problem.hasPrefix("found unexpected")
        {
            let quote = byte(at: context) == UInt8(ascii: "'") ? "'" : "\""
            return Words(
                code: .unclosed,
                message: "unclosed quote",
                label: "opened here",
                help: "close it with `\(quote)`",
                place: context,
                other: (
                    problem, problem >= source.bytes.count ? "the file ends here" : "the document ends here"
                )
            )
        }
        guard let openBracket, let opener = byte(at: openBracket) else { return nil }
        guard !BracketScan.isClosed(source.bytes, from: openBracket) else { return nil }
        return Words(
            code: .unclosed,
            message: opener == UInt8(ascii: "[") ? "unclosed bracket `[`" : "unclosed brace `{`",
            label: "opened here",
            help: "close it with `\(opener == UInt8(ascii: "[") ? "]" : "}")`",
            place: openBracket,
            other: (problem, problem >= source.bytes.count ? "the file ends here" : "reading stopped here")
        )
    }

    /// Tabs where only blanks may stand.
    private var tab: Words? {
        let isNamed = failure.problem.hasPrefix("found a tab character")
        let isFound =
            failure.problem.hasPrefix("found character that cannot start") && byte(at: problem) == 0x09
        guard isNamed || isFound else { return nil }
        return Words(
            code: .badIndentation,
            message: "a tab cannot indent",
            label: "a tab",
            help: "indent with blanks"
        )
    }

    /// Keys of more than 1024 characters, which libyaml does not recognise as keys.
    private var longKey: Words? {
        guard failure.problem.hasPrefix("mapping values are not") else { return nil }
        let before = lineStart(of: problem)
        guard before.count > 1024,
            let first = before.firstIndex(where: { $0 != 0x20 && $0 != UInt8(ascii: "-") })
        else {
            return nil
        }
        return Words(
            code: .badSyntax,
            message: "a key of more than 1024 characters",
            label: "the key begins here",
            help: "shorten it, or write it as `? key`",
            place: first,
            other: (problem, "its `:` comes too late")
        )
    }
}
