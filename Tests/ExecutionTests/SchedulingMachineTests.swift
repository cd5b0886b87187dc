import Plans
import RunnerTestSupport
import Testing

@testable import Execution

@Suite struct SchedulingMachineTests {
    typealias Machine = SchedulingMachine

    /// Entries of `jobs` that need others, each with so many combinations.
    private func machine(
        _ entries: [(jobs: Int, needs: [Int])],
        parallelism: Int = 100,
        idle: Set<Int> = [],
        unselected: Set<Int> = [],
        failsFast: Bool = false
    ) -> Machine {
        let groups = Plan.JobGroup.entries(entries)
        let count = entries.reduce(0) { $0 + $1.jobs }
        let jobs = (0..<count).map {
            Machine.Job(sends: !idle.contains($0), isSelected: !unselected.contains($0))
        }
        return Machine(jobs, in: groups, parallelism: parallelism, failsFast: failsFast)
    }

    @Test func startsAJobWhenAllCombinationsOfItsNeedsHaveSucceeded() {
        var machine = machine([(2, []), (2, [0])])
        #expect(machine.received(.begin) == [.start(0), .start(1)])
        #expect(machine.received(.sent(0)) == [])
        #expect(machine.received(.ended(0, .succeeded)) == [])
        #expect(machine.received(.ended(1, .succeeded)) == [.start(2), .start(3)])
        #expect(machine.received(.ended(2, .succeeded)) == [])
        #expect(!machine.isFinished)
        #expect(machine.received(.ended(3, .succeeded)) == [])
        #expect(machine.isFinished)
    }

