/// Identifiers that sort by time (RFC 9562 §5.7), so that runs stand in order in a ledger.
public enum UUIDv7 {
    /// Makes one.
    ///
    /// - Parameters:
    ///   - now: The time of day; its milliseconds fill the first 48 bits.
    ///   - random: Eight random bytes at a time; called twice.
    /// - Returns: Such as `019a9f3e-2f4b-7c51-9d3a-0b6f1c2e4d58`.
    public static func make(now: Timestamp, random: () -> UInt64) -> String {
        let time = UInt64(max(now.milliseconds, 0)) & 0xFFFF_FFFF_FFFF
        return UUIDText.text(high: time << 16 | random() & 0xFFFF, low: random(), version: 7)
    }
}
