/// What the planner may know of a ledger.
public struct LedgerSnapshot: Sendable {
    /// The ledger's lineage.
    public let lineage: String
    /// Every attempt of the manifest's jobs, in every realm, oldest first.
    public let attempts: [AttemptRecord]

    /// Makes a snapshot.
    ///
    /// - Parameters:
    ///   - lineage: The ledger's lineage.
    ///   - attempts: Attempts, oldest first.
    public init(lineage: String, attempts: [AttemptRecord]) {
        self.lineage = lineage
        self.attempts = attempts
    }
}
