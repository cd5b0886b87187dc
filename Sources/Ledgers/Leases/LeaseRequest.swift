/// Somebody wants a lease.
public struct LeaseRequest: Hashable, Sendable {
    /// What of: ``LeaseName``.
    public let name: LeaseName
    /// Who wants it, in a word that nobody else has; asking again with it is the same request.
    public let holder: String
    /// Who that is, for people.
    public let owner: LeaseOwner
    /// The attempt that is already under way and that the lease is for.
    public let attempt: String?
    /// Whether it takes a place in the line when somebody else has the lease.
    public let waits: Bool

    /// Makes a request.
    ///
    /// - Parameters:
    ///   - name: What of.
    ///   - holder: Who wants it, in a word that nobody else has.
    ///   - owner: Who that is, for people.
    ///   - attempt: The attempt that is already under way and that the lease is for.
    ///   - waits: Whether it takes a place in the line.
    public init(
        _ name: LeaseName,
        holder: String,
        owner: LeaseOwner,
        attempt: String? = nil,
        waits: Bool = false
    ) {
        self.name = name
        self.holder = holder
        self.owner = owner
        self.attempt = attempt
        self.waits = waits
    }
}

extension LeaseRequest {
    /// The same request with an owner's words that may be written.
    ///
    /// - Parameter redact: Takes secrets out of text.
    /// - Returns: The request.
    func redacted(_ redact: (String) -> String) -> Self {
        Self(
            name,
            holder: holder,
            owner: LeaseOwner(
                runID: owner.runID,
                machine: redact(owner.machine),
                processID: owner.processID,
                user: redact(owner.user),
                jobURL: owner.jobURL.map(redact),
                address: owner.address
            ),
            attempt: attempt,
            waits: waits
        )
    }
}
