/// What the events of one run amount to.
public struct RunHistory: Hashable, Sendable {
    /// Who ran what, where.
    public private(set) var record: LedgerEvent.RunRecord
    /// When it began, RFC 3339 in UTC.
    public let startedAt: String
    /// As whom it asked, in the plan's order.
    public private(set) var identities: [LedgerEvent.IdentityRecord] = []
    /// When it ended; `nil` when it goes on, or was ended without a word.
    public private(set) var finishedAt: String?
    /// How the command ended.
    public private(set) var exitStatus: Int32?
    /// What was wrong, when it did not get as far as its jobs.
    public private(set) var problems: [LedgerEvent.ProblemRecord] = []

    /// Begins with the first entry of a run.
    ///
    /// - Parameters:
    ///   - record: Who ran what, where.
    ///   - time: When it was written.
    public init(_ record: LedgerEvent.RunRecord, at time: String) {
        self.record = record
        self.startedAt = time
    }

    /// Takes the next event of the same run.
    ///
    /// Ledgers of version 1 have one beginning and one end for each manifest of a run: the last end counts.
    ///
    /// - Parameters:
    ///   - event: What happened.
    ///   - time: When it was written.
    public mutating func take(_ event: LedgerEvent, at time: String) {
        switch event {
        case .authenticated(_, let identities):
            for identity in identities where !self.identities.contains(identity) {
                self.identities.append(identity)
            }
        case .runFinished(_, let exitStatus, let problems):
            finishedAt = time
            self.exitStatus = exitStatus
            self.problems += problems
        case .runStarted(let more): record.manifests += more.manifests
        case .intent, .answered, .submitted, .observed, .settled, .unknown, .noted: break
        }
    }
}
