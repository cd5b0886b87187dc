/// Moments as the services write them: seconds since 1970, or one of several calendars' forms.
///
/// The protocol of 2017 wrote `expires_on` in the form of the server's culture; some servers still do.
enum LooseTime {
    /// The seconds since 1970-01-01T00:00:00Z.
    ///
    /// - Parameter text: A number, `MM/dd/yyyy HH:mm:ss +00:00`, `M/d/yyyy h:mm:ss AM +00:00`, `yyyy-MM-dd HH:mm:ss`,
    ///   or RFC 3339; UTC where no offset stands.
    /// - Returns: The seconds, whole; `nil` when it is something else.
    static func seconds(_ text: String) -> Int? {
        guard 1...40 ~= text.utf8.count else { return nil }
        if text.utf8.allSatisfy({ 0x30...0x39 ~= $0 || "+-.eE".utf8.contains($0) }), let number = Double(text)
        {
            return abs(number) < 1e15 ? Int(number) : nil
        }
        var scanner = Scanner(rest: Array(text.utf8)[...])
        guard let day = date(&scanner), let second = timeOfDay(&scanner), let offset = offset(&scanner),
            scanner.rest.isEmpty
        else { return nil }
        return day * 86_400 + second - offset
    }

    /// `M/d/yyyy` or `yyyy-MM-dd`, as days since 1970.
    private static func date(_ scanner: inout Scanner) -> Int? {
        guard let first = scanner.number(digits: 1...4) else { return nil }
        if scanner.take("-") {
            guard let month = scanner.number(digits: 1...2), scanner.take("-"),
                let day = scanner.number(digits: 1...2)
            else { return nil }
            return days(first, month, day)
        }
        guard scanner.take("/"), let day = scanner.number(digits: 1...2), scanner.take("/"),
            let year = scanner.number(digits: 4...4)
        else { return nil }
        return days(year, first, day)
    }

    /// `HH:mm:ss`, a fraction that is dropped, and `AM` or `PM`.
    private static func timeOfDay(_ scanner: inout Scanner) -> Int? {
        guard scanner.take(" ") || scanner.take("T") || scanner.take("t"),
            var hour = scanner.number(digits: 1...2), scanner.take(":"),
            let minute = scanner.number(digits: 2...2), scanner.take(":"),
            let second = scanner.number(digits: 2...2), minute < 60, second <= 60
        else { return nil }
        if scanner.take(".") { guard scanner.number(digits: 1...9) != nil else { return nil } }
        let saved = scanner
        if scanner.take(" "), let half = scanner.half() {
            guard 1...12 ~= hour else { return nil }
            hour = hour % 12 + half
        } else {
            scanner = saved
        }
        return hour < 24 ? hour * 3600 + minute * 60 + second : nil
    }

    /// `Z`, `+00:00`, or nothing.
    private static func offset(_ scanner: inout Scanner) -> Int? {
        if scanner.rest.isEmpty { return 0 }
        _ = scanner.take(" ")
        if scanner.take("Z") || scanner.take("z") { return 0 }
        let isBehind = scanner.take("-")
        guard isBehind || scanner.take("+"), let hours = scanner.number(digits: 2...2), scanner.take(":"),
            let minutes = scanner.number(digits: 2...2), hours < 24, minutes < 60
        else { return nil }
        return (hours * 3600 + minutes * 60) * (isBehind ? -1 : 1)
    }

    /// The number of a day of the Gregorian calendar; 0 is 1970-01-01.
    private static func days(_ year: Int, _ month: Int, _ day: Int) -> Int? {
        let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
        let lengths = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
        guard 1970...9999 ~= year, 1...12 ~= month, 1...lengths[month - 1] ~= day else { return nil }
        let before = year - 1
        let years = before * 365 + before / 4 - before / 100 + before / 400 - 719_162
        return years + lengths[..<(month - 1)].reduce(0, +) + day - 1
    }

    private struct Scanner {
        var rest: ArraySlice<UInt8>

        mutating func take(_ character: Unicode.Scalar) -> Bool {
            guard rest.first == UInt8(ascii: character) else { return false }
            rest = rest.dropFirst()
            return true
        }

        mutating func number(digits: ClosedRange<Int>) -> Int? {
            let found = rest.prefix(digits.upperBound).prefix { 0x30...0x39 ~= $0 }
            guard digits.contains(found.count) else { return nil }
            rest = rest.dropFirst(found.count)
            return found.reduce(0) { $0 * 10 + Int($1 - 0x30) }
        }

        /// The hours that `AM` or `PM` adds.
        mutating func half() -> Int? {
            let word = String(decoding: rest.prefix(2), as: UTF8.self).uppercased()
            guard word == "AM" || word == "PM" else { return nil }
            rest = rest.dropFirst(2)
            return word == "PM" ? 12 : 0
        }
    }
}
