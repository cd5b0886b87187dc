/// URIs of RFC 3986 and IRIs of RFC 3987, absolute or relative.
enum ResourceIdentifier {
    static func isAbsolute(_ text: ArraySlice<UInt8>, isInternational: Bool) -> Bool {
        var cursor = FormatCursor(text)
        return takeScheme(&cursor) && takesAfterScheme(&cursor, isInternational)
    }

    static func isReference(_ text: ArraySlice<UInt8>, isInternational: Bool) -> Bool {
        if isAbsolute(text, isInternational: isInternational) { return true }
        // The first segment of a relative path has no colon: it would read as a scheme.
        for byte in text {
            if byte == UInt8(ascii: ":") { return false }
            if "/?#".utf8.contains(byte) { break }
        }
        var cursor = FormatCursor(text)
        return takesAfterScheme(&cursor, isInternational)
    }

    private static func takeScheme(_ cursor: inout FormatCursor) -> Bool {
        guard cursor.take(\.isLetter) else { return false }
        cursor.takeAll { $0.isLetter || $0.isDigit || "+-.".utf8.contains($0) }
        return cursor.take(UInt8(ascii: ":"))
    }

    private static func takesAfterScheme(_ cursor: inout FormatCursor, _ isInternational: Bool) -> Bool {
        let start = cursor
        if cursor.take(UInt8(ascii: "/")), cursor.take(UInt8(ascii: "/")) {
            guard takeAuthority(&cursor, isInternational) else { return false }
            guard cursor.isAtEnd || cursor.next.map("/?#".utf8.contains) == true else { return false }
        } else {
            cursor = start
        }
        takeCharacters(&cursor, "/:@", isInternational)
        if cursor.take(UInt8(ascii: "?")) {
            takeCharacters(&cursor, "/:@?", isInternational, allowsPrivateUse: true)
        }
        if cursor.take(UInt8(ascii: "#")) { takeCharacters(&cursor, "/:@?", isInternational) }
        return cursor.isAtEnd
    }

    private static func takeAuthority(_ cursor: inout FormatCursor, _ isInternational: Bool) -> Bool {
        let start = cursor
        takeCharacters(&cursor, ":", isInternational)
        if !cursor.take(UInt8(ascii: "@")) { cursor = start }
        if cursor.take(UInt8(ascii: "[")) {
            guard takeLiteral(&cursor) else { return false }
        } else {
            takeCharacters(&cursor, "", isInternational)
        }
        if cursor.take(UInt8(ascii: ":")) { cursor.takeAll(\.isDigit) }
        return true
    }

    /// An address in brackets, behind the opening one.
    private static func takeLiteral(_ cursor: inout FormatCursor) -> Bool {
        if cursor.takeLetter(UInt8(ascii: "v")) {
            return cursor.takeAll(\.isHexDigit) > 0 && cursor.take(UInt8(ascii: "."))
                && cursor.takeAll { isUnreserved($0) || isSubDelimiter($0) || $0 == UInt8(ascii: ":") } > 0
                && cursor.take(UInt8(ascii: "]"))
        }
        let start = cursor.rest
        let length = cursor.takeAll { $0 != UInt8(ascii: "]") }
        return InternetAddress.isVersion6(start.prefix(length)) && cursor.take(UInt8(ascii: "]"))
    }

    /// Takes what may stand anywhere, percent-encoded bytes, and these characters more.
    private static func takeCharacters(
        _ cursor: inout FormatCursor,
        _ more: StaticString,
        _ isInternational: Bool,
        allowsPrivateUse: Bool = false
    ) {
        while let byte = cursor.next {
            if byte == UInt8(ascii: "%") {
                let before = cursor
                guard cursor.takePercentEncoded() else {
                    cursor = before
                    return
                }
            } else if byte >= 0x80 {
                guard isInternational,
                    cursor.takeScalar({
                        isInternationalCharacter($0) || allowsPrivateUse && isPrivateUse($0)
                    })
                else { return }
            } else {
                let isOneMore = more.withUTF8Buffer { unsafe $0.contains(byte) }
                guard isUnreserved(byte) || isSubDelimiter(byte) || isOneMore else { return }
                _ = cursor.take(byte)
            }
        }
    }

    private static func isUnreserved(_ byte: UInt8) -> Bool {
        byte.isLetter || byte.isDigit || "-._~".utf8.contains(byte)
    }

    private static func isSubDelimiter(_ byte: UInt8) -> Bool { "!$&'()*+,;=".utf8.contains(byte) }

    /// `ucschar` of RFC 3987 §2.2.
    static func isInternationalCharacter(_ value: UInt32) -> Bool {
        switch value {
        case 0xA0...0xD7FF, 0xF900...0xFDCF, 0xFDF0...0xFFEF: true
        case 0x10000...0xDFFFF: value & 0xFFFF <= 0xFFFD
        case 0xE1000...0xEFFFD: true
        default: false
        }
    }

    /// `iprivate` of RFC 3987 §2.2.
    static func isPrivateUse(_ value: UInt32) -> Bool {
        switch value {
        case 0xE000...0xF8FF, 0xF0000...0xFFFFD, 0x100000...0x10FFFD: true
        default: false
        }
    }
}
