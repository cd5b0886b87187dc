/// What becomes of a request for a lease.
public enum LeaseAnswer: Hashable, Sendable {
    /// It is the asker's now; `from` had it before and was not heard of for too long.
    case taken(LeaseGrant, from: LeaseOwner?)
    /// Somebody else has it, or comes first; so many stand before the asker in the line.
    case held(LeaseRecord, ahead: Int)
}
