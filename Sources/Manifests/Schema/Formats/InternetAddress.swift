/// `ipv4` of RFC 2673 §3.2 (as RFC 3986 spells it), and `ipv6` of RFC 4291 §2.2.
enum InternetAddress {
    static func isVersion4(_ text: ArraySlice<UInt8>) -> Bool {
        var cursor = FormatCursor(text)
        return takeVersion4(&cursor) && cursor.isAtEnd
    }

    static func isVersion6(_ text: ArraySlice<UInt8>) -> Bool {
        var cursor = FormatCursor(text)
        return takeVersion6(&cursor) && cursor.isAtEnd
    }

    private static func takeVersion4(_ cursor: inout FormatCursor) -> Bool {
        for position in 0..<4 {
            if position > 0, !cursor.take(UInt8(ascii: ".")) { return false }
            var value = 0
            let startsWithZero = cursor.next == UInt8(ascii: "0")
            let count = cursor.takeAll { byte in
                guard byte.isDigit, value <= 255 else { return false }
                value = value * 10 + Int(byte - 0x30)
                return true
            }
            guard count > 0, value <= 255, !startsWithZero || count == 1 else { return false }
        }
        return true
    }

    /// Eight groups; `::` stands once for one or more, and the last two may be an address of version 4.
    private static func takeVersion6(_ cursor: inout FormatCursor) -> Bool {
        var groups = 0
        var hasGap = false
        if cursor.take(UInt8(ascii: ":")) {
            guard cursor.take(UInt8(ascii: ":")) else { return false }
            hasGap = true
        }
        while !cursor.isAtEnd {
            let beforeGroup = cursor
            let digits = cursor.takeAll(\.isHexDigit)
            if cursor.next == UInt8(ascii: ".") {
                cursor = beforeGroup
                guard takeVersion4(&cursor) else { return false }
                groups += 2
                break
            }
            guard 1...4 ~= digits else { return false }
            groups += 1
            guard !cursor.isAtEnd else { break }
            guard groups < 8, cursor.take(UInt8(ascii: ":")) else { return false }
            if cursor.take(UInt8(ascii: ":")) {
                guard !hasGap else { return false }
                hasGap = true
            } else if cursor.isAtEnd {
                return false
            }
        }
        return hasGap ? groups <= 7 : groups == 8
    }
}
