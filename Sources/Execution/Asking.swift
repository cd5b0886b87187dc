import Credentials
import Diagnostics
import HTTPExchange
import Host
import Plans

/// Asks the engine about one attempt, with the token that is kept, and keeps what is known of it.
///
/// A reference: while there is nothing to do but wait, its task holds no more than that.
final class Asking {
    let work: JobWork
    let attempt: JobWork.Attempt
    /// What is known of the job.
    var machine: FollowMachine
    private var refused: AccessToken?
    private var challenge: ClaimsChallenge?
    /// How often there was a look at the job; begun at another number for each, so that not all are asked about at once.
    private var looks: Int

    /// At how many looks a job is asked about by itself once, whatever the list says: a list may be late.
    private static let looksAtTheList = 20

    /// Begins.
    init(about attempt: JobWork.Attempt, for work: JobWork) {
        let submission = attempt.job.submission
        self.work = work
        self.attempt = attempt
        self.machine = FollowMachine(
            from: attempt.state,
            deadline: work.deadline == nil ? submission.executionTimeout : nil,
            queueDeadline: work.deadline == nil ? submission.queueTimeout : nil,
            grace: work.executor.options.poll.grace
        )
        self.looks = attempt.key.utf8.reduce(0) { $0 &+ Int($1) } % Self.looksAtTheList
    }

    private var submission: Submission { attempt.job.submission }

    /// Looks how the job stands: at its endpoint's list where that is enough, else by asking about it.
    ///
    /// - Parameters:
    ///   - last: How it stood.
    ///   - age: How old the list may be.
    /// - Returns: What was seen.
    @inline(never) func look(after last: JobState, notOlderThan age: Duration) async -> FollowMachine.Event {
        looks += 1
        guard looks % Self.looksAtTheList != 0, work.deadline == nil,
            let seen = await work.executor.glimpse(of: attempt.remoteID, submission, notOlderThan: age),
            !seen.state.isSettled
        else { return await ask() }
        // A job that runs does not queue again: the list is late.
        let isBehind = last == .running && seen.state == .queued
        return .answered(.status(RemoteStatus(state: isBehind ? last : seen.state, word: seen.word)))
    }

    @inline(never) func ask() async -> FollowMachine.Event {
        let executor = work.executor
        var conversation = executor.engine.status(of: attempt.remoteID, at: submission.target)
        guard case .send(let request, let audience) = conversation.next(nil) else {
            preconditionFailure("an engine's question begins with a request")
        }
        let token: AccessToken
        do {
            token = try await executor.authorizer.token(for: submission.credential, audience: audience)
        } catch {
            return .tokenFailed(error.message)
        }
        refused = token
        let timeout = work.exchangeTimeout
        let began = executor.time.monotonic
        await executor.questions.enter()
        defer { executor.questions.leave() }
        if executor.stop.isRequested, work.deadline == nil {
            // Nobody is to know any more: those who wait are not sent one after the other for that.
            return .answered(.status(RemoteStatus(state: machine.last, word: "")))
        }
        let left = timeout - (executor.time.monotonic - began)
        guard left > .zero else { return .transportFailed(TransportFailure(.notSent, .deadlineExceeded)) }
        do {
            let answer = try await executor.transport.send(request.authorized(by: token), timeout: left)
            challenge = ClaimsChallenge(answer)
            guard case .done(let result) = conversation.next(answer) else {
                preconditionFailure("a question is one exchange")
            }
            return .answered(result)
        } catch {
            return .transportFailed(error)
        }
    }

    func renewToken() async -> FollowMachine.Event {
        let executor = work.executor
        guard let refused else { return .tokenRenewed }
        do {
            let audience = executor.engine.audience(for: submission.target)
            _ = try await executor.authorizer.renew(
                refused,
                for: submission.credential,
                audience: audience,
                answering: challenge
            )
            return .tokenRenewed
        } catch {
            return .tokenFailed(error.message)
        }
    }
}
