/// A lease that somebody has: what each write under it carries.
public struct LeaseGrant: Hashable, Sendable {
    /// What of.
    public let name: LeaseName
    /// Higher each time the lease changes hands; a write with an older one is refused.
    public let fence: Int
    /// Who has it.
    public let holder: String
}
