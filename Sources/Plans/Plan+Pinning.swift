extension Plan {
    /// The plan as it may be carried out when another, made before, is what was reviewed.
    ///
    /// Numbers of attempts are pinned: a job that the reviewed plan would send is sent under the number that stands
    /// there or not at all, and whatever has come of that number meanwhile is taken up or left. Nothing is sent that
    /// the reviewed plan would not send. So the same plan can be carried out any number of times.
    ///
    /// - Parameters:
    ///   - reviewed: The plan that was reviewed; of the same manifest.
    ///   - differences: Where it is said what does not fit: nothing may be sent then.
    /// - Returns: The plan with its decisions held to the reviewed ones.
    /// - Complexity: O(jobs).
    public func pinned(to reviewed: Plan, into differences: inout [PlannedJob.Change]) -> Plan {
        guard planDigest == reviewed.planDigest, jobs.count == reviewed.jobs.count else {
            differences.append(
                PlannedJob.Change(path: manifest, before: reviewed.planDigest, after: planDigest)
            )
            return self
        }
        var plan = self
        for place in jobs.indices {
            plan.jobs[place] = jobs[place].pinned(to: reviewed.jobs[place], into: &differences)
        }
        return plan
    }
}

extension PlannedJob {
    /// The latest attempt that the decision is about.
    fileprivate var latest: AttemptRecord? {
        switch decision {
        case .notCompared, .new: nil
        case .changed(let record, _), .upToDate(let record), .takeUp(let record), .again(let record, _),
            .leave(let record), .unsettled(let record):
            record
        }
    }

    /// The job as far as the reviewed one allows it.
    fileprivate func pinned(to reviewed: PlannedJob, into differences: inout [Change]) -> PlannedJob {
        // The number that was reviewed, or the attempt that nothing was to follow.
        let number = reviewed.sends ? reviewed.nextAttemptNumber : reviewed.latest?.number ?? 0
        let known = latest?.number ?? 0
        guard known >= number else {
            if reviewed.sends, sends, nextAttemptNumber == number { return self }
            // What cannot be known now, or waits for a person, sends nothing whatever was reviewed.
            if reviewed.sends, !sends, known == number - 1 { return self }
            differences.append(difference(from: number, reviewed))
            return self
        }
        guard sends, let latest else { return self }
        // A job that waits for an unfinished attempt of another digest is not what the reviewed number came to.
        guard latest.runDigest == submission.runDigest else {
            differences.append(difference(from: number, reviewed))
            return self
        }
        return PlannedJob(
            submission: submission,
            decision: .leave(latest),
            nextAttemptNumber: nextAttemptNumber,
            warnings: [],
            isSelected: isSelected
        )
    }

    private func difference(from number: Int, _ reviewed: PlannedJob) -> Change {
        let path = submission.displayAddress
        let now = latest.map { "attempt \($0.number) is \($0.state.rawValue)" } ?? "no attempt"
        let then =
            reviewed.sends
            ? "attempt \(number) to submit"
            : reviewed.latest.map { "attempt \($0.number) is \($0.state.rawValue)" }
        return Change(path: path, before: then, after: now)
    }
}
