/// The jobs that are known to be somebody's: no other attempt adopts them.
actor AdoptedJobs {
    /// Their ids.
    private(set) var known: Set<String> = []

    /// Begins with those that a ledger knows.
    func add(_ remoteIDs: [String]) { known.formUnion(remoteIDs) }

    /// Takes a job for an attempt.
    ///
    /// - Returns: Whether nobody had it.
    func claim(_ remoteID: String) -> Bool { known.insert(remoteID).inserted }
}
