/// What would be done and why: one entry for each job, in the order of the manifest.
///
/// Holds no secret and no engine.
public struct Plan: Sendable {
    /// The manifest's name.
    public let manifest: String
    /// The manifest's file, as it was typed.
    public let file: String
    /// Whether a ledger was looked at.
    public let comparison: Comparison
    /// The jobs.
    public let jobs: [PlannedJob]
    /// Jobs of this manifest that the ledger knows and the manifest no longer has, each by its latest
    /// attempt.
    public let departed: [AttemptRecord]
    /// The credentials that the jobs use, with the hosts that see them or their tokens, in the manifest's
    /// order.
    public let credentials: [CredentialUse]
    /// `p1:` and the SHA-256 of ``canonicalText``: what a review can be held against.
    public let planDigest: String
    /// The RFC 8785 text of everything that the plan says of the manifest, without what it says of the
    /// ledger.
    public let canonicalText: String

    /// Whether a ledger was looked at.
    public enum Comparison: Hashable, Sendable {
        /// No ledger was given.
        case notCompared
        /// Compared with the ledger of that lineage.
        case compared(lineage: String)
    }

    /// Whether `apply` would send something.
    public var sends: Bool { jobs.contains(where: \.sends) }
}
