public import Diagnostics

/// The record of what was intended, sent and seen.
///
/// Append-only: changing and removing are methods that do not exist.
/// Every conformer: `append` is atomic and durable when it returns (all events or none); events get consecutive
/// sequence numbers from 1, each entry carries the hash of the one before; an intent whose key stands already is
/// refused with RN0607 and nothing of the call is written, and so is a ``LedgerEvent/Note/resent`` that stands word for word; attempts come oldest first. What was appended is read
/// back by the next call, from every task. A cancelled task's append is still carried out: an outcome must not be
/// lost because somebody pressed ^C.
public protocol LedgerStore: LedgerReader {
    /// Appends events.
    ///
    /// Texts that only explain (reasons, answers) are cut at ``LedgerLimits``; what is needed to send again or to
    /// find the job is never cut.
    ///
    /// - Parameter events: What happened, in order; whoever keeps it takes secrets out. None: nothing is written.
    /// - Returns: The new head.
    /// - Throws: RN0606 when it cannot be written, RN0607 when an intent's key stands already, RN0613 when the file
    ///   was removed or swapped, RN0614 when somebody else keeps it locked, RN0619 when an event is too large.
    ///   Nothing of the call is written then.
    @discardableResult
    func append(_ events: [LedgerEvent]) async throws(Diagnostic) -> LedgerHead

    /// Whether another process has the ledger open to append to it, and so may be sending what it intended.
    ///
    /// - Returns: Whether one has; also when that cannot be told.
    func isShared() async -> Bool
}
