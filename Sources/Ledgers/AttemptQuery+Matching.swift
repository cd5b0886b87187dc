extension AttemptQuery {
    /// Whether an intent matches, byte by byte.
    func matches(_ intent: LedgerEvent.IntentRecord) -> Bool {
        func same(_ wanted: String?, _ found: String?) -> Bool {
            guard let wanted else { return true }
            return found.map { $0.utf8.elementsEqual(wanted.utf8) } ?? false
        }
        return same(manifest, intent.manifest) && same(address, intent.address) && same(realm, intent.realm)
            && same(occurrence, intent.occurrence) && same(runID, intent.runID) && same(key, intent.key)
    }

    /// The columns that must equal a text, with the text.
    var conditions: [(column: String, text: String)] {
        let all = [
            ("attempt", key), ("run", runID), ("manifest", manifest), ("address", address), ("realm", realm),
            ("occurrence", occurrence),
        ]
        return all.compactMap { column, text in text.map { (column, $0) } }
    }
}
