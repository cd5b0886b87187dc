/// What a command does with a plan that is not `apply`'s to do.
extension Plan {
    /// Decides otherwise about some jobs.
    ///
    /// - Parameter change: What to do with a job; `nil` leaves it as it is.
    public mutating func decide(_ change: (PlannedJob) -> PlannedJob.Decision?) {
        for place in jobs.indices {
            if let decision = change(jobs[place]) { jobs[place].decision = decision }
        }
    }

    /// Leaves out the jobs that are not wanted; one that is left out counts as done.
    ///
    /// - Parameter isWanted: Whether a job is.
    public mutating func keep(_ isWanted: (PlannedJob) -> Bool) {
        for place in jobs.indices where !isWanted(jobs[place]) { jobs[place].isSelected = false }
    }
}
