/// Looks whether a bracket is ever closed, to tell a missing bracket from a missing comma.
enum BracketScan {
    /// Whether the bracket at `start` has its partner further on.
    ///
    /// Knows quotes and comments, but reads no YAML: it serves messages only.
    static func isClosed(_ bytes: [UInt8], from start: Int) -> Bool {
        var open: [UInt8] = []
        var index = start
        var previous: UInt8 = 0x20
        while index < bytes.count {
            let byte = bytes[index]
            switch byte {
            case UInt8(ascii: "["): open.append(UInt8(ascii: "]"))
            case UInt8(ascii: "{"): open.append(UInt8(ascii: "}"))
            case UInt8(ascii: "]"), UInt8(ascii: "}"):
                guard open.popLast() == byte else { return false }
                if open.isEmpty { return true }
            case UInt8(ascii: "#") where previous <= 0x20:
                while index < bytes.count, bytes[index] != 0x0A, bytes[index] != 0x0D { index += 1 }
            case UInt8(ascii: "\""), UInt8(ascii: "'"):
                if previous <= 0x20 || "[{,:".utf8.contains(previous) {
                    index = endOfQuote(bytes, from: index)
                }
            default: break
            }
            previous = byte
            index += 1
        }
        return false
    }

    /// The closing quote, or the end.
    private static func endOfQuote(_ bytes: [UInt8], from start: Int) -> Int {
        let quote = bytes[start]
        var index = start + 1
        while index < bytes.count, bytes[index] != quote {
            index += bytes[index] == UInt8(ascii: "\\") && quote == UInt8(ascii: "\"") ? 2 : 1
        }
        return index
    }
}
