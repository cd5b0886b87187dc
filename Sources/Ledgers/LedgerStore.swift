public import Diagnostics
public import Plans

/// The record of what was intended, sent and seen. Append-only: changing and removing are methods that do not exist.
///
/// Every conformer: `append` is atomic and durable when it returns (all events or none); events get consecutive
/// sequence numbers from 1, each entry carries the hash of the one before; an intent whose key stands already is
/// refused with RN0607 and nothing of the call is written; attempts come oldest first.
public protocol LedgerStore: Sendable {
    /// The id that the ledger was born with.
    var lineage: String { get }

    /// Appends events.
    ///
    /// - Parameter events: What happened, in order.
    /// - Returns: The new head.
    /// - Throws: RN0606 when it cannot be written, RN0607 when an intent's key stands already.
    @discardableResult
    func append(_ events: [LedgerEvent]) async throws(Diagnostic) -> LedgerHead

    /// The attempts that match, oldest first.
    ///
    /// - Parameter query: Which.
    /// - Throws: RN0605 when it cannot be read.
    func attempts(matching query: AttemptQuery) async throws(Diagnostic) -> [AttemptRecord]

    /// A page of entries, oldest first.
    ///
    /// - Parameters:
    ///   - sequence: Only entries after this number.
    ///   - limit: At most so many.
    /// - Throws: RN0605.
    func entries(after sequence: Int, limit: Int) async throws(Diagnostic) -> [LedgerEntry]

    /// The newest entry's number and hash.
    ///
    /// - Throws: RN0605.
    func head() async throws(Diagnostic) -> LedgerHead
}

/// Which attempts are asked for; `nil` is any.
public struct AttemptQuery: Hashable, Sendable {
    /// The manifest's name.
    public var manifest: String?
    /// ``JobAddress/description``.
    public var address: String?
    /// ``Realm/description``.
    public var realm: String?
    /// The run that intended them.
    public var runID: String?
    /// The attempt's key.
    public var key: String?

    /// Asks for every attempt.
    public init(
        manifest: String? = nil,
        address: String? = nil,
        realm: String? = nil,
        runID: String? = nil,
        key: String? = nil
    ) {
        self.manifest = manifest
        self.address = address
        self.realm = realm
        self.runID = runID
        self.key = key
    }
}

/// The end of the chain.
public struct LedgerHead: Hashable, Sendable {
    /// The newest entry's number; 0 for an empty ledger.
    public let sequence: Int
    /// Its hash, 64 hex digits.
    public let hash: String

    /// Makes a head.
    ///
    /// - Parameters:
    ///   - sequence: The newest entry's number.
    ///   - hash: Its hash.
    public init(sequence: Int, hash: String) {
        self.sequence = sequence
        self.hash = hash
    }
}