    @Test func skipsWhatWaitsForAFailureAndWhatWaitsForThat() {
        var machine = machine([(2, []), (1, [0]), (2, [1]), (1, [])])
        #expect(machine.received(.begin) == [.start(0), .start(1), .start(5)])
        #expect(
            machine.received(.ended(0, .failed)) == [
                .skip(2, need: 0), .skip(3, need: 2), .skip(4, need: 2),
            ]
        )
        #expect(machine.received(.ended(1, .succeeded)) == [])
        #expect(machine.received(.ended(5, .failed)) == [])
        #expect(machine.isFinished)
    }

    @Test func leavesOutWhatWaitsForAJobThatWasNotBegun() {
        var machine = machine([(1, []), (1, [0]), (1, [1])])
        _ = machine.received(.begin)
        #expect(
            machine.received(.ended(0, .notBegun)) == [.leaveOut(1, need: 0), .leaveOut(2, need: 1)]
        )
        #expect(machine.isFinished)
    }

    @Test func skipsNothingWhenTheRunStops() {
        var machine = machine([(1, []), (1, [0])])
        _ = machine.received(.begin)
        #expect(machine.received(.stop) == [])
        #expect(machine.received(.ended(0, .failed)) == [.leaveOut(1, need: 0)])
    }

    @Test func startsWhatSendsNothingWithoutWaiting() {
        var machine = machine([(1, []), (2, [0])], idle: [1])
        #expect(machine.received(.begin) == [.start(0), .start(1)])
        #expect(machine.received(.ended(0, .failed)) == [.skip(2, need: 0)])
        #expect(machine.received(.ended(1, .succeeded)) == [])
        #expect(machine.isFinished)
    }

    @Test func sendsAFewAtATimeInThePlansOrder() {
        var machine = machine([(5, [])], parallelism: 2)
        #expect(machine.received(.begin) == [.start(0), .start(1)])
        #expect(machine.received(.sent(1)) == [.start(2)])
        #expect(machine.received(.ended(1, .succeeded)) == [])
        #expect(machine.received(.ended(0, .succeeded)) == [.start(3)])
    }

    @Test func startsNothingMoreAfterTheFirstFailure() {
        var machine = machine([(4, []), (1, [])], parallelism: 2, idle: [4], failsFast: true)
        _ = machine.received(.begin)
        #expect(machine.received(.ended(0, .failed)) == [.halt(2), .halt(3), .start(4)])
        #expect(machine.received(.ended(1, .succeeded)) == [])
        #expect(machine.received(.ended(4, .succeeded)) == [])
        #expect(machine.isFinished)
    }

    /// What had not succeeded before the run is no failure of the run.
    @Test func goesOnAfterAJobThatWasLeftAsItWas() {
        var machine = machine([(1, []), (1, [])], parallelism: 1, idle: [0], failsFast: true)
        _ = machine.received(.begin)
        #expect(machine.received(.ended(0, .left)) == [.start(1)])
    }

    @Test func countsWhatIsNotSelectedAsDone() {
        var machine = machine([(2, []), (1, [0])], unselected: [0, 1])
        #expect(machine.received(.begin) == [.start(2)])
    }

    /// Random graphs, endings and orders of events: no job before its needs, each at most once, everything ends.
    @Test(arguments: 0..<150 as Range<UInt64>) func holdsForAnyGraph(seed: UInt64) {
        var random = SeededRandom(seed: seed)
        let entries = (0..<Int.random(in: 1...12, using: &random)).map { entry in
            (
                jobs: Int.random(in: 1...4, using: &random),
                needs: (0..<entry).filter { _ in Int.random(in: 0..<4, using: &random) == 0 }
            )
        }
        let count = entries.reduce(0) { $0 + $1.jobs }
        let idle = Set((0..<count).filter { _ in Int.random(in: 0..<6, using: &random) == 0 })
        let parallelism = Int.random(in: 1...5, using: &random)
        let failsFast = Bool.random(using: &random)
        let failures = Int.random(in: 0...3, using: &random)
        let groups = Plan.JobGroup.entries(entries)
        func play() -> [Machine.Action] {
            var random = SeededRandom(seed: seed &+ 1)
            var machine = machine(entries, parallelism: parallelism, idle: idle, failsFast: failsFast)
            var order: [Machine.Action] = []
            var endings: [Int: Machine.Ending] = [:]
            var started: Set<Int> = []
            var running: Set<Int> = []
            var actions = machine.received(.begin)
            while true {
                for action in actions {
                    order.append(action)
                    switch action {
                    case .start(let job):
                        #expect(endings[job] == nil && started.insert(job).inserted)
                        #expect(started.count <= parallelism)
                        guard let group = groups.first(where: { $0.jobs.contains(job) }), !idle.contains(job)
                        else { continue }
                        for need in group.needs.flatMap({ groups[$0].jobs }) {
                            #expect(endings[need] == .succeeded)
                        }
                    case .skip(let job, let need), .leaveOut(let job, let need):
                        #expect(endings[need] != nil && endings[need] != .succeeded)
                        #expect(endings.updateValue(.left, forKey: job) == nil)
                    case .halt(let job):
                        #expect(failsFast)
                        #expect(endings.updateValue(.notBegun, forKey: job) == nil)
                    }
                }
                let open = (started.union(running)).sorted()
                guard let job = open.randomElement(using: &random) else { break }
                if started.contains(job), Bool.random(using: &random) {
                    started.remove(job)
                    running.insert(job)
                    actions = machine.received(.sent(job))
                } else {
                    started.remove(job)
                    running.remove(job)
                    let fails = Int.random(in: 0..<10, using: &random) < failures
                    let ending: Machine.Ending = fails ? (idle.contains(job) ? .left : .failed) : .succeeded
                    #expect(endings.updateValue(ending, forKey: job) == nil)
                    actions = machine.received(.ended(job, ending))
                }
            }
            #expect(endings.count == count)
            #expect(machine.isFinished)
            return order
        }
        #expect(play() == play())
    }

    /// A chain, a fan of a thousand and a failure at its head, each in linear time.
    @Test func takesManyJobs() {
        var chain = machine((0..<20_000).map { (1, $0 == 0 ? [] : [$0 - 1]) })
        _ = chain.received(.begin)
        #expect(chain.received(.ended(0, .failed)).count == 19_999)
        #expect(chain.isFinished)
        var wide = machine((0..<20).map { entry in (1000, Array(0..<entry)) }, parallelism: 1000)
        var actions = wide.received(.begin)
        var ended = 0
        while !actions.isEmpty {
            var next: [Machine.Action] = []
            for case .start(let job) in actions {
                ended += 1
                next += wide.received(.ended(job, .succeeded))
            }
            actions = next
        }
        #expect(ended == 20_000)
    }
}

extension Plan.JobGroup {
    /// Entries of `jobs` that need others, each with so many combinations.
    static func entries(_ entries: [(jobs: Int, needs: [Int])]) -> [Plan.JobGroup] {
        var start = 0
        return entries.enumerated().map { number, entry in
            defer { start += entry.jobs }
            return Plan.JobGroup(
                name: "j\(number)",
                jobs: start..<start + entry.jobs,
                needs: entry.needs,
                isMatrix: entry.jobs > 1
            )
        }
    }
}
