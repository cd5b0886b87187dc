/// One line of a source as it is shown, cut to a width, with a way to find the cells of its bytes.
///
/// Reads only as much of a long line as can be shown.
struct SourceExcerpt {
    /// One character of the line.
    private struct Glyph {
        /// The character; `nil` for a byte that is not UTF-8.
        let scalar: Unicode.Scalar?
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
            text = Self.text(of: glyphs, in: source.bytes)
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
        text = (isCutBefore ? "…" : "") + Self.text(of: glyphs, in: source.bytes) + (isCutAfter ? "…" : "")
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
        glyphs.reserveCapacity(range.count)
        var column = 0
        var index = range.lowerBound
        while index < range.upperBound {
            let (scalar, length) = scalar(bytes, index, range.upperBound)
            // A byte that is no character is shown as `\x1B`.
            let cells = scalar.map { width($0, column: column) } ?? 4
            glyphs.append(Glyph(scalar: scalar, width: cells, bytes: index..<(index + length)))
            column += cells
            index += length
        }
        return glyphs
    }

    private static func width(_ scalar: Unicode.Scalar, column: Int) -> Int {
        if 0x20..<0x7F ~= scalar.value { return 1 }
        if scalar == "\t" { return 4 - column % 4 }
        return VisibleScalar.mustEscape(scalar)
            ? VisibleScalar.escape(scalar).unicodeScalars.count : CellWidth.of(scalar)
    }

    private static func text(of glyphs: ArraySlice<Glyph>, in bytes: [UInt8]) -> String {
        var text = String.UnicodeScalarView()
        for glyph in glyphs {
            switch glyph.scalar {
            case "\t": text.append(contentsOf: repeatElement(" ", count: glyph.width))
            case let scalar? where VisibleScalar.mustEscape(scalar):
                text.append(contentsOf: VisibleScalar.escape(scalar).unicodeScalars)
            case let scalar?: text.append(scalar)
            case nil:
                let byte = bytes[glyph.bytes.lowerBound]
                text.append(contentsOf: ("\\x" + hexadecimal(byte)).unicodeScalars)
            }
        }
        return String(text)
    }

    /// The character that begins here; `nil` for a byte that is not UTF-8.
    private static func scalar(_ bytes: [UInt8], _ index: Int, _ end: Int) -> (Unicode.Scalar?, Int) {
        let lead = bytes[index]
        guard lead >= 0x80 else { return (Unicode.Scalar(lead), 1) }
        let length = lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4
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
