import Diagnostics
import HTTPExchange
import Host
import Plans

extension JobWork {
    /// What asking to send came to.
    enum Entered {
        case go(HostPacing.Permit)
        case down
        case stopped
    }

    /// Why nothing is sent to a host that is down.
    static let downWords =
        "endpoint unavailable: \(HostPacing.failuresUntilDown) connections in a row did not come about"

    /// Waits until the host's pace lets a submission through.
    func entered(_ host: String) async -> Entered {
        while !executor.stop.isRequested {
            switch executor.gate.enter(host, now: executor.time.monotonic) {
            case .go(let permit): return .go(permit)
            case .down: return .down
            case .wait(let change, let duration):
                await withTaskGroup { group in
                    group.addTask { await change.requested() }
                    group.addTask { await self.executor.stop.requested() }
                    if let duration { group.addTask { try? await self.executor.time.sleep(for: duration) } }
                    await group.next()
                    group.cancelAll()
                }
            }
        }
        return .stopped
    }

    /// Records that an attempt is not made because its endpoint is down.
    func unavailable(_ job: PlannedJob, _ intent: Intent) async throws(Diagnostic) -> Step {
        try await executor.recorder.skip([(intent, Self.downWords)])
        return await end(job, .notSent, intent: intent, reason: Self.downWords)
    }

    /// The job for another attempt, after its wait; `nil` when its `retry` does not make one.
    ///
    /// - Parameters:
    ///   - state: How the attempt ended.
    ///   - job: The job.
    ///   - number: The attempt's number.
    /// - Returns: The job with the next number.
    func another(after state: JobState, of job: PlannedJob, number: Int) async -> PlannedJob? {
        guard let retry = job.submission.retry, retry.states.contains(state),
            job.retriesMade + 1 < retry.attempts
        else { return nil }
        let schedule = RetrySchedule(
            attempts: retry.attempts,
            base: retry.initial,
            ceiling: retry.maximum
        )
        let wait = schedule.delay(
            failures: job.retriesMade + 1,
            retryAfter: nil,
            jitter: executor.jitter()
        )
        let why = "attempt \(number) is \(state.rawValue)"
        await observe(.retrying(job.submission.address, after: wait, why: why))
        return await pause(for: wait) ? nil : job.another(after: number)
    }
}

extension SubmissionMachine.Event {
    /// What the event says of the host's health.
    ///
    /// - Parameter action: What the machine makes of it; a wait after a 429 holds back every submission.
    /// - Returns: How the host is.
    func outcome(before action: SubmissionMachine.Action) -> HostPacing.Outcome {
        switch self {
        case .answered(.throttled(_, let retryAfter)):
            guard retryAfter != nil, case .wait(let pause, _) = action else { return .busy(pause: nil) }
            return .busy(pause: pause)
        case .answered(.unclear(let refusal)):
            return refusal.httpStatus >= 500 ? .busy(pause: nil) : .well
        case .transportFailed(let failure):
            if failure.reason == .hostRefused { return .well }
            return failure.delivery == .notSent ? .unreachable : .busy(pause: nil)
        default:
            return .well
        }
    }
}
