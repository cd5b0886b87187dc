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
    /// The jobs, the combinations of a matrix as they are written: its last axis changes first.
    public internal(set) var jobs: [PlannedJob]
    /// The entries of the manifest's `jobs`, in order; each stands for one job or more.
    public let groups: [JobGroup]
    /// Jobs of this manifest that the ledger knows and the manifest no longer has, each by its latest
    /// attempt.
    public let departed: [AttemptRecord]
    /// The credentials that the jobs use, with the hosts that see them or their tokens, in the manifest's
    /// order.
    public let credentials: [CredentialUse]
    /// `p1:` and the SHA-256 of ``canonicalText``: what a review can be held against.
    public let planDigest: String
    /// What ``canonicalText`` has beside the jobs.
    let text: PlanText

    /// The RFC 8785 text of everything that the plan says of the manifest, without what it says of the
    /// ledger.
    ///
    /// - Complexity: O(length): it is made each time it is asked for.
    public var canonicalText: String { text.text(of: jobs) }

    /// The jobs that one entry of the manifest's `jobs` comes to.
    public struct JobGroup: Hashable, Sendable {
        /// The entry's name.
        public let name: String
        /// Where its jobs stand in ``Plan/jobs``.
        public let jobs: Range<Int>
        /// The entries whose jobs must all have succeeded before, by their places in ``Plan/groups``.
        public let needs: [Int]
        /// Whether it has a matrix, be it of one combination.
        public let isMatrix: Bool

        /// Makes a group.
        ///
        /// - Parameters:
        ///   - name: The entry's name.
        ///   - jobs: Where its jobs stand in the plan.
        ///   - needs: The entries that it needs.
        ///   - isMatrix: Whether it has a matrix.
        public init(name: String, jobs: Range<Int>, needs: [Int], isMatrix: Bool) {
            self.name = name
            self.jobs = jobs
            self.needs = needs
            self.isMatrix = isMatrix
        }
    }

    /// Whether a ledger was looked at.
    public enum Comparison: Hashable, Sendable {
        /// No ledger was given.
        case notCompared
        /// Compared with the ledger of that lineage.
        case compared(lineage: String)
    }

    /// Whether `apply` would send something.
    public var sends: Bool { jobs.contains { $0.isSelected && $0.sends } }
}
