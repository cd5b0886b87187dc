import Diagnostics
import Execution
import Host
import Plans

extension ApplyRun {
    /// Says before anything is sent which endpoints' jobs `--on-interrupt cancel` will leave running.
    ///
    /// - Parameter plans: What is to be done.
    func sayWhatCannotBeCancelled(_ plans: [Plan]) {
        guard order.onInterrupt == .cancel else { return }
        for plan in plans {
            var said: Set<String> = []
            for job in plan.jobs where job.needsToken && job.submission.target.named == nil {
                let name = job.submission.endpoint
                guard said.insert(name).inserted else { continue }
                monitor.announce(
                    "jobs of the endpoint `\(name)` cannot be cancelled: an interrupt leaves them running, because it is "
                        + "named by `scoringUri` and not by `workspace` and `name`\n"
                )
            }
        }
    }

    /// How to go on, for people.
    ///
    /// - Parameters:
    ///   - whole: How the jobs stand.
    ///   - status: How the command ends.
    ///   - signal: How it ends because of an interrupt; `nil` when there was none.
    /// - Returns: Whole lines; empty when there is nothing to do.
    func waysOn(_ whole: ExecutionSummary, status: ExitStatus, signal: ExitStatus?) -> String {
        if signal == nil, order.options.detaches, whole.exitStatus == .unfinished, status != .unfinished {
            return "`runner wait` waits for what goes on\n"
        }
        guard signal != nil || whole.exitStatus == .unfinished else { return "" }
        let endings = whole.results.map(\.ending)
        let isCancelled = signal != nil && order.onInterrupt == .cancel && endings.contains(.cancelled)
        var lines = ""
        if !isCancelled || endings.contains(where: { !$0.isOver }) {
            lines +=
                "`runner resume \(journal.runID)` takes up what is unfinished, and so does apply; nothing is sent twice\n"
        }
        if isCancelled {
            lines +=
                "`runner retry \(journal.runID) --failed` runs again what was cancelled; resume and apply leave it so\n"
        }
        return lines
    }
}

extension JobResult.Ending {
    /// Whether nothing is left of the job to take up or to send.
    fileprivate var isOver: Bool {
        switch self {
        case .upToDate, .succeeded, .failed, .cancelled, .rejected: true
        case .denied, .notSent, .notBegun, .skipped, .unfinished, .unknown, .lost: false
        }
    }
}
