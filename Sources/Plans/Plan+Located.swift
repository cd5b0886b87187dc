extension Plan {
    /// The same plan with what was looked up of its endpoints.
    ///
    /// - Parameter place: The place of a submission's endpoint; `nil` when it was not looked up.
    /// - Returns: The plan; digests and decisions stay.
    public func located(_ place: (Submission) -> EndpointPlace?) -> Plan {
        var plan = self
        plan.jobs = jobs.map { job in place(job.submission).map { job.located(at: $0) } ?? job }
        return plan
    }
}
