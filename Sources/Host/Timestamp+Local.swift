#if canImport(Darwin)
@unsafe @preconcurrency import Darwin
#elseif canImport(Musl)
@unsafe @preconcurrency import Musl
#else
@unsafe @preconcurrency import Glibc
#endif

/// A time as a clock on the wall shows it: without a zone.
public struct WallTime: Hashable, Sendable {
    /// The year, such as 2026.
    public let year: Int
    /// The month, 1 to 12.
    public let month: Int
    /// The day, 1 to 31.
    public let day: Int
    /// The hour, 0 to 23.
    public let hour: Int
    /// The minute, 0 to 59.
    public let minute: Int
    /// The second, 0 to 60.
    public let second: Int

    /// Reads `yyyy-MM-dd HH:mm:ss` with or without a fraction; `T` may stand for the blank.
    ///
    /// - Parameter text: The text; `nil` for anything else.
    public init?(_ text: String) {
        let bytes = Array(text.utf8)
        guard 19...32 ~= bytes.count, bytes[10] == 0x20 || bytes[10] == UInt8(ascii: "T") else { return nil }
        for (offset, mark) in [(4, "-"), (7, "-"), (13, ":"), (16, ":")] {
            guard bytes[offset] == mark.utf8.first else { return nil }
        }
        if bytes.count > 19 {
            guard bytes[19] == UInt8(ascii: "."), bytes[20...].allSatisfy({ 0x30...0x39 ~= $0 }) else {
                return nil
            }
        }
        func number(_ range: Range<Int>, _ allowed: ClosedRange<Int>) -> Int? {
            guard bytes[range].allSatisfy({ 0x30...0x39 ~= $0 }) else { return nil }
            let value = bytes[range].reduce(0) { $0 * 10 + Int($1 - 0x30) }
            return allowed.contains(value) ? value : nil
        }
        guard let year = number(0..<4, 1970...9999), let month = number(5..<7, 1...12),
            let day = number(8..<10, 1...31), let hour = number(11..<13, 0...23),
            let minute = number(14..<16, 0...59), let second = number(17..<19, 0...60)
        else { return nil }
        self.year = year
        self.month = month
        self.day = day
        self.hour = hour
        self.minute = minute
        self.second = second
    }

    /// The moment at which a clock in this machine's time zone shows it; summer time as the zone has it then.
    public var localMoment: Timestamp? {
        var parts = unsafe tm()
        unsafe parts.tm_year = Int32(year - 1900)
        unsafe parts.tm_mon = Int32(month - 1)
        unsafe parts.tm_mday = Int32(day)
        unsafe parts.tm_hour = Int32(hour)
        unsafe parts.tm_min = Int32(minute)
        unsafe parts.tm_sec = Int32(second)
        unsafe parts.tm_isdst = -1
        let seconds = unsafe mktime(&parts)
        return seconds == -1 ? nil : Timestamp(milliseconds: Int64(seconds) * 1000)
    }
}
