import HTTPExchange
import Plans
import Testing

@testable import Execution

@Suite struct FollowMachineTests {
    private func status(_ state: JobState, _ word: String) -> FollowMachine.Event {
        .answered(.status(RemoteStatus(state: state, word: word)))
    }

    private func refusal(_ status: Int) -> Refusal {
        Refusal(httpStatus: status, code: nil, message: "", requestID: nil)
    }

    @Test func walksFromSubmittedToItsEnd() {
        var machine = FollowMachine(from: .submitted, deadline: nil, grace: .seconds(120))
        #expect(machine.received(.begin) == .ask)
        #expect(
            machine.received(status(.queued, "Preparing"))
                == .observe(RemoteStatus(state: .queued, word: "Preparing"))
        )
        #expect(machine.received(.waited(age: .seconds(2))) == .ask)
        #expect(machine.received(status(.queued, "Queued")) == .wait)
        #expect(
            machine.received(status(.succeeded, "Completed"))
                == .settle(RemoteStatus(state: .succeeded, word: "Completed"))
        )
    }

    @Test func anOutageIsNotAFailureOfTheJob() {
        var machine = FollowMachine(from: .running, deadline: nil, grace: .seconds(120))
        for _ in 0..<1000 {
            #expect(machine.received(.answered(.unclear(refusal(503)))) == .wait)
            #expect(machine.received(.transportFailed(TransportFailure(.notSent, .nameNotFound))) == .wait)
            #expect(machine.received(.tokenFailed("the token endpoint is down")) == .wait)
            #expect(machine.received(.waited(age: .seconds(60))) == .ask)
        }
        #expect(machine.trouble != nil)
        #expect(machine.received(status(.running, "Running")) == .wait)
        #expect(machine.trouble == nil)
    }

    @Test func aJobIsLostOnlyAfterSeveralAnswersInARowAndSomeTime() {
        var machine = FollowMachine(from: .running, deadline: nil, grace: .seconds(120))
        let gone = FollowMachine.Event.answered(.notFound(refusal(404)))
        #expect(machine.received(gone) == .wait)
        #expect(machine.received(.waited(age: .seconds(500))) == .ask)
        #expect(machine.received(status(.running, "Running")) == .wait)
        for age in [600, 660, 719] {
            #expect(machine.received(.waited(age: .seconds(age))) == .ask)
            #expect(machine.received(gone) == .wait)
        }
        #expect(machine.received(.waited(age: .seconds(720))) == .ask)
        #expect(machine.received(gone) == .lost(reason: "HTTP 404"))
    }

    @Test func aRefusedTokenIsRenewedOnceBetweenAnswers() {
        var machine = FollowMachine(from: .running, deadline: nil, grace: .seconds(120))
        #expect(machine.received(.answered(.denied(refusal(401)))) == .renewToken)
        #expect(machine.received(.tokenRenewed) == .ask)
        #expect(machine.received(.answered(.denied(refusal(401)))) == .leave(reason: "HTTP 401"))
    }

    @Test func leavesAJobThatOutlivesItsDeadline() {
        var machine = FollowMachine(from: .running, deadline: .seconds(3600), grace: .zero)
        #expect(machine.received(.waited(age: .seconds(3599))) == .ask)
        #expect(machine.received(.waited(age: .seconds(3600))) == .leave(reason: "it is not done after 1 h"))
    }

    @Test(arguments: [(0, 2), (10, 2), (40, 4), (300, 30), (600, 60), (86_400, 60)])
    func asksLessOftenTheOlderAJobIs(ageInSeconds: Int, intervalInSeconds: Int) {
        #expect(PollSchedule().interval(age: .seconds(ageInSeconds)) == .seconds(intervalInSeconds))
    }
}
