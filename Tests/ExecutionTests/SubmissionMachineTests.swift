import HTTPExchange
import Plans
import Testing

@testable import Execution

@Suite struct SubmissionMachineTests {
    private func machine(attempts: Int = 3) -> SubmissionMachine {
        SubmissionMachine(schedule: RetrySchedule(attempts: attempts), jitter: { 0.5 })
    }

    private let refusal = Refusal(httpStatus: 400, code: "BadRequest", message: "no", requestID: nil)
    private let receipt = Receipt(
        remoteID: "batchjob-1",
        status: RemoteStatus(state: .submitted, word: "Preparing"),
        deployment: nil,
        requestID: nil
    )

    @Test func recordsTheIntentBeforeItSends() {
        var machine = machine()
        #expect(machine.received(.begin) == .recordIntent)
        #expect(machine.received(.intentRecorded) == .send)
        #expect(machine.received(.answered(.accepted(receipt))) == .finish(.accepted(receipt)))
    }

    @Test func sendsAgainOnlyWhatIsProvedNotToHaveBeenSent() {
        var machine = machine()
        let refused = TransportFailure(.notSent, .connectionRefused, detail: "h:443")
        guard case .wait(let delay, _) = machine.received(.transportFailed(refused)) else {
            Issue.record("a refused connection is tried again")
            return
        }
        #expect(delay == .milliseconds(500))
        #expect(machine.received(.waited) == .send)
        _ = machine.received(.transportFailed(refused))
        #expect(
            machine.received(.transportFailed(refused))
                == .finish(.notSent(reason: "the connection was refused (h:443)"))
        )
    }

    @Test(arguments: [
        TransportFailure.Reason.connectionLost, .deadlineExceeded, .bodyTooLarge, .protocolError, .cancelled,
    ])
    func neverSendsAgainWhatMayHaveArrived(reason: TransportFailure.Reason) {
        var machine = machine()
        guard
            case .finish(.unknown) = machine.received(.transportFailed(TransportFailure(.maybeSent, reason)))
        else {
            Issue.record("\(reason) leaves the outcome unknown")
            return
        }
    }

    @Test func anAnswerThatProvesNothingLeavesTheOutcomeUnknown() {
        var machine = machine()
        let outage = Refusal(httpStatus: 502, code: nil, message: "bad gateway", requestID: nil)
        #expect(
            machine.received(.answered(.unclear(outage)))
                == .finish(.unknown(reason: "HTTP 502: bad gateway"))
        )
    }

    @Test func renewsTheTokenOnceOn401() {
        var machine = machine()
        let expired = Refusal(httpStatus: 401, code: nil, message: "", requestID: nil)
        #expect(machine.received(.answered(.denied(expired))) == .renewToken)
        #expect(machine.received(.tokenRenewed) == .send)
        #expect(machine.received(.answered(.denied(expired))) == .finish(.denied(expired)))
    }

    @Test func doesNotRenewTheTokenOn403() {
        var machine = machine()
        let forbidden = Refusal(httpStatus: 403, code: nil, message: "", requestID: nil)
        #expect(machine.received(.answered(.denied(forbidden))) == .finish(.denied(forbidden)))
    }

    @Test func waitsAsLongAsItIsAskedTo() {
        var machine = machine()
        let busy = Refusal(httpStatus: 429, code: nil, message: "", requestID: nil)
        #expect(
            machine.received(.answered(.throttled(busy, retryAfter: "20")))
                == .wait(.seconds(21), why: "HTTP 429")
        )
    }

    @Test func givesUpAfterItsTries() {
        var machine = machine(attempts: 2)
        let busy = Refusal(httpStatus: 429, code: nil, message: "", requestID: nil)
        _ = machine.received(.answered(.throttled(busy, retryAfter: nil)))
        #expect(
            machine.received(.answered(.throttled(busy, retryAfter: nil)))
                == .finish(.notSent(reason: "HTTP 429"))
        )
    }

    @Test func aRefusalEndsIt() {
        var machine = machine()
        #expect(machine.received(.answered(.rejected(refusal))) == .finish(.rejected(refusal)))
    }
}

@Suite struct RetryScheduleTests {
    @Test(arguments: [
        (1, 1.0), (2, 2.0), (3, 4.0), (4, 8.0), (5, 16.0), (6, 30.0), (60, 30.0),
    ])
    func doublesUpToItsCeiling(failures: Int, upperBoundInSeconds: Double) {
        let delay = RetrySchedule().delay(failures: failures, retryAfter: nil, jitter: 0.999_999_999)
        #expect(delay <= .seconds(upperBoundInSeconds))
        #expect(delay > .seconds(upperBoundInSeconds * 0.99))
        #expect(RetrySchedule().delay(failures: failures, retryAfter: nil, jitter: 0) == .zero)
    }

    @Test(arguments: [
        "inf", "nan", "-1", "1e308", "", " 5", "Fri, 31 Dec 2099 23:59:59 GMT", "9999999999999999999",
    ])
    func ignoresARetryAfterThatIsNoCountOfSeconds(text: String) {
        let schedule = RetrySchedule()
        #expect(
            schedule.delay(failures: 1, retryAfter: text, jitter: 0.5)
                == schedule.delay(failures: 1, retryAfter: nil, jitter: 0.5)
        )
    }

    @Test func believesARetryAfterOnlySoFar() {
        #expect(RetrySchedule().delay(failures: 1, retryAfter: "999999999", jitter: 1) == .seconds(300))
    }
}
