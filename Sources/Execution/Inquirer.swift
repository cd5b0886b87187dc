import Credentials
import Diagnostics
import HTTPExchange
import HTTPTypes
import Host
import Plans
import Secrets

/// Carries inquiries out: what they send may be sent again, so an outage, a 429 and a 5xx are waited for.
struct Inquirer: Sendable {
    let transport: any HTTPTransport
    let authorizer: any Authorizer
    let time: any Timekeeper
    let jitter: @Sendable () -> Double
    let schedule: RetrySchedule
    let timeout: Duration
    let stop: StopSignal
    /// The monotonic time after which nothing more is sent or waited for; `nil` for none.
    var deadline: Duration?

    /// The answers that are worth another try.
    private static let passing: Set<Int> = [408, 425, 429, 500, 502, 503, 504]

    /// Carries an inquiry out.
    ///
    /// - Parameters:
    ///   - inquiry: The inquiry, at its beginning.
    ///   - credential: Whose tokens are sent.
    ///   - taken: What is enough where the far side has taken what was asked for and would be asked again whether it is
    ///     done; `nil` to ask.
    /// - Returns: What was found out.
    /// - Throws: ``InquiryFailure``.
    func perform<Value: Sendable>(
        _ inquiry: any EngineInquiry<Value>,
        as credential: String,
        untilTaken taken: Value? = nil
    ) async throws(InquiryFailure) -> Value {
        guard let value = try await attempt(inquiry, as: credential, untilTaken: taken) else {
            throw .unreachable("it takes more requests than are wanted")
        }
        return value
    }

    /// Carries an inquiry out that may need more requests than are wanted.
    ///
    /// - Parameters:
    ///   - inquiry: The inquiry, at its beginning.
    ///   - credential: Whose tokens are sent.
    ///   - limit: How many requests it may take; `nil` for as many as it wants.
    ///   - taken: As in ``perform(_:as:untilTaken:)``.
    /// - Returns: What was found out; `nil` when it would take more requests.
    /// - Throws: ``InquiryFailure``.
    func attempt<Value: Sendable>(
        _ inquiry: any EngineInquiry<Value>,
        as credential: String,
        requests limit: Int? = nil,
        untilTaken taken: Value? = nil
    ) async throws(InquiryFailure) -> Value? {
        var inquiry = inquiry
        var step = inquiry.next(nil)
        var requests = 0
        while true {
            switch step {
            case .done(let value): return value
            case .failed(let failure): throw failure
            case .send(let request, let audience):
                if let limit {
                    guard requests < limit else { return nil }
                    // What may be left alone, and has hundreds of pages, is not read to its end.
                    if stop.isRequested { throw .unreachable("the run was stopped") }
                }
                requests += 1
                step = inquiry.next(try await answer(to: request, audience, credential))
            case .wait(let retryAfter, let request, let audience):
                if let taken { return taken }
                try await wait(schedule.delay(failures: 1, retryAfter: retryAfter, jitter: jitter()))
                step = inquiry.next(try await answer(to: request, audience, credential))
            }
        }
    }

    /// The answer to a request, after as many tries as the schedule has.
    private func answer(
        to request: OutgoingRequest,
        _ audience: Audience?,
        _ credential: String
    ) async throws(InquiryFailure) -> HTTPAnswer {
        var token = try await token(for: credential, audience)
        var failures = 0
        var hasRenewed = false
        while true {
            let delay: Duration
            do {
                let outgoing = token.map { request.authorized(by: $0) } ?? request
                let answer = try await transport.send(outgoing, timeout: try timeLeft())
                if answer.status == 401, let refused = token, let audience, !hasRenewed {
                    hasRenewed = true
                    token = try await renewed(refused, for: credential, audience, after: answer)
                    continue
                }
                guard Self.passing.contains(answer.status), failures + 1 < schedule.attempts else {
                    return answer
                }
                delay = self.delay(failures, answer.retryAfter)
                guard isInTime(delay) else { return answer }
            } catch let failure as TransportFailure {
                let isFinal = failure.reason.isLasting || failure.reason == .cancelled
                guard !isFinal, failures + 1 < schedule.attempts else { throw .unreachable(failure.words) }
                delay = self.delay(failures, nil)
                guard isInTime(delay) else { throw .unreachable(failure.words) }
            } catch let failure as InquiryFailure {
                throw failure
            } catch {
                throw .unreachable("\(error)")
            }
            failures += 1
            try await wait(delay)
        }
    }

    /// The wait after one more try that came to nothing.
    private func delay(_ failures: Int, _ retryAfter: String?) -> Duration {
        schedule.delay(failures: failures + 1, retryAfter: retryAfter, jitter: jitter())
    }

    /// How long an exchange may take that begins now.
    private func timeLeft() throws(InquiryFailure) -> Duration {
        guard let deadline else { return timeout }
        let left = deadline - time.monotonic
        guard left > .zero else { throw .unreachable("there was no time left to ask") }
        return min(timeout, left)
    }

    private func isInTime(_ delay: Duration) -> Bool {
        deadline.map { time.monotonic + delay < $0 } ?? true
    }

    private func token(for credential: String, _ audience: Audience?) async throws(InquiryFailure)
        -> AccessToken?
    {
        guard let audience else { return nil }
        do {
            return try await authorizer.token(for: credential, audience: audience)
        } catch {
            throw .unreachable(error.message)
        }
    }

    private func renewed(
        _ token: AccessToken,
        for credential: String,
        _ audience: Audience,
        after answer: HTTPAnswer
    ) async throws(InquiryFailure) -> AccessToken {
        do {
            return try await authorizer.renew(
                token,
                for: credential,
                audience: audience,
                answering: ClaimsChallenge(answer)
            )
        } catch {
            throw .unreachable(error.message)
        }
    }

    private func wait(_ delay: Duration) async throws(InquiryFailure) {
        if await stop.isGiven(within: delay, of: time) { throw .unreachable("the run was stopped") }
    }
}
