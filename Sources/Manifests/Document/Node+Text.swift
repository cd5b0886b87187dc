import Diagnostics

/// Texts of scalars where they stand: nothing is copied, and no slice made.
extension Node {
    /// Lends the scalar's text.
    ///
    /// - Parameter body: Is given the text as UTF-8; empty for collections.
    /// - Returns: What `body` returns.
    func withText<Result>(_ body: (Span<UInt8>) -> Result) -> Result {
        let record = record
        guard record.kind.rawValue <= Document.Kind.string.rawValue else { return body(Span()) }
        let bytes = record.isDecoded ? document.decoded : document.source.bytes
        return body(bytes.span.extracting(Int(record.low)..<Int(record.high)))
    }

    /// Whether the scalar's text is this one, byte by byte; never for collections.
    func hasText(_ other: Span<UInt8>) -> Bool {
        let record = record
        guard Int(record.high &- record.low) == other.count,
            record.kind.rawValue <= Document.Kind.string.rawValue
        else { return false }
        return withText { text in
            for index in text.indices where text[index] != other[index] { return false }
            return true
        }
    }

    /// Whether two scalars have the same text, byte by byte; never for collections.
    func hasText(of other: Node) -> Bool {
        other.kind.rawValue <= Document.Kind.string.rawValue && other.withText { hasText($0) }
    }
}
