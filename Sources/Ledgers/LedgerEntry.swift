/// One event in the chain.
public struct LedgerEntry: Hashable, Sendable {
    /// From 1, without gaps.
    public let sequence: Int
    /// When it was written, RFC 3339 in UTC.
    public let time: String
    /// The event's kind, such as `intent`.
    public let kind: String
    /// The event as canonical JSON (RFC 8785).
    public let payload: String
    /// The hash of the entry before, 64 hex digits; of the ledger's birth record for the first.
    public let previousHash: String
    /// SHA-256 over the previous hash and this entry's canonical text, 64 hex digits.
    public let hash: String

    /// Makes an entry.
    public init(
        sequence: Int,
        time: String,
        kind: String,
        payload: String,
        previousHash: String,
        hash: String
    ) {
        self.sequence = sequence
        self.time = time
        self.kind = kind
        self.payload = payload
        self.previousHash = previousHash
        self.hash = hash
    }
}
