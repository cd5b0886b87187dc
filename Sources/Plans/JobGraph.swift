import Manifests

/// Which jobs wait for which, by their positions in the manifest.
struct JobGraph {
    /// What each job needs, each other job once, in the order of the file.
    let needs: [[Int]]
    /// All jobs, each behind what it needs, otherwise in the order of the file.
    let order: [Int]

    /// Looks at the jobs of a manifest that was read, so that nothing waits for itself.
    ///
    /// - Parameter jobs: The jobs.
    /// - Complexity: O(jobs + needs).
    init(_ jobs: [Job]) {
        let positions = Dictionary(
            jobs.enumerated().map { ($0.element.name.value, $0.offset) },
            uniquingKeysWith: { first, _ in first }
        )
        needs = jobs.map { job in
            var seen: Set<Int> = []
            return job.needs.compactMap { positions[$0.value] }.filter { seen.insert($0).inserted }
        }
        var missing = needs.map(\.count)
        var dependants: [[Int]] = Array(repeating: [], count: jobs.count)
        for (job, needed) in needs.enumerated() {
            for other in needed { dependants[other].append(job) }
        }
        var order = jobs.indices.filter { missing[$0] == 0 }
        var next = 0
        while next < order.count {
            for dependant in dependants[order[next]] {
                missing[dependant] -= 1
                if missing[dependant] == 0 { order.append(dependant) }
            }
            next += 1
        }
        precondition(order.count == jobs.count, "a manifest with jobs that wait for each other was read")
        self.order = order
    }
}
