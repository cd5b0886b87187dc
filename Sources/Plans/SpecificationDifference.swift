import JSONValues

/// Tells two canonical texts of remote jobs apart, in the manifest's words.
enum SpecificationDifference {
    /// What differs between what ran and what would run, sorted by path.
    ///
    /// - Parameters:
    ///   - record: What ran.
    ///   - submission: What would run.
    /// - Returns: One change for each leaf; the two digests when the old text cannot be read.
    static func changes(from record: AttemptRecord, to submission: Submission) -> [PlannedJob.Change] {
        let changes = changes(from: record.canonicalText, to: submission.canonicalText)
        guard changes.isEmpty else { return changes }
        return [PlannedJob.Change(path: "run digest", before: record.runDigest, after: submission.runDigest)]
    }

    /// The leaves in which two texts differ; none when the first cannot be read.
    static func changes(from before: String, to after: String) -> [PlannedJob.Change] {
        let reader = JSONReader()
        guard let old = try? reader.read(Array(before.utf8)), let new = try? reader.read(Array(after.utf8))
        else {
            return []
        }
        let oldLeaves = leaves(old)
        let newLeaves = leaves(new)
        let paths = Set(oldLeaves.keys).union(newLeaves.keys).sorted()
        return paths.compactMap { path in
            let before = oldLeaves[path]
            let after = newLeaves[path]
            guard before.map({ Array($0.utf8) }) != after.map({ Array($0.utf8) }) else { return nil }
            return PlannedJob.Change(path: path, before: before, after: after)
        }
    }

    /// Every scalar by its path; strings by their text, all else by its JSON.
    private static func leaves(_ value: JSONValue) -> [String: String] {
        var leaves: [String: String] = [:]
        func walk(_ value: JSONValue, _ path: String) {
            switch value {
            case .object(let members):
                for member in members {
                    walk(member.value, path.isEmpty ? member.name : path + "." + member.name)
                }
            case .string(let text): leaves[path] = text
            default: leaves[path] = JSONWriter.text(value, .canonical)
            }
        }
        walk(value, "")
        return leaves
    }
}
