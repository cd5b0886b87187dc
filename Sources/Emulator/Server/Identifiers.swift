import Host

/// Makes identifiers from random numbers.
struct Identifiers: Sendable {
    /// Eight random bytes at a time.
    let random: @Sendable () -> UInt64

    /// A random UUID, lower case.
    func uuid() -> String { UUIDText.text(high: random(), low: random(), version: 4) }

    /// Random bytes, fit for a key.
    func bytes(_ count: Int) -> [UInt8] {
        var bytes: [UInt8] = []
        while bytes.count < count {
            let word = random()
            for shift in stride(from: 0, to: 64, by: 8) {
                bytes.append(UInt8(truncatingIfNeeded: word >> shift))
            }
        }
        return Array(bytes.prefix(count))
    }
}
