/// `duration` of RFC 3339, appendix A: units in order, none left out between two, weeks alone.
enum DurationFormat {
    static func conforms(_ text: ArraySlice<UInt8>) -> Bool {
        var cursor = FormatCursor(text)
        guard cursor.takeLetter(UInt8(ascii: "p")) else { return false }
        let start = cursor
        if cursor.takeAll(\.isDigit) > 0, cursor.takeLetter(UInt8(ascii: "w")) { return cursor.isAtEnd }
        cursor = start
        guard let dates = takeParts("ymd", &cursor) else { return false }
        if cursor.takeLetter(UInt8(ascii: "t")) {
            guard let times = takeParts("hms", &cursor), times > 0 else { return false }
        } else if dates == 0 {
            return false
        }
        return cursor.isAtEnd
    }

    /// Takes numbers with these units.
    ///
    /// - Returns: How many; `nil` behind a number whose unit is not the next one.
    private static func takeParts(_ units: String, _ cursor: inout FormatCursor) -> Int? {
        var left = units.utf8[...]
        var count = 0
        while cursor.takeAll(\.isDigit) > 0 {
            if count == 0 {
                left = left.drop { $0 | 0x20 != cursor.next.map { $0 | 0x20 } }
            }
            guard let unit = left.popFirst(), cursor.takeLetter(unit) else { return nil }
            count += 1
        }
        return count
    }
}
