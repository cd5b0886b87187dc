/// A moment as services write it: in fields such as `Date` and in documents.
public struct WebDate: Hashable, Sendable {
    /// Seconds since 1970-01-01T00:00:00Z.
    public let secondsSince1970: Int64

    /// Reads a field's value, in the one form that servers write: `Sun, 06 Nov 1994 08:49:37 GMT`.
    ///
    /// - SeeAlso: RFC 9110 §5.6.7.
    ///
    /// - Parameter text: The value; `nil` for every other form, and for days that no month has.
    public init?(_ text: String) {
        let parts = text.split(separator: " ", omittingEmptySubsequences: false)
        guard parts.count == 6, parts[0].utf8.count == 4, parts[0].last == ",", parts[5] == "GMT",
            let day = Self.number(parts[1], digits: 2),
            let month = Self.months.firstIndex(of: String(parts[2])),
            let year = Self.number(parts[3], digits: 4), year >= 1970
        else { return nil }
        let time = parts[4].split(separator: ":", omittingEmptySubsequences: false)
        guard time.count == 3, let hour = Self.number(time[0], digits: 2), hour < 24,
            let minute = Self.number(time[1], digits: 2), minute < 60,
            let second = Self.number(time[2], digits: 2), second <= 60,
            let days = Self.days(year, month, day)
        else { return nil }
        self.secondsSince1970 = days * 86_400 + Int64(hour * 3600 + minute * 60 + second)
    }

    /// Reads a document's time, RFC 3339 in UTC, such as `2026-11-20T22:00:00.1234567+00:00`, or with `Z`.
    ///
    /// - Parameter text: The text; `nil` for other zones and anything else.
    public init?(ofDocument text: String) {
        let zones = ["Z", "+00:00"]
        guard text.utf8.count <= 40, let zone = zones.first(where: { text.hasSuffix($0) }) else { return nil }
        let halves = text.dropLast(zone.count).split(separator: "T", omittingEmptySubsequences: false)
        guard halves.count == 2 else { return nil }
        let date = halves[0].split(separator: "-", omittingEmptySubsequences: false)
        let moment = halves[1].split(separator: ".", omittingEmptySubsequences: false)
        let time = moment[0].split(separator: ":", omittingEmptySubsequences: false)
        let fraction = moment.count == 2 ? moment[1] : "0"
        guard date.count == 3, time.count == 3, moment.count <= 2, !fraction.isEmpty,
            fraction.utf8.allSatisfy({ 0x30...0x39 ~= $0 }),
            let year = Self.number(date[0], digits: 4), year >= 1970,
            let month = Self.number(date[1], digits: 2), 1...12 ~= month,
            let day = Self.number(date[2], digits: 2),
            let hour = Self.number(time[0], digits: 2), hour < 24,
            let minute = Self.number(time[1], digits: 2), minute < 60,
            let second = Self.number(time[2], digits: 2), second <= 60,
            let days = Self.days(year, month - 1, day)
        else { return nil }
        self.secondsSince1970 = days * 86_400 + Int64(hour * 3600 + minute * 60 + second)
    }

    /// The days since 1970-01-01, with months from 0.
    ///
    /// - Returns: `nil` for days that no month has.
    private static func days(_ year: Int, _ month: Int, _ day: Int) -> Int64? {
        let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
        let lengths = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
        guard 1...lengths[month] ~= day else { return nil }
        let before = year - 1
        let days =
            365 * (year - 1970) + (before / 4 - before / 100 + before / 400) - 477
            + lengths[..<month].reduce(0, +) + day - 1
        return Int64(days)
    }

    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]

    private static func number(_ text: Substring, digits: Int) -> Int? {
        guard text.utf8.count == digits, text.utf8.allSatisfy({ 0x30...0x39 ~= $0 }) else { return nil }
        return Int(text)
    }
}
