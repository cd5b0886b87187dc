/// Which places of documents this version obeys, by the tables that ``AvailableKeys`` holds documents against.
struct KeyAvailability {
    /// The kind of document.
    let kind: DocumentKind

    /// Places of `Emulator` documents that are refused with RN0851.
    static let notPlayed = [
        "faults": "faults",
        "endpoints.*.deployments.*.loggingLevel": "logging levels",
    ]

    /// What this version would have to have to obey what stands at a place.
    ///
    /// - Parameters:
    ///   - path: The place, with `*` for free names.
    ///   - conditions: What stands beside it.
    /// - Returns: Such as `certificates`; `nil` when this version obeys it.
    func missing(_ path: SchemaPath, _ conditions: [SchemaCondition] = []) -> String? {
        for condition in conditions {
            let words = condition.values.map {
                missing(condition.place.appending(.key(condition.key)), value: $0)
            }
            if !words.isEmpty, let first = words.first, let first, !words.contains(nil) {
                return words.count == 1
                    ? first : SchemaRuleWords.list(words.compactMap { $0 }, "and", quoted: false)
            }
        }
        let text = path.description
        let above = path.steps.indices.map { SchemaPath(Array(path.steps[...$0])).description }
        switch kind {
        case .emulator: return above.lazy.compactMap { Self.notPlayed[$0] }.first
        case .policy: return nil
        case .jobManifest:
            if let words = above.lazy.compactMap({ AvailableKeys.missing[$0] }).first { return words }
            let isRead =
                text.isEmpty
                || AvailableKeys.read.contains { read in
                    above.contains(read) || read.hasPrefix(text + ".")
                }
            return isRead ? nil : "this key"
        }
    }

    /// What this version would have to have to obey a value.
    ///
    /// - Parameters:
    ///   - path: The place, with `*` for free names.
    ///   - value: The value.
    /// - Returns: Such as `managed identities`; `nil` when this version obeys it.
    func missing(_ path: SchemaPath, value: String) -> String? {
        kind == .jobManifest ? AvailableKeys.missingValues[path.description]?[value] : nil
    }
}
