public import Diagnostics
import JSONValues

/// What could not be written into the ledger after a request had left: one line in the file beside it, so that a
/// job's id is never lost.
///
/// The file is `<ledger>.emergency` (0600, appended to, on the disk when ``append(beside:)`` returns). A line is JSON
/// of `{"time", "lineage", "events": [{"kind", "payload"}…], "problem": {"code", "message"}}`; kind and payload are
/// those that the entry would have had.
public struct EmergencyRecord: Sendable {
    /// When, RFC 3339 in UTC.
    public let time: String
    /// The ledger's lineage.
    public let lineage: String
    /// What happened, redacted.
    public let events: [LedgerEvent]
    /// Why the ledger did not take it.
    public let problem: Diagnostic

    /// Makes a record.
    ///
    /// - Parameters:
    ///   - time: When, RFC 3339 in UTC.
    ///   - lineage: The ledger's lineage.
    ///   - events: What happened, redacted.
    ///   - problem: Why the ledger did not take it.
    public init(time: String, lineage: String, events: [LedgerEvent], problem: Diagnostic) {
        self.time = time
        self.lineage = lineage
        self.events = events
        self.problem = problem
    }

    /// The record as one line of JSON, without its line break.
    public var line: String {
        let told = events.map { event in
            // What is too large for an entry is cut where it may be; an id is kept whole.
            let event = (try? event.bounded()) ?? event
            return JSONValue.object([.init("kind", .string(event.kind)), .init("payload", event.payload)])
        }
        return JSONWriter.text(
            .object([
                .init("time", .string(time)), .init("lineage", .string(lineage)),
                .init("events", .array(told)),
                .init(
                    "problem",
                    .object([
                        .init("code", .string(problem.code.name)), .init("message", .string(problem.message)),
                    ])
                ),
            ])
        )
    }

    /// Adds the line to the file beside a ledger.
    ///
    /// - Parameter ledger: The ledger's path.
    /// - Returns: The file's path.
    /// - Throws: RN0622 when that fails too: print ``line`` then.
    @discardableResult
    public func append(beside ledger: String) throws(Diagnostic) -> String {
        let path = ledger + ".emergency"
        try PrivateAppender(path: path, failure: .emergencyLost).append(line + "\n")
        return path
    }
}
