public import Diagnostics
public import Plans

/// The half of a ledger that only looks: what `plan`, `ledger list`, `ledger show` and `ledger verify` are given.
///
/// Every conformer: reading writes nothing, and never sees half of an `append`.
public protocol LedgerReader: Sendable {
    /// What the ledger was born with.
    var birth: LedgerBirth { get }

    /// The attempts that match, oldest first.
    ///
    /// - Parameter query: Which.
    /// - Returns: One record for each intent, projected by ``AttemptProjection``.
    /// - Throws: RN0605 when it cannot be read.
    /// - Complexity: By index: in the number of entries of the attempts that match, not of the ledger.
    func attempts(matching query: AttemptQuery) async throws(Diagnostic) -> [AttemptRecord]

    /// A page of attempts that match, each with everything that stands about it, oldest first.
    ///
    /// - Parameters:
    ///   - query: Which; its limit is not looked at.
    ///   - sequence: Only attempts whose intents have a greater number.
    ///   - count: At most so many.
    /// - Returns: The histories.
    /// - Throws: RN0605 when it cannot be read.
    func histories(
        matching query: AttemptQuery,
        after sequence: Int,
        count: Int
    ) async throws(Diagnostic) -> [AttemptHistory]

    /// The runs that match, oldest first.
    ///
    /// - Parameter query: Which.
    /// - Returns: One history for each run that left a word.
    /// - Throws: RN0605 when it cannot be read.
    func runs(matching query: RunQuery) async throws(Diagnostic) -> [RunHistory]

    /// A page of entries, oldest first.
    ///
    /// - Parameters:
    ///   - sequence: Only entries after this number.
    ///   - limit: At most so many; less than one gives none.
    /// - Returns: The entries, each whole.
    /// - Throws: RN0605.
    func entries(after sequence: Int, limit: Int) async throws(Diagnostic) -> [LedgerEntry]

    /// Everything that stands about one attempt, oldest first: its intent, then what came of it.
    ///
    /// - Parameter key: The attempt's key.
    /// - Returns: Its entries; none when the key is not known.
    /// - Throws: RN0605.
    func history(of key: String) async throws(Diagnostic) -> [LedgerEntry]

    /// The newest entry's number and hash.
    ///
    /// - Returns: The head; ``LedgerBirth/hash`` with number 0 for an empty ledger.
    /// - Throws: RN0605.
    func head() async throws(Diagnostic) -> LedgerHead
}

extension LedgerReader {
    /// The runs that match, oldest first, found by walking all entries.
    ///
    /// - Parameter query: Which.
    /// - Returns: One history for each run that left a word.
    /// - Throws: RN0605 when it cannot be read.
    public func runs(matching query: RunQuery) async throws(Diagnostic) -> [RunHistory] {
        var collected = RunCollector()
        var last = 0
        while true {
            let page = try await entries(after: last, limit: 256)
            guard let end = page.last else { return collected.runs(matching: query) }
            for entry in page where LedgerEvent.kindsOfRuns.contains(entry.kind) {
                collected.take(try entry.readEvent(), at: entry.time)
            }
            last = end.sequence
        }
    }

    /// The id that the ledger was born with.
    public var lineage: String { birth.lineage }

    /// What the planner may know of the ledger.
    ///
    /// - Parameter manifest: The manifest's name.
    /// - Returns: Every attempt of that manifest's jobs, in every realm, oldest first.
    /// - Throws: RN0605.
    public func snapshot(manifest: String) async throws(Diagnostic) -> LedgerSnapshot {
        LedgerSnapshot(
            lineage: lineage,
            attempts: try await attempts(matching: AttemptQuery(manifest: manifest))
        )
    }

    /// The attempt of that key as it was about to be sent: what a resend must send again, byte for byte.
    ///
    /// - Parameter key: The attempt's key.
    /// - Returns: The intent; `nil` when the key is not known.
    /// - Throws: RN0605, also when the entry cannot be understood.
    public func intent(of key: String) async throws(Diagnostic) -> LedgerEvent.IntentRecord? {
        for entry in try await history(of: key) {
            if case .intent(let record) = try entry.readEvent() { return record }
        }
        return nil
    }
}
