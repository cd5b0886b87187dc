/// Turns libyaml's marks, which count characters, into byte offsets of the source.
///
/// Marks come nearly in order, so a cursor that walks from one to the next reads the text once in all.
struct MarkCursor {
    private let bytes: [UInt8]
    private let isASCII: Bool
    private let start: Int
    private var character = 0
    private var byte: Int

    /// Makes a cursor at a text's first character.
    ///
    /// - Parameters:
    ///   - bytes: The source, valid UTF-8.
    ///   - start: Where the text that libyaml saw begins.
    ///   - isASCII: Whether characters are bytes.
    init(bytes: [UInt8], start: Int, isASCII: Bool) {
        self.bytes = bytes
        self.start = start
        self.isASCII = isASCII
        self.byte = start
    }

    /// The byte at which a character begins; the end for one past it.
    mutating func byte(of mark: Int) -> Int {
        if isASCII { return min(start + mark, bytes.count) }
        skipASCII(upTo: mark)
        while character < mark, byte < bytes.count {
            byte += 1
            while byte < bytes.count, bytes[byte] & 0xC0 == 0x80 { byte += 1 }
            character += 1
        }
        while character > mark {
            byte -= 1
            while bytes[byte] & 0xC0 == 0x80 { byte -= 1 }
            character -= 1
        }
        return byte
    }

    /// Walks over ASCII eight bytes at a time.
    private mutating func skipASCII(upTo mark: Int) {
        unsafe bytes.withUnsafeBytes { buffer in
            while mark - character >= 8, byte + 8 <= buffer.count {
                let word = unsafe buffer.loadUnaligned(fromByteOffset: byte, as: UInt64.self)
                guard word & 0x8080_8080_8080_8080 == 0 else { return }
                byte += 8
                character += 8
            }
        }
    }
}
