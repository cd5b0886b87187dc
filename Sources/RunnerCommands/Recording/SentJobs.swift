import Execution
import Synchronization

/// Whether a run has sent anything that may have created a job.
final class SentJobs: Sendable {
    private let state = Mutex(false)

    /// Whether a job may have been created.
    var mayHaveCreated: Bool { state.withLock { $0 } }

    /// Notes that one may have been.
    func note() { state.withLock { $0 = true } }

    /// Takes in what happens to jobs.
    ///
    /// - Parameter event: What happened.
    func observe(_ event: ExecutionEvent) {
        switch event {
        case .submitted, .adopted, .reconciling, .resending: note()
        default: break
        }
    }
}
