/// `json-pointer` of RFC 6901 §3, and `relative-json-pointer` of draft-bhutton-relative-json-pointer-00.
enum PointerFormat {
    static func isPointer(_ text: ArraySlice<UInt8>) -> Bool {
        guard text.isEmpty || text.first == UInt8(ascii: "/") else { return false }
        var isEscaped = false
        for byte in text {
            if isEscaped, byte != UInt8(ascii: "0"), byte != UInt8(ascii: "1") { return false }
            isEscaped = byte == UInt8(ascii: "~")
        }
        return !isEscaped
    }

    static func isRelativePointer(_ text: ArraySlice<UInt8>) -> Bool {
        var cursor = FormatCursor(text)
        let startsWithZero = cursor.next == UInt8(ascii: "0")
        let count = cursor.takeAll(\.isDigit)
        guard count > 0, !startsWithZero || count == 1 else { return false }
        if cursor.take(UInt8(ascii: "#")) { return cursor.isAtEnd }
        return isPointer(cursor.rest)
    }
}
