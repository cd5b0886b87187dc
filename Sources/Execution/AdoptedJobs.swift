import Plans

/// The jobs that are known to be somebody's: no other attempt adopts them.
actor AdoptedJobs {
    /// Their ids.
    private var known: Set<String> = []

    /// Begins with those that a ledger knows.
    func add(_ remoteIDs: [String]) { known.formUnion(remoteIDs) }

    /// Which of some jobs are known: never all of them, which would be copied for each who asks.
    func known(among jobs: [ListedJob]) -> Set<String> {
        Set(jobs.lazy.map(\.remoteID).filter(known.contains))
    }

    /// Takes a job for an attempt.
    ///
    /// - Returns: Whether nobody had it.
    func claim(_ remoteID: String) -> Bool { known.insert(remoteID).inserted }
}
