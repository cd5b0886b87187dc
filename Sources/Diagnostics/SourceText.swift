/// The bytes of one source, with the places of its lines.
///
/// Lines end at LF, CR or CR LF only (YAML 1.2 §5.4), as editors count them: NEL, LS and PS are ordinary
/// characters here. The line index is built at once and costs one pass over the bytes.
public struct SourceText: Sendable {
    /// What people know the source by: the path as it was typed, or `<stdin>`.
    public let name: String

    /// The text, UTF-8.
    public let bytes: [UInt8]

    /// The byte at which each line begins; the first is 0, or 3 after a byte-order mark, which editors do not show.
    ///
    /// Four bytes each: a file of many short lines has nearly as many lines as bytes. No file that is read comes near
    /// 4 GiB; a line that began beyond would count to the last one before.
    public let lineStarts: [UInt32]

    /// Makes a source of bytes that are in memory.
    ///
    /// - Parameters:
    ///   - name: The path as it was typed, or `<stdin>`.
    ///   - bytes: The text; need not be valid UTF-8 yet.
    public init(name: String, bytes: [UInt8]) {
        self.name = name
        self.bytes = bytes
        var starts: [UInt32] = [bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0]
        unsafe bytes.withUnsafeBytes { buffer in
            var index = 0
            while index < buffer.count {
                if index + 8 <= buffer.count {
                    // Most words of eight bytes hold neither: a byte below 0x10 without its high bit borrows.
                    let word = unsafe buffer.loadUnaligned(fromByteOffset: index, as: UInt64.self)
                    if (word &- 0x1010_1010_1010_1010) & ~word & 0x8080_8080_8080_8080 == 0 {
                        index += 8
                        continue
                    }
                }
                let byte = unsafe buffer[index]
                index += 1
                let isBeforeLF = unsafe index < buffer.count && buffer[index] == 0x0A
                if byte == 0x0A || byte == 0x0D && !isBeforeLF {
                    starts.append(UInt32(clamping: index))
                }
            }
        }
        self.lineStarts = starts
    }

    /// Makes a source of a string.
    ///
    /// - Parameters:
    ///   - name: The path as it was typed.
    ///   - text: The text.
    public init(name: String, text: String) {
        self.init(name: name, bytes: Array(text.utf8))
    }

    /// The line and column of a byte.
    ///
    /// - Parameter offset: A byte offset; one past the end is clamped to the end.
    /// - Returns: Line from 1, column from 1 in Unicode scalars.
    /// - Complexity: O(log lines + length of the line).
    public func position(at offset: Int) -> SourcePosition {
        let offset = min(max(offset, 0), bytes.count)
        let line = lineIndex(at: offset)
        let column = 1 + scalars(from: Int(lineStarts[line]), to: offset)
        return SourcePosition(line: line + 1, column: column, byte: offset)
    }

    /// The index of the line that a byte stands on, from 0.
    ///
    /// - Complexity: O(log lines).
    func lineIndex(at offset: Int) -> Int {
        var low = 0
        var high = lineStarts.count
        while high - low > 1 {
            let middle = (low + high) / 2
            if lineStarts[middle] <= offset { low = middle } else { high = middle }
        }
        return low
    }

    /// How many Unicode scalars begin in a stretch of bytes; none in one that ends before it begins.
    func scalars(from start: Int, to end: Int) -> Int {
        var count = 0
        for byte in bytes[min(start, end)..<end] where byte & 0xC0 != 0x80 { count += 1 }
        return count
    }

    /// The bytes of one line, without its line break.
    ///
    /// - Parameter line: The line, from 1.
    /// - Returns: The bytes' range; empty when there is no such line.
    public func lineRange(_ line: Int) -> Range<Int> {
        guard line >= 1, line <= lineStarts.count else { return bytes.count..<bytes.count }
        let start = Int(lineStarts[line - 1])
        var end = line < lineStarts.count ? Int(lineStarts[line]) : bytes.count
        while end > start, bytes[end - 1] == 0x0A || bytes[end - 1] == 0x0D { end -= 1 }
        return start..<end
    }
}

/// A place in a source as people name it.
public struct SourcePosition: Hashable, Sendable {
    /// The line, from 1.
    public let line: Int
    /// The column, from 1, in Unicode scalars.
    public let column: Int
    /// The byte, from 0.
    public let byte: Int

    /// Makes a place.
    ///
    /// - Parameters:
    ///   - line: From 1.
    ///   - column: From 1, in Unicode scalars.
    ///   - byte: From 0.
    public init(line: Int, column: Int, byte: Int) {
        self.line = line
        self.column = column
        self.byte = byte
    }
}
