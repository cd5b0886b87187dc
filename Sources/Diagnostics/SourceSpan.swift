/// A stretch of one source.
public struct SourceSpan: Hashable, Sendable {
    /// The name of the source: ``SourceText/name``.
    public let file: String
    /// The first byte, from 0.
    public let start: Int
    /// The byte after the last.
    public let end: Int

    /// Makes a span.
    ///
    /// - Parameters:
    ///   - file: The source's name.
    ///   - start: The first byte, from 0.
    ///   - end: The byte after the last; not below `start`.
    public init(file: String, start: Int, end: Int) {
        self.file = file
        self.start = start
        self.end = max(start, end)
    }
}
