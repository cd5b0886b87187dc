/// What one saw when one looked at files: each path with a mark that changes when the file does.
public struct FileLook: Sendable {
    /// What tells one state of a file from another.
    public typealias Mark = [Int64]

    /// The marks of what is there.
    public var marks: [String: Mark] = [:]
    /// Whether a signal will be raised for whatever changes; otherwise one has to look again.
    public var isWoken = true

    /// The most files that are looked at.
    public static let limit = 100_000

    /// Makes a look that has seen nothing.
    public init() {}

    /// The paths that are not as they were.
    ///
    /// - Parameter old: An earlier look.
    /// - Returns: What appeared, changed or went away.
    func difference(from old: FileLook) -> Set<String> {
        var changed = Set(old.marks.keys.filter { marks[$0] == nil })
        for (path, mark) in marks where old.marks[path] != mark { changed.insert(path) }
        return changed
    }
}
