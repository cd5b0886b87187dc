public import Diagnostics

/// Leases beside the chain of a ledger: who may do what others must not do meanwhile, over all processes.
///
/// A lease belongs to one holder at a time, for as long as it is heard of within ``LeaseTerm/length``. After that the
/// next one may take it, and gets a higher fence; what the former holder still writes under the old one is refused
/// (RN0624), also when it only was slow. A line is kept for each lease: first come, first served; who is not heard of
/// loses the place. A lease whose attempt goes on without its owner is given to nobody but who follows that attempt,
/// until the attempt is settled or somebody unlocks it.
public protocol LeaseStore: Sendable {
    /// Asks for a lease; asking again keeps the place in the line.
    ///
    /// - Parameter request: Who wants what.
    /// - Returns: The lease, or who has it.
    /// - Throws: RN0606 when the ledger cannot be written.
    func take(_ request: LeaseRequest) async throws(Diagnostic) -> LeaseAnswer

    /// Tells that holders are alive.
    ///
    /// - Parameter grants: What they have.
    /// - Returns: Those that somebody else has meanwhile.
    /// - Throws: RN0606 when the ledger cannot be written.
    func renew(_ grants: [LeaseGrant]) async throws(Diagnostic) -> [LeaseGrant]

    /// Gives a lease back, or does nothing when somebody else has it meanwhile.
    ///
    /// - Parameters:
    ///   - grant: The lease.
    ///   - isGoingOn: Whether its attempt goes on without the holder.
    /// - Throws: RN0606 when the ledger cannot be written.
    func release(_ grant: LeaseGrant, isGoingOn: Bool) async throws(Diagnostic)

    /// Leaves a line.
    ///
    /// - Parameter request: What was asked for.
    /// - Throws: RN0606 when the ledger cannot be written.
    func withdraw(_ request: LeaseRequest) async throws(Diagnostic)

    /// The leases that somebody has, or whose attempts go on, by name.
    ///
    /// - Returns: Each with its line.
    /// - Throws: RN0605 when the ledger cannot be read.
    func leases() async throws(Diagnostic) -> [LeaseRecord]

    /// Takes leases away from whoever has them.
    ///
    /// - Parameters:
    ///   - names: Which.
    ///   - onlyStale: Whether those stay whose owners were heard of.
    /// - Returns: What was taken away.
    /// - Throws: RN0606 when the ledger cannot be written.
    func unlock(_ names: [LeaseName], onlyStale: Bool) async throws(Diagnostic) -> [LeaseRecord]

    /// From now on everything that this store appends about an attempt is refused unless the lease is still held.
    ///
    /// - Parameters:
    ///   - key: The attempt.
    ///   - grant: The lease; `nil` takes that back.
    func guardAttempt(_ key: String, by grant: LeaseGrant?)

    /// From now on everything that this store appends is refused unless the lease is still held.
    ///
    /// - Parameter grant: The lease; `nil` takes that back.
    func guardAll(by grant: LeaseGrant?)
}

/// How long leases last.
public enum LeaseTerm {
    /// From the last heartbeat.
    public static let length: Duration = .seconds(60)
    /// Between two heartbeats.
    public static let heartbeat: Duration = .seconds(15)
    static let lengthInMilliseconds: Int64 = 60_000
}

extension LedgerStore {
    /// Leases beside the chain; `nil` where nobody else can write.
    public var leaseStore: (any LeaseStore)? { self as? any LeaseStore }
}
