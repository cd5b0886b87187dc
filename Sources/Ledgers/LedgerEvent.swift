public import Plans

/// One thing that happened.
public enum LedgerEvent: Hashable, Sendable {
    /// A run began, whatever becomes of it.
    case runStarted(RunRecord)
    /// A run has the tokens that it needs: as whom it asks.
    case authenticated(runID: String, [IdentityRecord])
    /// An attempt is about to be sent. Committed before the request leaves.
    case intent(IntentRecord)
    /// The far side answered a submission; recorded before it is understood.
    case answered(key: String, AnswerRecord)
    /// The engine has the job.
    case submitted(key: String, remoteID: String, link: String?, deployment: String?)
    /// The job's state changed, as the engine tells it.
    case observed(key: String, state: JobState, word: String)
    /// The attempt ended: succeeded, failed, cancelled, rejected, lost or skipped.
    case settled(key: String, state: JobState, reason: String?)
    /// It cannot be known whether the job was created.
    case unknown(key: String, reason: String)
    /// Something was found out about an attempt, or asked for, that does not change its state.
    case noted(key: String, Note, String)
    /// A run ended; with what was wrong, when it did not get as far as its jobs.
    case runFinished(runID: String, exitStatus: Int32, problems: [ProblemRecord] = [])

    /// What can be noted.
    public enum Note: String, Hashable, Sendable, CaseIterable {
        /// The job was found in the endpoint's list.
        case adopted
        /// The same bytes are about to be sent once more. Written before they leave.
        case resent
        /// The attempt is left for a person.
        case held
        /// Somebody asks that the job be cancelled. Written before the request leaves.
        case cancelRequested
        /// The service takes the request to cancel.
        case cancelAccepted
        /// The service does not take it.
        case cancelRefused
    }
}
