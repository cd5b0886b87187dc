import RunnerTestSupport
import Testing

@testable import Execution

@Suite struct HostPacingTests {
    private func permit(_ pacing: inout HostPacing, at now: Duration = .zero) throws -> HostPacing.Permit {
        guard case .go(let permit) = pacing.enter(now: now) else { throw NotLetThrough() }
        return permit
    }

    private struct NotLetThrough: Error {}

    @Test func beginsWithFourAndDoublesAWindow() throws {
        var pacing = HostPacing(ceiling: 10)
        var together: [HostPacing.Permit] = []
        for _ in 0..<4 { together.append(try permit(&pacing)) }
        #expect(pacing.enter(now: .zero) == .wait(nil))
        for (permit, expected) in zip(together, 5...8) {
            pacing.leave(permit, .well, now: .zero)
            #expect(pacing.limit == expected)
        }
        for expected in [9, 10, 10, 10] {
            pacing.leave(try permit(&pacing), .well, now: .zero)
            #expect(pacing.limit == expected)
        }
    }

    @Test(arguments: [HostPacing.Outcome.busy(pause: nil), .unreachable])
    func growsByOneAWindowOnceThereWasTrouble(outcome: HostPacing.Outcome) throws {
        var pacing = HostPacing(ceiling: 6)
        pacing.leave(try permit(&pacing), outcome, now: .zero)
        let begin = outcome == .unreachable ? 4 : 2
        #expect(pacing.limit == begin)
        for limit in begin..<6 {
            for _ in 1..<limit {
                pacing.leave(try permit(&pacing), .well, now: .zero)
                #expect(pacing.limit == limit)
            }
            pacing.leave(try permit(&pacing), .well, now: .zero)
            #expect(pacing.limit == limit + 1)
        }
        for _ in 0..<20 { pacing.leave(try permit(&pacing), .well, now: .zero) }
        #expect(pacing.limit == 6)
    }

    /// Four that were under way together and all come back refused are one sign, not four.
    @Test func halvesOnceForThoseThatLeftTogether() throws {
        var pacing = HostPacing(ceiling: 100)
        let permits = [try permit(&pacing), try permit(&pacing), try permit(&pacing), try permit(&pacing)]
        for permit in permits {
            pacing.leave(permit, .busy(pause: nil), now: .zero)
            #expect(pacing.limit == 2)
        }
        pacing.leave(try permit(&pacing), .busy(pause: nil), now: .zero)
        pacing.leave(try permit(&pacing), .busy(pause: nil), now: .zero)
        #expect(pacing.limit == 1)
    }

    @Test func aPauseHoldsBackEverything() throws {
        var pacing = HostPacing(ceiling: 4)
        pacing.leave(try permit(&pacing), .busy(pause: .seconds(20)), now: .seconds(1))
        #expect(pacing.enter(now: .seconds(2)) == .wait(.seconds(19)))
        _ = try permit(&pacing, at: .seconds(21))
    }

    @Test func isDownAfterFiveConnectionsThatDidNotComeAbout() throws {
        var pacing = HostPacing(ceiling: 100)
        for _ in 0..<4 { pacing.leave(try permit(&pacing), .unreachable, now: .zero) }
        pacing.leave(try permit(&pacing), .well, now: .zero)
        for _ in 0..<5 { pacing.leave(try permit(&pacing), .unreachable, now: .zero) }
        #expect(pacing.enter(now: .seconds(29)) == .down)
        let probe = try permit(&pacing, at: .seconds(30))
        #expect(pacing.enter(now: .seconds(30)) == .down)
        pacing.leave(probe, .unreachable, now: .seconds(40))
        #expect(pacing.enter(now: .seconds(69)) == .down)
        pacing.leave(try permit(&pacing, at: .seconds(70)), .well, now: .seconds(70))
        _ = try permit(&pacing, at: .seconds(70))
    }

    @Test func aBudgetBoundsWhatIsSentAgain() throws {
        var pacing = HostPacing(ceiling: 1)
        var tries = 0
        while pacing.mayRetry, tries < 100 {
            tries += 1
            pacing.leave(try permit(&pacing), .busy(pause: nil), now: .zero)
        }
        #expect(tries == 5)
        for _ in 0..<10 { pacing.leave(try permit(&pacing), .well, now: .zero) }
        #expect(pacing.mayRetry)
    }

    /// Whatever happens: within the bounds, and a host that answers again is used again.
    @Test(arguments: 0..<50 as Range<UInt64>) func staysWithinItsBounds(seed: UInt64) {
        var random = SeededRandom(seed: seed)
        var pacing = HostPacing(ceiling: Int.random(in: 1...20, using: &random))
        var permits: [HostPacing.Permit] = []
        var now = Duration.zero
        for _ in 0..<500 {
            now += .milliseconds(Int.random(in: 0...5000, using: &random))
            if Bool.random(using: &random), case .go(let permit) = pacing.enter(now: now) {
                permits.append(permit)
            } else if let permit = permits.popLast() {
                let outcomes: [HostPacing.Outcome] = [
                    .well, .busy(pause: nil), .busy(pause: .seconds(3)), .unreachable,
                ]
                pacing.leave(permit, outcomes[Int.random(in: 0..<4, using: &random)], now: now)
            }
            #expect((1...pacing.ceiling).contains(pacing.limit))
            #expect(pacing.underWay == permits.count)
            // A probe may be one more than the limit, which may just have been halved.
            #expect(pacing.underWay <= pacing.ceiling + 1)
        }
        for permit in permits { pacing.leave(permit, .well, now: now) }
        now += .seconds(60)
        guard case .go(let permit) = pacing.enter(now: now) else {
            Issue.record("nothing is let through any more")
            return
        }
        pacing.leave(permit, .well, now: now)
        #expect(pacing.underWay == 0)
    }
}
