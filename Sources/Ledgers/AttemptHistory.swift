public import Diagnostics
public import Plans

/// One attempt with everything that stands about it.
public struct AttemptHistory: Hashable, Sendable {
    /// How it stands.
    public let record: AttemptRecord
    /// Its entries, oldest first; the first is its intent.
    public let entries: [LedgerEntry]

    /// Puts an attempt's history together.
    ///
    /// - Parameters:
    ///   - record: How it stands.
    ///   - entries: Its entries, oldest first.
    public init(_ record: AttemptRecord, _ entries: [LedgerEntry]) {
        self.record = record
        self.entries = entries
    }

    /// The entries with what they say.
    ///
    /// - Returns: Each event with the time at which it was written.
    /// - Throws: RN0605 when one cannot be understood.
    public func events() throws(Diagnostic) -> [(time: String, event: LedgerEvent)] {
        var events: [(time: String, event: LedgerEvent)] = []
        for entry in entries { events.append((entry.time, try entry.readEvent())) }
        return events
    }
}

extension LedgerReader {
    /// A page of histories, found attempt by attempt.
    ///
    /// - Parameters:
    ///   - query: Which; its limit is not looked at.
    ///   - sequence: Only attempts whose intents have a greater number.
    ///   - count: At most so many.
    /// - Returns: The histories, oldest first.
    /// - Throws: RN0605.
    public func histories(
        matching query: AttemptQuery,
        after sequence: Int,
        count: Int
    ) async throws(Diagnostic) -> [AttemptHistory] {
        var all = query
        all.limit = nil
        var found: [AttemptHistory] = []
        for record in try await attempts(matching: all) where found.count < count {
            let entries = try await history(of: record.key)
            guard let intent = entries.first, intent.sequence > sequence else { continue }
            found.append(AttemptHistory(record, entries))
        }
        return found
    }

    /// Goes through histories, page by page, so that memory does not grow with the ledger.
    ///
    /// - Parameters:
    ///   - query: Which; its limit is not looked at.
    ///   - body: Given each, oldest first.
    /// - Throws: RN0605, and what `body` throws.
    public func forEachHistory(
        matching query: AttemptQuery,
        _ body: (AttemptHistory) throws(Diagnostic) -> Void
    ) async throws(Diagnostic) {
        var last = 0
        while true {
            let page = try await histories(matching: query, after: last, count: 200)
            for history in page { try body(history) }
            guard let next = page.last?.entries.first?.sequence else { return }
            last = next
        }
    }
}
