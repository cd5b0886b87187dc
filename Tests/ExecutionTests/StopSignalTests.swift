import RunnerTestSupport
import Testing

@testable import Execution

@Suite(.timeLimit(.minutes(5))) struct StopSignalTests {
    @Test func aWaitEndsWithItsTime() async {
        let signal = StopSignal()
        for _ in 0..<100 {
            #expect(await signal.isGiven(within: .seconds(60), of: ManualTimekeeper()) == false)
        }
        #expect(!signal.isRequested)
    }

    /// None of them would end by the clock.
    @Test func everyWaitEndsWhenItIsGiven() async {
        let signal = StopSignal()
        let given = await withTaskGroup(of: Bool.self) { group in
            for _ in 0..<50 {
                group.addTask { await signal.isGiven(within: .seconds(60), of: HeldTimekeeper()) }
            }
            group.addTask {
                await Task.yield()
                signal.request(cancelsJobs: true)
                return await signal.isGiven(within: .seconds(60), of: HeldTimekeeper())
            }
            return await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
        }
        #expect(given == 51)
        #expect(signal.cancelsJobs)
    }

    @Test func aWaitEndsWithItsTask() async {
        let signal = StopSignal()
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<50 {
                group.addTask {
                    #expect(await signal.isGiven(within: .seconds(60), of: HeldTimekeeper()) == false)
                }
            }
            group.addTask { await signal.requested() }
            group.cancelAll()
        }
        #expect(!signal.isRequested)
    }

    @Test func wakesEverybodyWhoWaits() async {
        let signal = StopSignal()
        await withTaskGroup { group in
            for _ in 0..<100 { group.addTask { await signal.requested() } }
            signal.request()
        }
        #expect(signal.isRequested)
        await signal.requested()
    }

    @Test func aCancelledTaskStopsWaiting() async {
        let signal = StopSignal()
        await withTaskGroup { group in
            group.addTask { await signal.requested() }
            group.cancelAll()
        }
        #expect(!signal.isRequested)
    }
}
