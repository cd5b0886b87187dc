import Plans

extension AttemptQuery {
    /// Whether an intent matches, byte by byte.
    func matches(_ intent: LedgerEvent.IntentRecord, at time: String) -> Bool {
        if let since, Array(time.utf8).lexicographicallyPrecedes(Array(since.utf8)) { return false }
        if let until, !Array(time.utf8).lexicographicallyPrecedes(Array(until.utf8)) { return false }
        func same(_ wanted: String?, _ found: String?) -> Bool {
            guard let wanted else { return true }
            return found.map { $0.utf8.elementsEqual(wanted.utf8) } ?? false
        }
        return same(manifest, intent.manifest) && same(address, intent.address) && same(realm, intent.realm)
            && same(occurrence, intent.occurrence) && same(runID, intent.runID) && same(key, intent.key)
    }

    /// Whether an attempt may be in that state.
    func allows(_ state: JobState) -> Bool { states.isEmpty || states.contains(state) }

    /// What must hold of an intent's columns, as SQL with one argument each.
    var terms: [(sql: String, text: String)] {
        conditions.map { ("intent.\($0.column) = ?", $0.text) }
            + [("intent.time >= ?", since), ("intent.time < ?", until)].compactMap { sql, text in
                text.map { (sql, $0) }
            }
    }

    /// The columns that must equal a text, with the text.
    private var conditions: [(column: String, text: String)] {
        let all = [
            ("attempt", key), ("run", runID), ("manifest", manifest), ("address", address), ("realm", realm),
            ("occurrence", occurrence),
        ]
        return all.compactMap { column, text in text.map { (column, $0) } }
    }
}
