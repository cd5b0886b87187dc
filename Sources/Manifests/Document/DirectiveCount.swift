import Diagnostics

/// The limit on `%TAG` directives: libyaml compares each with all before it.
enum DirectiveCount {
    static let limit = 100

    /// The fault of a source with too many lines that may be `%TAG` directives.
    static func fault(in source: SourceText) -> Diagnostic? {
        let bytes = source.bytes
        var count = 0
        for start in source.lineStarts where start < bytes.count && bytes[Int(start)] == UInt8(ascii: "%") {
            let start = Int(start)
            guard bytes[start...].starts(with: "%TAG".utf8) else { continue }
            count += 1
            guard count > limit else { continue }
            let span = SourceSpan(file: source.name, start: start, end: start + 4)
            return Diagnostic(
                .tooManyValues,
                "the file has more than \(limit) `%TAG` directives",
                at: Diagnostic.Label(span, "one too many")
            )
        }
        return nil
    }
}
