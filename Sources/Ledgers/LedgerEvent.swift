public import Plans

/// One thing that happened.
public enum LedgerEvent: Hashable, Sendable {
    /// A run began.
    case runStarted(RunRecord)
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
    /// A run ended.
    case runFinished(runID: String, exitStatus: Int32)
}
