import Diagnostics

/// Looks again at the text of what libyaml has read: for places that it does not tell, and mistakes that it lets pass.
extension YAMLReader {
    /// Whether a plain scalar without a tag of libyaml's has the tag `!`.
    func hasNonSpecificTag(_ span: Range<Int>) -> Bool {
        guard let first = source.bytes[span].first else { return false }
        if first == UInt8(ascii: "!") { return true }
        guard first == UInt8(ascii: "&") else { return false }
        let properties = PropertyScan(bytes: source.bytes, span: span)
        return properties.tag != nil
    }

    /// Where the tag of a node stands.
    func tagSpan(in span: Range<Int>) -> Range<Int> {
        PropertyScan(bytes: source.bytes, span: span.lowerBound..<source.bytes.count).tag ?? span
    }

    /// The end of a block scalar's text, without the breaks that follow it.
    func endOfText(_ span: Range<Int>) -> Int {
        var end = span.upperBound
        while end > span.lowerBound, source.bytes[end - 1] <= 0x20 { end -= 1 }
        return end
    }

    /// libyaml lets `"a"#b` pass.
    mutating func checkComment(after end: Int) {
        guard end < source.bytes.count, source.bytes[end] == UInt8(ascii: "#") else { return }
        builder.report(
            .commentWithoutBlank(at: builder.label(end..<end + 1, "a blank should stand before this"))
        )
    }

    /// libyaml lets `>#comment` pass.
    mutating func checkBlockHeader(_ span: Range<Int>) {
        var index = PropertyScan(bytes: source.bytes, span: span).content + 1
        while index < span.upperBound, source.bytes[index] > 0x20, source.bytes[index] != UInt8(ascii: "#") {
            index += 1
        }
        if index < span.upperBound { checkComment(after: index) }
    }

    /// libyaml lets `[-]` pass.
    mutating func checkDash(_ value: [UInt8], at span: Range<Int>) {
        guard value.count == 1, builder.frames.last?.isFlow == true else { return }
        builder.report(.dashInBrackets(at: builder.label(span, "no item list can begin inside brackets")))
    }
}

extension Diagnostic {
    static func commentWithoutBlank(at label: Label) -> Diagnostic {
        Diagnostic(
            .badSyntax,
            "a comment needs a blank before its `#`",
            at: label,
            help: "put a blank before `#`"
        )
    }

    fileprivate static func dashInBrackets(at label: Label) -> Diagnostic {
        Diagnostic(
            .badSyntax,
            "`-` cannot stand alone inside brackets",
            at: label,
            help: "separate items with commas, or quote it: `\"-\"`"
        )
    }
}
