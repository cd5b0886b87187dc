import Plans

/// A plan while it is executed: what is done next, and how the jobs stand that are over.
struct PlanSchedule {
    /// The jobs that are over, by their places in the plan.
    private(set) var finished: [JobWork.Progress?]
    /// How they ended, also before that is recorded.
    private var endings: [JobResult.Ending?]
    private let jobs: [PlannedJob]
    private let detaches: Bool
    private var machine: SchedulingMachine
    /// The places of jobs whose outputs others wait for.
    private let places: [JobAddress: Int]

    /// Begins a plan.
    init(_ plan: Plan, _ options: Executor.Options, isHalted: Bool) {
        jobs = plan.jobs
        detaches = options.detaches
        finished = Array(repeating: nil, count: jobs.count)
        endings = Array(repeating: nil, count: jobs.count)
        machine = SchedulingMachine(
            jobs.map { job in
                // Who would rather be left out than wait finds that out at once.
                let group = job.submission.concurrency.flatMap { $0.rule == .queue ? $0.name : nil }
                return SchedulingMachine.Job(sends: job.sends, isSelected: job.isSelected, group: group)
            },
            in: plan.groups,
            parallelism: options.parallelism,
            failsFast: options.failsFast,
            isHalted: isHalted
        )
        let wanted = Set(jobs.lazy.flatMap { $0.submission.neededOutputs.map(\.address) })
        var places: [JobAddress: Int] = [:]
        if !wanted.isEmpty {
            for (place, job) in jobs.enumerated() where wanted.contains(job.submission.address) {
                places[job.submission.address] = place
            }
        }
        self.places = places
    }

    /// Takes in that a job is over.
    mutating func close(_ job: Int, _ progress: JobWork.Progress) -> [SchedulingMachine.Action] {
        note(job, progress)
        let ending: SchedulingMachine.Ending =
            switch (progress.result.ending, jobs[job].decision) {
            case (.upToDate, _), (.succeeded, _): .succeeded
            case (.notBegun, _): .notBegun
            case (.unfinished, _) where detaches: .notBegun
            case (_, .leave), (.unknown, .unsettled), (.lost, .unsettled): .left
            default: .failed
            }
        return machine.received(.ended(job, ending))
    }

    /// Keeps how a job stands that the machine has ended.
    mutating func note(_ job: Int, _ progress: JobWork.Progress) {
        finished[job] = progress
        endings[job] = progress.result.ending
    }

    /// Keeps how a job is about to end.
    mutating func mark(_ job: Int, _ ending: JobResult.Ending) { endings[job] = ending }

    /// Takes in anything else.
    mutating func received(_ event: SchedulingMachine.Event) -> [SchedulingMachine.Action] {
        machine.received(event)
    }

    /// A job with the outputs that it waits for; `nil` when it is to be sent and one of them is not known.
    func handed(_ job: Int) -> PlannedJob? {
        let planned = jobs[job]
        // What is in doubt was handed them when it was sent, and is looked for by them.
        if case .unsettled = planned.decision { return filled(planned) ?? planned }
        return planned.sends ? filled(planned) : planned
    }

    private func filled(_ planned: PlannedJob) -> PlannedJob? {
        guard !planned.submission.neededOutputs.isEmpty else { return planned }
        var uris: [NeededOutput: String] = [:]
        for output in planned.submission.neededOutputs {
            guard let place = places[output.address], let uri = written(place)[output.output] else {
                return nil
            }
            uris[output] = uri
        }
        return planned.handed(uris)
    }

    /// Where a job that has succeeded wrote, now or in an earlier run.
    private func written(_ place: Int) -> [String: String] {
        if let result = finished[place]?.result { return result.outputs }
        guard case .upToDate(let record) = jobs[place].decision else { return [:] }
        return record.outputs
    }

    /// Why a job is over that was not begun.
    func words(_ action: SchedulingMachine.Action) -> String {
        switch action {
        case .start: return ""
        case .halt: return "another job did not succeed, and `--fail-fast` is given"
        case .skip(_, let need), .leaveOut(_, let need):
            let how =
                switch endings[need] {
                case .failed: "which failed"
                case .cancelled: "which was cancelled"
                case .rejected: "which was rejected"
                case .denied: "which was denied"
                case .notSent: "which could not be sent"
                case .unfinished: "which is not finished"
                case .unknown: "of which it cannot be known whether it was created"
                case .lost: "which was lost"
                case .skipped: "which was skipped"
                case .notBegun, .upToDate, .succeeded, nil: "which was not begun"
                }
            return "it needs `\(jobs[need].submission.address)`, \(how)"
        }
    }
}
