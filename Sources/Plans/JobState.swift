/// The state of an attempt, as the ledger has it.
public enum JobState: String, CaseIterable, Sendable {
    /// Written down before it is sent. Found so after a crash it is as good as ``unknown``.
    case intent
    /// The engine has it.
    case submitted
    /// Waiting for compute.
    case queued
    /// Running.
    case running
    /// Done.
    case succeeded
    /// Done, and it failed.
    case failed
    /// Ended by somebody.
    case cancelled
    /// Proved not to have been created.
    case rejected
    /// It cannot be known yet whether it was created.
    case unknown
    /// The engine no longer knows it.
    case lost
    /// Not sent, with a reason.
    case skipped

    /// Whether it is not known what became of it, so that it may be looked for, adopted or sent once more.
    public var isInDoubt: Bool {
        switch self {
        case .intent, .unknown, .lost: true
        case .submitted, .queued, .running, .succeeded, .failed, .cancelled, .rejected, .skipped: false
        }
    }

    /// Whether nothing more will happen to it by itself.
    public var isSettled: Bool {
        switch self {
        case .succeeded, .failed, .cancelled, .rejected, .skipped: true
        case .intent, .submitted, .queued, .running, .unknown, .lost: false
        }
    }
}
