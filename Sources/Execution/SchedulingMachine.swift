import Plans

/// Decides when each job of a plan is begun, or that it is not: takes events, gives actions.
///
/// Pure: no time, no ledger. A job that sends something is started once every job that it needs has succeeded, a job
/// that sends nothing (up to date, taken up) at once. Of those that could be started the first of the plan is, so
/// the same events always give the same actions. When a need does not succeed, everything that waits for it is over:
/// skipped, or left out where the need was not begun either. Every job ends exactly once.
struct SchedulingMachine {
    /// One job, as far as it matters here.
    struct Job {
        /// Whether it would send something, and so waits for its needs.
        let sends: Bool
        /// Whether this run is to do it; one that it is not to do counts as done.
        let isSelected: Bool
        /// The group of which one job is begun at a time; each of another name, or of none, for itself.
        var group: String?
    }

    /// What happened.
    enum Event: Hashable {
        case begin
        /// A started job has been sent; it runs on without taking up a place.
        case sent(Int)
        /// A started job is over.
        case ended(Int, Ending)
        /// The run is to stop: from now on nothing is skipped, only left out.
        case stop
    }

    /// How a job ended, as far as others care.
    enum Ending: Hashable {
        case succeeded
        /// It did not succeed in this run.
        case failed
        /// It had not succeeded before this run, which did nothing about it.
        case left
        /// It was not begun.
        case notBegun
    }

    /// What is to be done next.
    enum Action: Hashable {
        case start(Int)
        /// Not started, and recorded: a job that it needs did not succeed.
        case skip(Int, need: Int)
        /// Not started: a job that it needs was not begun.
        case leaveOut(Int, need: Int)
        /// Not started: another job failed, and the run ends at the first failure.
        case halt(Int)
    }

    private enum State { case waiting, ready, started, running, over }

    private let jobs: [Job]
    private let groups: [Plan.JobGroup]
    private let dependants: [[Int]]
    private let groupOfJob: [Int]
    private let parallelism: Int
    private let failsFast: Bool

    private var states: [State]
    /// For each group how many of its jobs are not over.
    private var remaining: [Int]
    /// For each group how many groups it waits for.
    private var unmet: [Int]
    /// Groups in which a job did not succeed.
    private var broken: Set<Int> = []
    /// Groups whose waiting jobs were ended because of a need.
    private var givenUp: Set<Int> = []
    private var ready = JobQueue()
    /// Ready jobs of concurrency groups that a job of this plan is at, by group.
    private var held: [String: JobQueue] = [:]
    /// Groups that a job of this plan is at.
    private var busy: Set<String> = []
    private var started = 0
    private var isStopping = false
    private var isHalted: Bool
    private var actions: [Action] = []

    /// Begins a run.
    ///
    /// - Parameters:
    ///   - jobs: The jobs of the plan.
    ///   - groups: What they are combinations of, and what waits for what.
    ///   - parallelism: How many jobs are started and not yet sent at once.
    ///   - failsFast: Whether nothing more is started after a job did not succeed.
    ///   - isHalted: Whether that is so from the beginning.
    init(
        _ jobs: [Job],
        in groups: [Plan.JobGroup],
        parallelism: Int,
        failsFast: Bool = false,
        isHalted: Bool = false
    ) {
        self.jobs = jobs
        self.groups = groups
        self.parallelism = max(1, parallelism)
        self.failsFast = failsFast
        self.isHalted = isHalted
        var dependants: [[Int]] = Array(repeating: [], count: groups.count)
        var groupOfJob = Array(repeating: 0, count: jobs.count)
        for (number, group) in groups.enumerated() {
            for need in group.needs { dependants[need].append(number) }
            for job in group.jobs { groupOfJob[job] = number }
        }
        self.dependants = dependants
        self.groupOfJob = groupOfJob
        states = Array(repeating: .waiting, count: jobs.count)
        remaining = groups.map(\.jobs.count)
        unmet = groups.map(\.needs.count)
    }

    /// Whether every job is over.
    var isFinished: Bool { remaining.allSatisfy { $0 == 0 } }

    /// Takes an event.
    ///
    /// - Parameter event: What happened.
    /// - Returns: What is to be done next, in this order.
    mutating func received(_ event: Event) -> [Action] {
        actions = []
        switch event {
        case .begin: begin()
        case .sent(let job):
            if states[job] == .started {
                started -= 1
                states[job] = .running
            }
        case .ended(let job, let ending): end(job, ending)
        case .stop: isStopping = true
        }
        start()
        return actions
    }

    private mutating func begin() {
        for job in jobs.indices where states[job] == .waiting {
            if !jobs[job].isSelected {
                end(job, .succeeded)
            } else if !jobs[job].sends || unmet[groupOfJob[job]] == 0 {
                states[job] = .ready
                ready.insert(job)
            }
        }
    }

    /// Starts what can be started.
    private mutating func start() {
        while let job = ready.first {
            let isHalted = isHalted && jobs[job].sends
            guard isHalted || started < parallelism else { return }
            ready.removeFirst()
            if !isHalted, jobs[job].sends, let group = jobs[job].group, !busy.insert(group).inserted {
                held[group, default: JobQueue()].insert(job)
                continue
            }
            if isHalted {
                actions.append(.halt(job))
                end(job, .notBegun)
            } else {
                states[job] = .started
                started += 1
                actions.append(.start(job))
            }
        }
    }

    /// Closes a job, and everything that now cannot be begun.
    private mutating func end(_ job: Int, _ ending: Ending) {
        if ending == .failed, failsFast { isHalted = true }
        var pending = [(job: job, ending: ending)]
        while let (job, ending) = pending.popLast() {
            guard states[job] != .over else { continue }
            if states[job] == .started { started -= 1 }
            if states[job] == .started || states[job] == .running { leave(job) }
            states[job] = .over
            let group = groupOfJob[job]
            remaining[group] -= 1
            if ending != .succeeded, broken.insert(group).inserted {
                for dependant in dependants[group] {
                    pending += giveUp(dependant, for: job, ending == .notBegun || isStopping)
                }
            }
            guard remaining[group] == 0, !broken.contains(group) else { continue }
            for dependant in dependants[group] {
                unmet[dependant] -= 1
                if unmet[dependant] == 0 { release(dependant) }
            }
        }
    }

    /// Lets the next job of a concurrency group have its turn.
    private mutating func leave(_ job: Int) {
        guard jobs[job].sends, let group = jobs[job].group else { return }
        busy.remove(group)
        guard let next = held[group]?.first else { return }
        held[group]?.removeFirst()
        ready.insert(next)
    }

    /// Ends the jobs of a group that wait.
    private mutating func giveUp(_ group: Int, for need: Int, _ isLeftOut: Bool) -> [(Int, Ending)] {
        guard givenUp.insert(group).inserted else { return [] }
        let waiting = groups[group].jobs.filter { states[$0] == .waiting && waits($0) }
        for job in waiting {
            actions.append(isLeftOut ? .leaveOut(job, need: need) : .skip(job, need: need))
        }
        return waiting.reversed().map { ($0, isLeftOut ? .notBegun : .left) }
    }

    private mutating func release(_ group: Int) {
        for job in groups[group].jobs where states[job] == .waiting && waits(job) {
            states[job] = .ready
            ready.insert(job)
        }
    }

    private func waits(_ job: Int) -> Bool { jobs[job].sends && jobs[job].isSelected }
}
