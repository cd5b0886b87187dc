/// Says when files change.
///
/// Every conformer: a change is told from the moment on at which the body begins, whether or not anybody is waiting
/// for it then; a file that is replaced by renaming another over it has changed, also when it is reached by a
/// symbolic link; nothing is told that has not changed.
public protocol FileWatch: Sendable {
    /// Watches files and folders while something is done.
    ///
    /// - Parameters:
    ///   - paths: Files, there or not yet, and folders. Of a folder its own entries are watched, not what is in
    ///     folders inside it: name these as well.
    ///   - time: What waiting is done by.
    ///   - isWatched: Whether an entry of a folder counts, by its path; what is named in `paths` always counts.
    ///   - body: What is done; asks for changes.
    /// - Returns: What `body` returns.
    /// - Throws: What `body` throws.
    func withChanges<Value>(
        of paths: [String],
        time: any Timekeeper,
        where isWatched: @escaping @Sendable (String) -> Bool,
        _ body: (FileChanges) async throws -> Value
    ) async throws -> Value
}

extension FileWatch {
    /// Watches files and folders, each entry of them, while something is done.
    ///
    /// - Parameters:
    ///   - paths: Files, there or not yet, and folders.
    ///   - time: What waiting is done by.
    ///   - body: What is done; asks for changes.
    /// - Returns: What `body` returns.
    /// - Throws: What `body` throws.
    public func withChanges<Value>(
        of paths: [String],
        time: any Timekeeper,
        _ body: (FileChanges) async throws -> Value
    ) async throws -> Value {
        try await withChanges(of: paths, time: time, where: { _ in true }, body)
    }
}
