import Credentials
import Diagnostics
import HTTPExchange
import Host
import Ledgers
import Plans

extension JobWork {
    /// Adopts a job that the endpoint already runs and that the ledger does not know.
    ///
    /// - Returns: What comes next; `nil` when the endpoint runs no such job, or cannot be listed.
    func running(_ job: PlannedJob) async throws(Diagnostic) -> Step? {
        let submission = job.submission
        guard submission.target.named != nil, !executor.stop.isRequested else { return nil }
        let intent = Intent(
            submission,
            number: job.nextAttemptNumber,
            lineage: executor.ledger.lineage,
            runID: runID
        )
        let found: [ListedJob]
        do throws(InquiryFailure) {
            let data = executor.engine.data(of: intent.specification)
            let listing = try await executor.listing(of: submission)
            let candidates = listing.candidates(for: data)
            let match = JobMatch(
                data: data,
                deployment: submission.target.deployment,
                sent: nil,
                claims: nil,
                known: await executor.adopted.known(among: candidates)
            )
            found = match.search(candidates, skew: 0).matches
                .filter { $0.status.map { !$0.state.isSettled } ?? false }
        } catch {
            return await untouched(job, "the endpoint's jobs cannot be listed: \(error.words)")
        }
        guard let running = found.first else { return nil }
        guard found.count == 1, await executor.adopted.claim(running.remoteID) else {
            return await untouched(job, "\(found.count) running jobs of the endpoint read and write the same")
        }
        let link = (running.status?.link).map(executor.recorder.redact)
        var conversation = executor.engine.submit(intent)
        guard case .send(let request, _) = conversation.next(nil) else { return nil }
        try await executor.ledger.append([
            .intent(executor.recorder.record(of: intent, request)),
            .noted(key: intent.key, .adopted, "the endpoint ran it when the ledger did not know it"),
            .submitted(
                key: intent.key,
                remoteID: running.remoteID,
                link: link,
                deployment: running.deployment
            ),
        ])
        await observe(.adopted(submission.address, remoteID: running.remoteID))
        return .follow(
            Attempt(
                job: job,
                key: intent.key,
                number: intent.number,
                remoteID: running.remoteID,
                link: link,
                state: .submitted,
                outputs: intent.outputURIs,
                since: executor.time.monotonic,
                precedes: false,
                isOwn: true
            )
        )
    }

    /// A job that is not sent, because something like it may be running.
    private func untouched(_ job: PlannedJob, _ reason: String) async -> Step {
        let result = JobResult(
            address: job.submission.address,
            ending: .notBegun,
            number: nil,
            remoteID: nil,
            link: nil,
            reason: reason,
            findings: [],
            outputs: [:]
        )
        await observe(.finished(result))
        return .done(Progress(result: result, mayHaveCreated: false, wasFollowed: false))
    }
}
