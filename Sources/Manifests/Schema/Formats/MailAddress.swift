/// `email`: a mailbox of RFC 5321 §4.1.2; `idn-email`: one of RFC 6531 §3.3.
enum MailAddress {
    static func conforms(_ text: ArraySlice<UInt8>, isInternational: Bool) -> Bool {
        var cursor = FormatCursor(text)
        let isQuoted = cursor.next == UInt8(ascii: "\"")
        let isLocalPart =
            isQuoted ? takeQuoted(&cursor, isInternational) : takeAtoms(&cursor, isInternational)
        // RFC 5321 §4.5.3.1.1: 64 octets.
        guard isLocalPart, cursor.index - text.startIndex <= 64, cursor.take(UInt8(ascii: "@")) else {
            return false
        }
        let domain = cursor.rest
        if domain.first == UInt8(ascii: "[") { return isLiteral(domain) }
        return HostName.isMailDomain(domain, isInternational: isInternational)
    }

    /// Words of `atext`, with single dots between.
    private static func takeAtoms(_ cursor: inout FormatCursor, _ isInternational: Bool) -> Bool {
        repeat {
            let count = cursor.takeAll { byte in
                byte >= 0x80
                    ? isInternational
                    : byte.isLetter || byte.isDigit || "!#$%&'*+-/=?^_`{|}~".utf8.contains(byte)
            }
            guard count > 0 else { return false }
        } while cursor.take(UInt8(ascii: "."))
        return true
    }

    private static func takeQuoted(_ cursor: inout FormatCursor, _ isInternational: Bool) -> Bool {
        guard cursor.take(UInt8(ascii: "\"")) else { return false }
        while let byte = cursor.next, byte != UInt8(ascii: "\"") {
            if cursor.take(UInt8(ascii: "\\")) {
                guard cursor.take({ 0x20...0x7E ~= $0 }) else { return false }
            } else {
                guard cursor.take({ 0x20...0x7E ~= $0 || isInternational && $0 >= 0x80 }) else {
                    return false
                }
            }
        }
        return cursor.take(UInt8(ascii: "\""))
    }

    /// `[127.0.0.1]` or `[IPv6:::1]`; no other tag is registered.
    private static func isLiteral(_ text: ArraySlice<UInt8>) -> Bool {
        guard text.last == UInt8(ascii: "]") else { return false }
        let address = text.dropFirst().dropLast()
        if InternetAddress.isVersion4(address) { return true }
        var cursor = FormatCursor(address)
        guard cursor.takeLetter(UInt8(ascii: "i")), cursor.takeLetter(UInt8(ascii: "p")),
            cursor.takeLetter(UInt8(ascii: "v")), cursor.take(UInt8(ascii: "6")),
            cursor.take(UInt8(ascii: ":"))
        else { return false }
        return InternetAddress.isVersion6(cursor.rest)
    }
}
