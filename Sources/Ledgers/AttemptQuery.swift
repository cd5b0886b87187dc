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

    /// Asks for every attempt, or for those that match everything that is given.
    ///
    /// - Parameters:
    ///   - manifest: The manifest's name.
    ///   - address: ``JobAddress/description``.
    ///   - realm: ``Realm/description``.
    ///   - occurrence: The occurrence.
    ///   - runID: The run that intended them.
    ///   - key: The attempt's key.
    public init(
        manifest: String? = nil,
        address: String? = nil,
        realm: String? = nil,
        occurrence: String? = nil,
        runID: String? = nil,
        key: String? = nil
    ) {
        self.manifest = manifest
        self.address = address
        self.realm = realm
        self.occurrence = occurrence
        self.runID = runID
        self.key = key
    }
}
