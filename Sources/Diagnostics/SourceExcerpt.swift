/// One line of a source as it is shown, cut to a width, with a way to find the cells of its bytes.
///
/// Reads only as much of a long line as can be shown.
struct SourceExcerpt {
    /// What one character looks like.
    private struct Glyph {
        let text: String
        let width: Int
        /// Its bytes in the source.
        let bytes: Range<Int>
    }

    /// The line as shown.
    let text: String
    private let glyphs: ArraySlice<Glyph>
    private let indent: Int

    /// Lays a line out.
    ///
    /// - Parameters:
    ///   - source: The source.
    ///   - line: The line, from 1.
    ///   - focus: The byte that must be seen.
    ///   - width: How many cells there are; at least 20 are used.
    init(_ source: SourceText, line: Int, focus: Int, width: Int) {
        let width = max(width, 20)
        let range = source.lineRange(line)
        // A character has at most four bytes, so this is more than a window needs on either side.
        var start = max(range.lowerBound, min(focus, range.upperBound) - 4 * width)
        while start > range.lowerBound, source.bytes[start] & 0xC0 == 0x80 { start -= 1 }
        let end = min(range.upperBound, max(focus, range.lowerBound) + 8 * width)
        let all = Self.glyphs(source.bytes, start..<end)
        let isWhole = start == range.lowerBound && end == range.upperBound
        if isWhole, all.reduce(0, { $0 + $1.width }) <= width {
            glyphs = all[...]
            indent = 0
            text = all.map(\.text).joined()
            return
        }
        let focusIndex = all.firstIndex { $0.bytes.upperBound > focus } ?? all.count
        // A third of the room goes to what stands before, and the ellipses take a cell each.
        let first = Self.backed(from: focusIndex, by: width / 3, all)
        let isCutBefore = first > 0 || start > range.lowerBound
        var room = width - (isCutBefore ? 1 : 0) - 1
        var last = first
        while last < all.count, all[last].width <= room {
            room -= all[last].width
            last += 1
        }
        let isCutAfter = last < all.count || end < range.upperBound
        glyphs = all[first..<last]
        indent = isCutBefore ? 1 : 0
        text = (isCutBefore ? "…" : "") + glyphs.map(\.text).joined() + (isCutAfter ? "…" : "")
    }

    /// The cells under which a span is marked: at least one, also where nothing stands.
    func cells(of span: Range<Int>) -> (offset: Int, count: Int) {
        var offset = indent
        var count = 0
        for glyph in glyphs {
            if glyph.bytes.upperBound <= span.lowerBound {
                offset += glyph.width
            } else if glyph.bytes.lowerBound < span.upperBound {
                count += glyph.width
            }
        }
        return (offset, max(count, 1))
    }

    private static func backed(from index: Int, by room: Int, _ glyphs: [Glyph]) -> Int {
        var index = index
        var room = room
        while index > 0, glyphs[index - 1].width <= room {
            index -= 1
            room -= glyphs[index].width
        }
        return index
    }

    private static func glyphs(_ bytes: [UInt8], _ range: Range<Int>) -> [Glyph] {
        var glyphs: [Glyph] = []
        var column = 0
        var index = range.lowerBound
        while index < range.upperBound {
            let (scalar, length) = scalar(bytes, index, range.upperBound)
            let text: String
            let width: Int
            if let scalar, scalar == "\t" {
                width = 4 - column % 4
                text = String(repeating: " ", count: width)
            } else if let scalar, !VisibleScalar.mustEscape(scalar) {
                width = CellWidth.of(scalar)
                text = String(scalar)
            } else {
                text = scalar.map(VisibleScalar.escape) ?? "\\x" + hexadecimal(bytes[index])
                width = text.unicodeScalars.count
            }
            glyphs.append(Glyph(text: text, width: width, bytes: index..<(index + length)))
            column += width
            index += length
        }
        return glyphs
    }

    /// The character that begins here; `nil` for a byte that is not UTF-8.
    private static func scalar(_ bytes: [UInt8], _ index: Int, _ end: Int) -> (Unicode.Scalar?, Int) {
        let lead = bytes[index]
        let length = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4
        guard index + length <= end,
            let scalar = String(validating: bytes[index..<(index + length)], as: UTF8.self)?.unicodeScalars
                .first
        else { return (nil, 1) }
        return (scalar, length)
    }

    private static func hexadecimal(_ byte: UInt8) -> String {
        (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
    }
}
