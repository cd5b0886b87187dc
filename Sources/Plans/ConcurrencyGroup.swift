/// A group of jobs of which one runs at a time, over all manifests on one ledger: `concurrency`.
public struct ConcurrencyGroup: Hashable, Sendable {
    /// The group's name, filled in.
    public let name: String
    /// What becomes of the job while another of the group is unfinished.
    public let rule: Rule

    /// What becomes of a job while another of its group is unfinished.
    public enum Rule: String, Hashable, Sendable {
        /// It waits for its turn, first come first served.
        case queue
        /// It is left out, and this is recorded.
        case skip
        /// The other is cancelled, and the job takes its turn.
        case replace
        /// It fails without being sent, and this is recorded.
        case fail
    }

    /// Makes a group.
    ///
    /// - Parameters:
    ///   - name: The group's name.
    ///   - rule: What becomes of the job while another is unfinished.
    public init(name: String, rule: Rule) {
        self.name = name
        self.rule = rule
    }
}

extension Realm {
    /// Where groups of this realm count: in all clouds together, or on one emulator.
    public var groupScope: String {
        switch self {
        case .azure: "cloud"
        case .emulator: description
        }
    }
}
