public import Diagnostics

extension Located<String> {
    /// The place of a part of the text: exact where the text is written as it is, with or without quotes around it.
    ///
    /// - Parameter range: UTF-8 bytes of ``Located/value``; what lies outside of it is left out.
    /// - Returns: The part's place; the whole text's where escapes or folding leave no way back to its bytes.
    public func span(of range: Range<Int>) -> SourceSpan {
        let length = value.utf8.count
        let written = span.end - span.start
        let part = range.clamped(to: 0..<length)
        guard written == length || written == length + 2, !part.isEmpty else { return span }
        let start = span.start + (written - length) / 2
        return SourceSpan(file: span.file, start: start + part.lowerBound, end: start + part.upperBound)
    }
}
