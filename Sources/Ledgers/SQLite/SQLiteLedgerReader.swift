public import Diagnostics
import GRDB
public import Plans

/// A ledger's file that is only looked at: by `plan`, `ledger list`, `show` and `export`.
///
/// Writes nothing. A file at rest is opened without locks and side files, so it may be in a folder that cannot be
/// written; when it changed meanwhile the call is done again. While a writer is at work (its WAL has content) the
/// side files that stand are shared with it. Only where a crash left a WAL without its index does SQLite make that
/// index (`-shm`) anew, beside the ledger; in a folder that cannot be written such a ledger is refused with RN0605.
/// Each call opens the file anew (about a millisecond).
public struct SQLiteLedgerReader: LedgerReader {
    /// What the ledger was born with.
    public let birth: LedgerBirth
    /// Where the ledger is, as it was given.
    public let path: String
    /// What is worth a word: RN0604 when others can read the file.
    public let warnings: [Diagnostic]

    /// Opens a ledger to look at it.
    ///
    /// - Parameter path: The ledger's file.
    /// - Throws: RN0601 when it is not there; RN0603 … RN0605, RN0608 … RN0612 when it must not be trusted.
    public init(at path: String) async throws(Diagnostic) {
        warnings = try LedgerPlace(path).inspect().warnings
        try LedgerConnection.probe(path)
        birth = try await Self.look(at: path) { try LedgerConnection.inspect($0, at: path) }
        self.path = path
    }

    /// See ``LedgerReader``; found by index.
    public func attempts(matching query: AttemptQuery) async throws(Diagnostic) -> [AttemptRecord] {
        try await read { try LedgerTable.attempts(in: $0, matching: query) }
    }

    /// See ``LedgerReader``; found by index.
    public func histories(
        matching query: AttemptQuery,
        after sequence: Int,
        count: Int
    ) async throws(Diagnostic) -> [AttemptHistory] {
        try await read { try LedgerTable.histories(in: $0, matching: query, after: sequence, count: count) }
    }

    /// See ``LedgerReader``; found by index.
    public func runs(matching query: RunQuery) async throws(Diagnostic) -> [RunHistory] {
        try await read { try LedgerTable.runs(in: $0, matching: query) }
    }

    /// See ``LedgerReader``.
    public func entries(after sequence: Int, limit: Int) async throws(Diagnostic) -> [LedgerEntry] {
        try await read { try LedgerTable.entries(in: $0, after: sequence, limit: limit) }
    }

    /// See ``LedgerReader``; found by index.
    public func history(of key: String) async throws(Diagnostic) -> [LedgerEntry] {
        try await read { try LedgerTable.history(in: $0, of: key) }
    }

    /// See ``LedgerReader``.
    public func head() async throws(Diagnostic) -> LedgerHead {
        let birth = birth
        return try await read { try LedgerTable.head(in: $0) ?? LedgerHead(sequence: 0, hash: birth.hash) }
    }

    private func read<Value: Sendable>(
        _ body: @escaping @Sendable (Database) throws -> Value
    ) async throws(Diagnostic) -> Value {
        let (path, birth) = (path, birth)
        return try await Self.look(at: path) { db in
            guard try LedgerConnection.inspect(db, at: path) == birth else {
                throw Diagnostic.ledgerReplaced(path)
            }
            return try body(db)
        }
    }

    /// Opens the file, runs a body in one read transaction and closes it.
    static func look<Value: Sendable>(
        at path: String,
        _ body: @escaping @Sendable (Database) throws -> Value
    ) async throws(Diagnostic) -> Value {
        var tries = 0
        while true {
            tries += 1
            let before = LedgerRest(path)
            // A file that never rests is looked at as a writer's guest.
            let isAtRest = before.isAtRest && tries <= 3
            let connection: LedgerConnection
            do throws(Diagnostic) {
                connection = try LedgerConnection(path, isAtRest ? .immutable : .reading)
            } catch {
                if isAtRest && LedgerRest(path) != before { continue }
                throw error
            }
            let outcome = await connection.perform { db in
                var value: Value?
                try db.inTransaction(.deferred) {
                    value = try body(db)
                    return .commit
                }
                return value
            }
            connection.close()
            if isAtRest && LedgerRest(path) != before { continue }
            switch outcome {
            case .success(let value?): return value
            case .success(nil): throw Diagnostic(.ledgerUnreadable, "the ledger `\(path)` cannot be read")
            case .failure(let error): throw .reading(error, path)
            }
        }
    }
}
