/// Lines and columns of everything that some diagnostics point at.
///
/// ``SourceText/position(at:)`` counts a line's characters each time it is asked. Ten thousand faults on one line of a
/// megabyte are counted here in one go over each line.
public struct SourcePlaces: Sendable {
    private var positions: [String: [Int: SourcePosition]] = [:]

    /// Looks up where labels begin and end.
    ///
    /// - Parameters:
    ///   - diagnostics: Those whose labels are looked up.
    ///   - sources: The texts that they point into; a label in another text has no place.
    /// - Complexity: O(n log n) for n labels, and the length of the lines they stand on.
    public init(of diagnostics: some Sequence<Diagnostic>, in sources: [SourceText]) {
        let texts = Dictionary(sources.map { ($0.name, $0) }) { first, _ in first }
        var offsets: [String: [Int]] = [:]
        for diagnostic in diagnostics {
            if let primary = diagnostic.primary {
                offsets[primary.span.file, default: []] += [primary.span.start, primary.span.end]
            }
            for label in diagnostic.secondary {
                offsets[label.span.file, default: []] += [label.span.start, label.span.end]
            }
        }
        for (file, offsets) in offsets {
            guard let text = texts[file] else { continue }
            positions[file] = Self.positions(of: offsets.sorted(), in: text)
        }
    }

    /// The place of a byte at which a label begins or ends.
    ///
    /// - Parameters:
    ///   - offset: The byte.
    ///   - file: The name of its source.
    /// - Returns: Line and column; `nil` for a text or a byte that nobody points at.
    public func position(at offset: Int, in file: String) -> SourcePosition? {
        positions[file]?[offset]
    }

    private static func positions(of sorted: [Int], in text: SourceText) -> [Int: SourcePosition] {
        var positions: [Int: SourcePosition] = [:]
        positions.reserveCapacity(sorted.count)
        var last: SourcePosition?
        for offset in sorted where positions[offset] == nil {
            let byte = min(max(offset, 0), text.bytes.count)
            let line = text.lineIndex(at: byte)
            let position: SourcePosition
            if let last, last.line == line + 1 {
                let start = max(last.byte, Int(text.lineStarts[line]))
                position = SourcePosition(
                    line: last.line,
                    column: last.column + text.scalars(from: start, to: byte),
                    byte: byte
                )
            } else {
                position = text.position(at: byte)
            }
            positions[offset] = position
            last = position
        }
        return positions
    }
}
