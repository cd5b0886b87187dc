public import Plans

/// Which attempts are asked for; `nil` is any.
///
/// Texts are compared by their bytes.
public struct AttemptQuery: Hashable, Sendable {
    /// The manifest's name.
    public var manifest: String?
    /// ``JobAddress/description``.
    public var address: String?
    /// ``Realm/description``.
    public var realm: String?
    /// The occurrence, for jobs that recur.
    public var occurrence: String?
    /// The run that intended them.
    public var runID: String?
    /// The attempt's key.
    public var key: String?
    /// The states that they may be in; none is any.
    public var states: Set<JobState>
    /// Intended at this time or later, RFC 3339 in UTC with milliseconds, as entries have it.
    public var since: String?
    /// Intended before this time, in the same form.
    public var until: String?
    /// Only the newest so many of those that match.
    public var limit: Int?

    /// Asks for every attempt, or for those that match everything that is given.
    ///
    /// - Parameters:
    ///   - manifest: The manifest's name.
    ///   - address: ``JobAddress/description``.
    ///   - realm: ``Realm/description``.
    ///   - occurrence: The occurrence.
    ///   - runID: The run that intended them.
    ///   - key: The attempt's key.
    ///   - states: The states that they may be in; none is any.
    ///   - since: Intended at this time or later.
    ///   - until: Intended before this time.
    ///   - limit: Only the newest so many.
    public init(
        manifest: String? = nil,
        address: String? = nil,
        realm: String? = nil,
        occurrence: String? = nil,
        runID: String? = nil,
        key: String? = nil,
        states: Set<JobState> = [],
        since: String? = nil,
        until: String? = nil,
        limit: Int? = nil
    ) {
        self.manifest = manifest
        self.address = address
        self.realm = realm
        self.occurrence = occurrence
        self.runID = runID
        self.key = key
        self.states = states
        self.since = since
        self.until = until
        self.limit = limit
    }
}
