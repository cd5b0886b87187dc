import Host

/// How far this machine's clock is from a server's, as the answer's `Date` shows it.
struct ClockSkew: Hashable {
    /// This machine's time less the server's, in seconds.
    let seconds: Int64

    /// Less than this is told nobody: answers take time, and `Date` has whole seconds.
    private static let threshold: Int64 = 60

    /// Compares; `nil` where there is nothing to tell.
    ///
    /// - Parameters:
    ///   - date: The field `Date` (RFC 9110 §5.6.7).
    ///   - now: This machine's time.
    init?(_ date: String?, now: Timestamp) {
        guard let date, let server = Self.seconds(date) else { return nil }
        let skew = now.milliseconds / 1000 - server
        guard abs(skew) >= Self.threshold else { return nil }
        self.seconds = skew
    }

    /// What there is to tell.
    var words: String {
        let amount = abs(seconds)
        let text =
            switch amount {
            case ..<7200: "\(amount / 60) minutes"
            case ..<172_800: "\(amount / 3600) hours"
            default: "\(amount / 86_400) days"
            }
        return "this machine's clock is \(text) \(seconds > 0 ? "ahead of" : "behind") the server's (`Date`)"
    }

    /// The second since 1970 of `Sun, 06 Nov 1994 08:49:37 GMT`; `nil` for older forms.
    private static func seconds(_ text: String) -> Int64? {
        let parts = text.split(separator: " ")
        guard text.utf8.count == 29, parts.count == 6, parts[5] == "GMT", let day = Int(parts[1]),
            1...31 ~= day, let month = months.firstIndex(of: String(parts[2])), let year = Int(parts[3]),
            1970...9999 ~= year
        else { return nil }
        let time = parts[4].split(separator: ":").compactMap { Int($0) }
        guard time.count == 3, 0...23 ~= time[0], 0...59 ~= time[1], 0...60 ~= time[2] else { return nil }
        // March is the first month, so that leap days are at the end.
        let shifted = month < 2 ? year - 1 : year
        let dayOfYear = (153 * (month < 2 ? month + 10 : month - 2) + 2) / 5 + day - 1
        let days = shifted * 365 + shifted / 4 - shifted / 100 + shifted / 400 + dayOfYear - 719_468
        return Int64(days * 86_400 + time[0] * 3600 + time[1] * 60 + time[2])
    }

    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]
}
