import JSONValues
import Plans

/// A field that differs between two states of something, such as a manifest at two commits.
struct FieldDifference: Hashable, Sendable {
    /// Where, such as `run.inputs.patients.uri`.
    let path: String
    /// What it was; `nil` when it is new.
    let before: String?
    /// What it is; `nil` when it is gone.
    let after: String?

    /// The difference in words.
    var words: String {
        switch (before, after) {
        case (let before?, let after?): "\(path): \(before) → \(after)"
        case (nil, let after?): "\(path): added, \(after)"
        case (let before?, nil): "\(path): removed, was \(before)"
        case (nil, nil): path
        }
    }

    /// The difference as JSON.
    var value: JSONValue {
        ["path": .string(path), "before": .optional(before), "after": .optional(after)]
    }

    /// Every field in which two values differ, in the order of the first, what only the second has behind it.
    ///
    /// Items of arrays are one when they have the same `address`, `manifest`, `file`, `name` or `path`, or else the
    /// same place.
    ///
    /// - Parameters:
    ///   - before: What it was.
    ///   - after: What it is.
    ///   - path: Where the two stand.
    /// - Returns: The differences; none when both are the same but for the order of members.
    /// - Complexity: O(values).
    static func between(_ before: JSONValue, _ after: JSONValue, at path: String = "") -> [FieldDifference] {
        var found: [FieldDifference] = []
        walk(before, after, path, into: &found)
        return found
    }

    private static func walk(
        _ before: JSONValue?,
        _ after: JSONValue?,
        _ path: String,
        into found: inout [FieldDifference]
    ) {
        guard before != after else { return }
        switch (parts(of: before), parts(of: after)) {
        case (let old?, let new?):
            let later = Dictionary(new.map { (Array($0.name.utf8), $0.value) }) { first, _ in first }
            var seen: Set<[UInt8]> = []
            for part in old {
                let name = Array(part.name.utf8)
                seen.insert(name)
                walk(part.value, later[name], joined(path, part.name), into: &found)
            }
            for part in new where !seen.contains(Array(part.name.utf8)) {
                walk(nil, part.value, joined(path, part.name), into: &found)
            }
        case (nil, let new?) where before == nil && !new.isEmpty:
            for part in new { walk(nil, part.value, joined(path, part.name), into: &found) }
        case (let old?, nil) where after == nil && !old.isEmpty:
            for part in old { walk(part.value, nil, joined(path, part.name), into: &found) }
        default:
            found.append(FieldDifference(path: path, before: before.map(text), after: after.map(text)))
        }
    }

    /// The named parts of an object or array.
    private static func parts(of value: JSONValue?) -> [(name: String, value: JSONValue)]? {
        switch value {
        case .object(let members): return members.map { ($0.name, $0.value) }
        case .array(let items):
            return items.enumerated().map { place, item in
                let name = ["address", "manifest", "file", "name", "path"].lazy.compactMap {
                    item[$0]?.string
                }.first
                return (name ?? "[\(place)]", item)
            }
        default: return nil
        }
    }

    private static func joined(_ path: String, _ name: String) -> String {
        path.isEmpty ? name : path + "." + name
    }

    /// A scalar by its text; strings without quotes.
    private static func text(_ value: JSONValue) -> String {
        value.string ?? JSONWriter.text(value, .compact)
    }
}
