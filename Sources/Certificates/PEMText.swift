/// The blocks of PEM text (RFC 7468), taken leniently: any order, any length of line, any text around them.
///
/// A variable of a CI system may hold the two letters `\n` where a line ended; they are taken for line ends.
struct PEMText {
    /// One block.
    struct Block {
        /// What stands after `BEGIN`, such as `RSA PRIVATE KEY`.
        let label: String
        /// What it holds.
        let bytes: [UInt8]
        /// Whether it is encrypted by its header fields, as OpenSSL did before PKCS#8.
        let hasOldEncryption: Bool
    }

    /// The blocks, in their order.
    let blocks: [Block]

    /// Whether bytes are meant as PEM.
    static func isLikely(_ bytes: [UInt8]) -> Bool { first("-----BEGIN ", in: bytes[...]) != nil }

    /// Reads text.
    ///
    /// - Parameter bytes: The text.
    /// - Throws: ``CertificateFault/garbage`` when a block has no end or is not base64.
    init(_ bytes: [UInt8]) throws(CertificateFault) {
        var blocks: [Block] = []
        var rest = Self.withLineEnds(bytes)[...]
        while let begin = Self.first("-----BEGIN ", in: rest) {
            rest = rest[begin.upperBound...]
            guard let close = Self.first("-----", in: rest) else { throw .garbage }
            let label = rest[..<close.lowerBound]
            rest = rest[close.upperBound...]
            guard let end = Self.first("-----END ", in: rest) else { throw .garbage }
            var body = rest[..<end.lowerBound]
            rest = rest[end.upperBound...]
            var isEncrypted = false
            if let colon = body.firstIndex(of: UInt8(ascii: ":")) {
                // Header fields end with an empty line.
                isEncrypted = Self.first("ENCRYPTED", in: body[colon...]) != nil
                guard let empty = Self.first("\n\n", in: body[colon...]) else { throw .garbage }
                body = body[empty.upperBound...]
            }
            guard let content = Base64Text.bytes(body) else { throw .garbage }
            blocks.append(
                Block(
                    label: String(decoding: label, as: UTF8.self),
                    bytes: content,
                    hasOldEncryption: isEncrypted
                )
            )
        }
        self.blocks = blocks
    }

    private static func first(_ text: String, in bytes: ArraySlice<UInt8>) -> Range<Int>? {
        let wanted = Array(text.utf8)
        guard bytes.count >= wanted.count else { return nil }
        var start = bytes.startIndex
        while let index = bytes[start...].firstIndex(of: wanted[0]), index + wanted.count <= bytes.endIndex {
            if bytes[index..<(index + wanted.count)].elementsEqual(wanted) {
                return index..<(index + wanted.count)
            }
            start = index + 1
        }
        return nil
    }

    /// Without carriage returns, and with line ends in place of `\r` and `\n` that were written out.
    private static func withLineEnds(_ bytes: [UInt8]) -> [UInt8] {
        var text: [UInt8] = []
        text.reserveCapacity(bytes.count)
        var index = 0
        while index < bytes.count {
            let next = index + 1 < bytes.count ? bytes[index + 1] : 0
            if bytes[index] == UInt8(ascii: "\\"), next == UInt8(ascii: "n") || next == UInt8(ascii: "r") {
                if next == UInt8(ascii: "n") { text.append(UInt8(ascii: "\n")) }
                index += 2
                continue
            }
            if bytes[index] != UInt8(ascii: "\r") { text.append(bytes[index]) }
            index += 1
        }
        return text
    }
}
