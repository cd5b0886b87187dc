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
    /// A run ended; with what was wrong, when it did not get as far as its jobs.
    case runFinished(runID: String, exitStatus: Int32, problems: [ProblemRecord] = [])
}
