import Host

/// Lengths of time for people.
enum SpanText {
    /// A length such as `0.4 s`, `42 s`, `3 min 07 s` or `2 h 05 min`.
    ///
    /// - Parameter milliseconds: The length; less than nothing is nothing.
    /// - Returns: The text.
    static func text(_ milliseconds: Int64) -> String {
        let milliseconds = max(0, milliseconds)
        let seconds = milliseconds / 1000
        if milliseconds < 10_000 { return "\(seconds).\(milliseconds / 100 % 10) s" }
        if seconds < 60 { return "\(seconds) s" }
        if seconds < 3600 { return "\(seconds / 60) min \(padded(seconds % 60)) s" }
        return "\(seconds / 3600) h \(padded(seconds / 60 % 60)) min"
    }

    /// A length on a clock: `0:42`, `12:07`, `2:05:09`.
    ///
    /// - Parameter milliseconds: The length.
    /// - Returns: The text.
    static func clock(_ milliseconds: Int64) -> String {
        let seconds = max(0, milliseconds) / 1000
        let rest = padded(seconds % 60)
        return seconds < 3600
            ? "\(seconds / 60):\(rest)" : "\(seconds / 3600):\(padded(seconds / 60 % 60)):\(rest)"
    }

    /// A length in seconds with three digits behind the point, for machines.
    ///
    /// - Parameter milliseconds: The length.
    /// - Returns: Such as `1.042`.
    static func seconds(_ milliseconds: Int64) -> String {
        let milliseconds = max(0, milliseconds)
        let digits = String(milliseconds % 1000)
        return "\(milliseconds / 1000)." + String(repeating: "0", count: 3 - digits.utf8.count) + digits
    }

    private static func padded(_ number: Int64) -> String { number < 10 ? "0\(number)" : String(number) }
}
