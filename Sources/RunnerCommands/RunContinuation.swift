import Ledgers
import Plans

/// What `wait`, `resume` and `retry` do with a plan otherwise than `apply`.
enum RunContinuation: Sendable {
    /// Only these attempts are followed; nothing is sent.
    case wait(for: Set<String>)
    /// What these runs left is taken up; what ended in them without success is left so.
    case resume(of: Set<String>)
    /// Jobs run again: all, or only those that did not succeed.
    case retry(of: String, onlyFailed: Bool)

    /// Changes plans accordingly.
    ///
    /// - Parameter plans: The plans, compared with the ledger.
    func adjust(_ plans: inout [Plan]) {
        for place in plans.indices {
            switch self {
            case .wait(let keys):
                plans[place].keep { job in job.decision.unfinished.map { keys.contains($0.key) } ?? false }
                plans[place].decide { job in
                    if case .changed(let record, _) = job.decision { .takeUp(record) } else { nil }
                }
            case .resume(let runs):
                plans[place].decide { job in
                    guard case .again(let record, _) = job.decision, runs.contains(record.runID),
                        [.failed, .rejected].contains(record.state)
                    else { return nil }
                    return .leave(record)
                }
            case .retry(let run, let onlyFailed):
                plans[place].decide { job in
                    switch job.decision {
                    case .upToDate(let record) where !onlyFailed:
                        .again(after: record, why: "the run \(run) is retried")
                    case .again(let record, _) where onlyFailed && record.state == .succeeded:
                        .upToDate(record)
                    case .leave(let record): .again(after: record, why: "the run \(run) is retried")
                    default: nil
                    }
                }
            }
        }
    }
}

extension PlannedJob.Decision {
    /// The attempt that is under way, or in doubt.
    fileprivate var unfinished: AttemptRecord? {
        switch self {
        case .takeUp(let record), .unsettled(let record): record
        case .changed(let record, _) where !record.state.isSettled: record
        default: nil
        }
    }
}
