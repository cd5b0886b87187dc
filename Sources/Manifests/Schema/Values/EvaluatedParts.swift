/// The entries or items of a value that keywords have looked at, by position.
struct EvaluatedParts: Sendable {
    private var words: [UInt64] = []
    private var hasAll = false

    /// Whether a part was looked at.
    func contains(_ position: Int) -> Bool {
        hasAll || position / 64 < words.count && words[position / 64] & (1 << UInt64(position % 64)) != 0
    }

    /// Adds a part.
    mutating func insert(_ position: Int) {
        guard !hasAll else { return }
        while words.count <= position / 64 { words.append(0) }
        words[position / 64] |= 1 << UInt64(position % 64)
    }

    /// Adds all parts.
    mutating func insertAll() {
        hasAll = true
        words = []
    }

    /// Adds what others have looked at.
    mutating func formUnion(_ other: EvaluatedParts) {
        if hasAll { return }
        if other.hasAll { return insertAll() }
        while words.count < other.words.count { words.append(0) }
        for (index, word) in other.words.enumerated() { words[index] |= word }
    }
}
