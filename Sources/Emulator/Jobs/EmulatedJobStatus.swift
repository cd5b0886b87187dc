/// The states of a job, as the service names them.
public enum EmulatedJobStatus: String, Sendable {
    /// Accepted; on the service an image is being built.
    case preparing = "Preparing"
    /// Waits for its turn.
    case queued = "Queued"
    /// Its scoring script runs.
    case running = "Running"
    /// Its output is written.
    case finalizing = "Finalizing"
    /// All went well.
    case completed = "Completed"
    /// It failed; its document has `properties.error.message`.
    case failed = "Failed"
    /// It was stopped.
    case canceled = "Canceled"

    /// Whether nothing more will happen to it.
    public var isSettled: Bool {
        switch self {
        case .completed, .failed, .canceled: true
        case .preparing, .queued, .running, .finalizing: false
        }
    }
}
