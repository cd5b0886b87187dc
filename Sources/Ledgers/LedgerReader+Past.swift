public import Diagnostics
public import Plans

extension LedgerReader {
    /// What the planner may know of a manifest's jobs, as the ledger stood at an earlier entry.
    ///
    /// The same for ever, because entries are: a plan can be made again as it was.
    ///
    /// - Parameters:
    ///   - manifest: The manifest's name.
    ///   - sequence: The last entry that counts; 0 for none.
    /// - Returns: Every attempt of its jobs that had been intended by then, as it stood then, oldest first.
    /// - Throws: RN0605 when the ledger cannot be read.
    /// - Complexity: O(entries up to then).
    public func snapshot(manifest: String, at sequence: Int) async throws(Diagnostic) -> LedgerSnapshot {
        var attempts: [AttemptProjection] = []
        var places: [[UInt8]: Int] = [:]
        let query = AttemptQuery(manifest: manifest)
        var last = 0
        while last < sequence {
            let page = try await entries(after: last, limit: min(256, sequence - last))
            guard let end = page.last else { break }
            for entry in page {
                let event = try entry.readEvent()
                guard let key = event.key.map({ Array($0.utf8) }) else { continue }
                if case .intent(let record) = event {
                    places[key] = attempts.count
                    attempts.append(AttemptProjection(record, at: entry.time))
                } else if let place = places[key] {
                    attempts[place].take(event, at: entry.time)
                }
            }
            last = end.sequence
        }
        return LedgerSnapshot(
            lineage: lineage,
            attempts: attempts.filter { $0.matches(query) }.map(\.record)
        )
    }

    /// Whether an entry is one of this ledger's, or its birth.
    ///
    /// - Parameter head: The entry, as it was the head once.
    /// - Returns: Whether the ledger goes on from there.
    /// - Throws: RN0605 when the ledger cannot be read.
    public func continues(from head: LedgerHead) async throws(Diagnostic) -> Bool {
        guard head.sequence > 0 else {
            return head.sequence == 0 && head.hash.utf8.elementsEqual(birth.hash.utf8)
        }
        let entry = try await entries(after: head.sequence - 1, limit: 1).first
        guard let entry, entry.sequence == head.sequence else { return false }
        return entry.hash.utf8.elementsEqual(head.hash.utf8)
    }
}
