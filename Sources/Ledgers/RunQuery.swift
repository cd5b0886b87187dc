/// Which runs are asked for; `nil` is any.
public struct RunQuery: Hashable, Sendable {
    /// The run's id.
    public var runID: String?
    /// The name of one of its manifests.
    public var manifest: String?
    /// Begun at this time or later, RFC 3339 in UTC with milliseconds, as entries have it.
    public var since: String?
    /// Begun before this time, in the same form.
    public var until: String?
    /// Only the newest so many of those that match.
    public var limit: Int?

    /// Asks for every run, or for those that match everything that is given.
    ///
    /// - Parameters:
    ///   - runID: The run's id.
    ///   - manifest: The name of one of its manifests.
    ///   - since: Begun at this time or later.
    ///   - until: Begun before this time.
    ///   - limit: Only the newest so many.
    public init(
        runID: String? = nil,
        manifest: String? = nil,
        since: String? = nil,
        until: String? = nil,
        limit: Int? = nil
    ) {
        self.runID = runID
        self.manifest = manifest
        self.since = since
        self.until = until
        self.limit = limit
    }

    /// Whether a run matches, byte by byte.
    func matches(_ run: RunHistory) -> Bool {
        func same(_ wanted: String, _ found: String?) -> Bool {
            found.map { $0.utf8.elementsEqual(wanted.utf8) } ?? false
        }
        if let runID, !same(runID, run.record.runID) { return false }
        if let manifest, !run.record.manifests.contains(where: { same(manifest, $0.name) }) { return false }
        let time = Array(run.startedAt.utf8)
        if let since, time.lexicographicallyPrecedes(Array(since.utf8)) { return false }
        if let until, !time.lexicographicallyPrecedes(Array(until.utf8)) { return false }
        return true
    }
}
