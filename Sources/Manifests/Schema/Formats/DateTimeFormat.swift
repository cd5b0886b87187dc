/// `date`, `time` and `date-time` of RFC 3339 §5.6, with the restrictions of §5.7.
enum DateTimeFormat {
    static func isDate(_ text: ArraySlice<UInt8>) -> Bool {
        var cursor = FormatCursor(text)
        return takeDate(&cursor) && cursor.isAtEnd
    }

    static func isTime(_ text: ArraySlice<UInt8>) -> Bool {
        var cursor = FormatCursor(text)
        return takeTime(&cursor) && cursor.isAtEnd
    }

    static func isDateTime(_ text: ArraySlice<UInt8>) -> Bool {
        var cursor = FormatCursor(text)
        return takeDate(&cursor) && cursor.takeLetter(UInt8(ascii: "t")) && takeTime(&cursor)
            && cursor.isAtEnd
    }

    private static func takeDate(_ cursor: inout FormatCursor) -> Bool {
        guard let year = cursor.number(digits: 4), cursor.take(UInt8(ascii: "-")),
            let month = cursor.number(digits: 2), cursor.take(UInt8(ascii: "-")),
            let day = cursor.number(digits: 2)
        else { return false }
        return 1...12 ~= month && day >= 1 && day <= days(inMonth: month, of: year)
    }

    private static func days(inMonth month: Int, of year: Int) -> Int {
        switch month {
        case 4, 6, 9, 11: 30
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        default: 31
        }
    }

    private static func takeTime(_ cursor: inout FormatCursor) -> Bool {
        guard let hour = cursor.number(digits: 2), cursor.take(UInt8(ascii: ":")),
            let minute = cursor.number(digits: 2), cursor.take(UInt8(ascii: ":")),
            let second = cursor.number(digits: 2), hour <= 23, minute <= 59, second <= 60
        else { return false }
        if cursor.take(UInt8(ascii: ".")), cursor.takeAll(\.isDigit) == 0 { return false }
        guard let offset = takeOffset(&cursor) else { return false }
        // A leap second is the last one of a day in UTC.
        return second < 60 || (hour * 60 + minute - offset + 1440) % 1440 == 23 * 60 + 59
    }

    /// In minutes east of UTC.
    private static func takeOffset(_ cursor: inout FormatCursor) -> Int? {
        if cursor.takeLetter(UInt8(ascii: "z")) { return 0 }
        let isWest = cursor.take(UInt8(ascii: "-"))
        guard isWest || cursor.take(UInt8(ascii: "+")), let hours = cursor.number(digits: 2),
            cursor.take(UInt8(ascii: ":")), let minutes = cursor.number(digits: 2), hours <= 23, minutes <= 59
        else { return nil }
        return (isWest ? -1 : 1) * (hours * 60 + minutes)
    }
}
