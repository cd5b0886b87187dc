import ArgumentParser
import Host

/// A moment as people type it: a day, a time of RFC 3339, or how long ago.
struct MomentText: ExpressibleByArgument, Hashable, Sendable {
    private enum Form: Hashable {
        case moment(Timestamp)
        case ago(milliseconds: Int64)
    }

    private let form: Form

    /// Reads `2026-11-20` (its beginning in UTC), `2026-11-20T22:04:05Z`, `…T22:04:05.123+02:00`, `90s`, `15m`, `24h`,
    /// `7d` or `2w`.
    init?(argument: String) {
        let bytes = Array(argument.utf8)
        if let ago = Self.span(bytes) {
            form = .ago(milliseconds: ago)
        } else if let moment = Self.moment(bytes) {
            form = .moment(moment)
        } else {
            return nil
        }
    }

    /// The moment.
    ///
    /// - Parameter now: What spans are counted from.
    /// - Returns: The moment.
    func moment(now: Timestamp) -> Timestamp {
        switch form {
        case .moment(let moment): moment
        case .ago(let milliseconds): Timestamp(milliseconds: now.milliseconds - milliseconds)
        }
    }

    private static func span(_ bytes: [UInt8]) -> Int64? {
        let units: [UInt8: Int64] = [
            UInt8(ascii: "s"): 1000, UInt8(ascii: "m"): 60_000, UInt8(ascii: "h"): 3_600_000,
            UInt8(ascii: "d"): 86_400_000, UInt8(ascii: "w"): 604_800_000,
        ]
        guard let last = bytes.last, let unit = units[last], (2...7).contains(bytes.count),
            let count = number(bytes.dropLast())
        else { return nil }
        return Int64(count) * unit
    }

    private static func moment(_ bytes: [UInt8]) -> Timestamp? {
        guard bytes.count >= 10, bytes[4] == UInt8(ascii: "-"), bytes[7] == UInt8(ascii: "-"),
            let year = number(bytes[0..<4]), let month = number(bytes[5..<7]), (1...12).contains(month),
            let day = number(bytes[8..<10]), (1...length(of: month, in: year)).contains(day)
        else { return nil }
        let midnight = Int64(days(year, month, day)) * 86_400_000
        guard bytes.count > 10 else { return Timestamp(milliseconds: midnight) }
        guard [UInt8(ascii: "T"), UInt8(ascii: "t"), UInt8(ascii: " ")].contains(bytes[10]),
            let time = time(bytes[11...])
        else { return nil }
        return Timestamp(milliseconds: midnight + time)
    }

    /// `22:04`, `22:04:05` or `22:04:05.123`, then `Z` or `+02:00`; milliseconds since midnight in UTC.
    private static func time(_ bytes: ArraySlice<UInt8>) -> Int64? {
        var rest = bytes
        func part(_ limit: Int, after separator: UInt8?) -> Int? {
            if let separator {
                guard rest.first == separator else { return nil }
                rest = rest.dropFirst()
            }
            guard let value = number(rest.prefix(2)), rest.count >= 2, value <= limit else { return nil }
            rest = rest.dropFirst(2)
            return value
        }
        let colon = UInt8(ascii: ":")
        guard let hour = part(23, after: nil), let minute = part(59, after: colon) else { return nil }
        var milliseconds = Int64(hour) * 3_600_000 + Int64(minute) * 60_000
        if rest.first == colon {
            guard let second = part(60, after: colon) else { return nil }
            milliseconds += Int64(second) * 1000
        }
        if rest.first == UInt8(ascii: ".") {
            let digits = rest.dropFirst().prefix { (0x30...0x39).contains($0) }
            guard !digits.isEmpty, let value = number(Array((Array(digits) + [0x30, 0x30]).prefix(3))[...])
            else {
                return nil
            }
            milliseconds += Int64(value)
            rest = rest.dropFirst(1 + digits.count)
        }
        switch rest.first {
        case UInt8(ascii: "Z"), UInt8(ascii: "z"):
            return rest.count == 1 ? milliseconds : nil
        case .some(let sign) where sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-"):
            guard let hour = part(23, after: sign), let minute = part(59, after: colon), rest.isEmpty else {
                return nil
            }
            let offset = Int64(hour) * 3_600_000 + Int64(minute) * 60_000
            return sign == UInt8(ascii: "+") ? milliseconds - offset : milliseconds + offset
        default: return nil
        }
    }

    private static func number(_ digits: ArraySlice<UInt8>) -> Int? {
        guard !digits.isEmpty, digits.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
        return digits.reduce(0) { $0 * 10 + Int($1 - 0x30) }
    }

    private static func length(of month: Int, in year: Int) -> Int {
        let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
        return month == 2 ? (isLeap ? 29 : 28) : [4, 6, 9, 11].contains(month) ? 30 : 31
    }

    /// Days since 1970-01-01 in the proleptic Gregorian calendar.
    private static func days(_ year: Int, _ month: Int, _ day: Int) -> Int {
        let year = month <= 2 ? year - 1 : year
        let era = (year >= 0 ? year : year - 399) / 400
        let yearOfEra = year - era * 400
        let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        return era * 146_097 + dayOfEra - 719_468
    }
}
