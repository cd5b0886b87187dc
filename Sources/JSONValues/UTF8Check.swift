/// Whether bytes are UTF-8 (RFC 3629).
enum UTF8Check {
    /// The first byte that no scalar can begin with or be continued with; `nil` when all is well.
    ///
    /// Refuses overlong forms, surrogates and what lies above U+10FFFF.
    static func firstFault(in bytes: [UInt8]) -> Int? {
        unsafe bytes.withUnsafeBytes { unsafe firstFault(in: $0) }
    }

    private static func firstFault(in bytes: UnsafeRawBufferPointer) -> Int? {
        var index = 0
        while index < bytes.count {
            // Most texts are ASCII: eight bytes at once have no high bit.
            if index + 8 <= bytes.count {
                let word = unsafe bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self)
                if word & 0x8080_8080_8080_8080 == 0 {
                    index += 8
                    continue
                }
            }
            let lead = unsafe bytes[index]
            if lead < 0x80 {
                index += 1
                continue
            }
            let length: Int
            var second: ClosedRange<UInt8> = 0x80...0xBF
            switch lead {
            case 0xC2...0xDF: length = 2
            case 0xE0: (length, second) = (3, 0xA0...0xBF)
            case 0xED: (length, second) = (3, 0x80...0x9F)
            case 0xE1...0xEF: length = 3
            case 0xF0: (length, second) = (4, 0x90...0xBF)
            case 0xF4: (length, second) = (4, 0x80...0x8F)
            case 0xF1...0xF3: length = 4
            default: return index
            }
            guard index + length <= bytes.count, unsafe second.contains(bytes[index + 1]) else {
                return index
            }
            for next in (index + 2)..<max(index + 2, index + length) where unsafe bytes[next] & 0xC0 != 0x80 {
                return index
            }
            index += length
        }
        return nil
    }
}
