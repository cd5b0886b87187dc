/// One attempt, as the ledger tells it.
public struct AttemptRecord: Hashable, Sendable {
    /// UUIDv5 that identifies it for ever: ``AttemptKey/make(lineage:submission:number:)``.
    public let key: String
    /// Where it runs: ``Realm/description``.
    public let realm: String
    /// Which job: ``JobAddress/description``.
    public let address: String
    /// The occurrence, for jobs that recur.
    public let occurrence: String?
    /// From 1, for each realm, address and occurrence.
    public let number: Int
    /// The run that intended it.
    public let runID: String
    /// What the remote job is, as a digest.
    public let runDigest: String
    /// The text that the digest is of.
    public let canonicalText: String
    /// Where it stands.
    public let state: JobState
    /// The engine's own id for the job.
    public let remoteID: String?
    /// The page where people look at it.
    public let link: String?
    /// Why it is in this state, in words.
    public let reason: String?
    /// When the intent was written, RFC 3339.
    public let intendedAt: String
    /// When the state last changed, RFC 3339.
    public let changedAt: String
    /// Output URIs by name, as they were sent.
    public let outputs: [String: String]

    /// Makes a record.
    ///
    /// - Parameters:
    ///   - key: The attempt's key.
    ///   - realm: Where it runs.
    ///   - address: Which job.
    ///   - occurrence: The occurrence.
    ///   - number: From 1.
    ///   - runID: The run that intended it.
    ///   - runDigest: What the remote job is.
    ///   - canonicalText: The text that the digest is of.
    ///   - state: Where it stands.
    ///   - remoteID: The engine's id.
    ///   - link: Where people look at it.
    ///   - reason: Why it is in this state.
    ///   - intendedAt: RFC 3339.
    ///   - changedAt: RFC 3339.
    ///   - outputs: Output URIs by name.
    public init(
        key: String,
        realm: String,
        address: String,
        occurrence: String?,
        number: Int,
        runID: String,
        runDigest: String,
        canonicalText: String,
        state: JobState,
        remoteID: String?,
        link: String?,
        reason: String?,
        intendedAt: String,
        changedAt: String,
        outputs: [String: String]
    ) {
        self.key = key
        self.realm = realm
        self.address = address
        self.occurrence = occurrence
        self.number = number
        self.runID = runID
        self.runDigest = runDigest
        self.canonicalText = canonicalText
        self.state = state
        self.remoteID = remoteID
        self.link = link
        self.reason = reason
        self.intendedAt = intendedAt
        self.changedAt = changedAt
        self.outputs = outputs
    }
}
