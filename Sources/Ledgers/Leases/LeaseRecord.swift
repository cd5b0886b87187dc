public import Host

/// How a lease stands.
public struct LeaseRecord: Hashable, Sendable {
    /// What of.
    public let name: LeaseName
    /// Higher each time the lease changes hands.
    public let fence: Int
    /// Who has it, or had it last.
    public let owner: LeaseOwner
    /// The attempt that it is for.
    public let attempt: String?
    /// When it was taken.
    public let taken: Timestamp
    /// When its owner was last heard of.
    public let heard: Timestamp
    /// When it runs out; `nil` when its owner has let go of it while its attempt went on.
    public let expires: Timestamp?
    /// Who waits for it, first come first.
    public let line: [LeaseOwner]

    /// Whether the owner was not heard of for so long that others may take it.
    ///
    /// - Parameter now: The time.
    /// - Returns: Whether it is stale.
    public func isStale(at now: Timestamp) -> Bool { expires.map { $0 <= now } ?? true }
}
