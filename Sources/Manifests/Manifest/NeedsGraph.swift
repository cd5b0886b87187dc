import Diagnostics

/// Which jobs wait for which others.
///
/// Every step is a loop over a stack of its own, so that a chain of any length is followed in linear time.
struct NeedsGraph {
    /// One entry of a job's `needs`.
    struct Edge {
        /// The job that is needed, by its position.
        let target: Int
        /// Where it is named.
        let span: SourceSpan
    }

    /// The jobs' names, in order.
    let names: [String]
    /// What each job needs, in order.
    let edges: [[Edge]]

    /// Reads the `needs` of every job.
    ///
    /// - Parameters:
    ///   - jobs: The jobs.
    ///   - problems: Where names of no job are added, each once, also when an alias repeats it.
    init(_ jobs: JobDirectory, into problems: inout [Diagnostic]) {
        names = jobs.names
        var unknown: Set<Int32> = []
        var edges: [[Edge]] = []
        for job in jobs.entries {
            var found: [Edge] = []
            let items = job.value["needs"].map { Array($0.items) } ?? []
            for item in items {
                guard let name = item.text else { continue }
                if let target = jobs.position(of: name) {
                    found.append(Edge(target: target, span: item.span))
                } else if problems.count < ManifestReading.problemLimit, unknown.insert(item.index).inserted {
                    let near = problems.count < ManifestReading.suggestionLimit ? names.prefix(1000) : []
                    problems.append(.unknownJob(name, jobs: jobs, near: near, at: item.span))
                }
            }
            edges.append(found)
        }
        self.edges = edges
    }

    /// Reports jobs that need themselves, directly or by way of others: each knot of jobs once.
    ///
    /// - Parameter problems: Where faults are added, at the first `needs` of the knot in the order of the file.
    /// - Complexity: O(jobs + needs).
    func reportCycles(into problems: inout [Diagnostic]) {
        for (job, edges) in edges.enumerated() {
            for edge in edges where edge.target == job { problems.append(.needsItself(names[job], edge)) }
        }
        let knots = knots()
        var sizes: [Int: Int] = [:]
        for knot in knots { sizes[knot, default: 0] += 1 }
        var reported: Set<Int> = []
        for job in edges.indices {
            guard problems.count < ManifestReading.problemLimit else { return }
            guard let size = sizes[knots[job]], size > 1, reported.insert(knots[job]).inserted else {
                continue
            }
            guard let cycle = cycle(from: job, in: knots) else { continue }
            problems.append(.needsCycle(cycle, names: names, knot: size))
        }
    }

    /// One step of a cycle: a job, and the entry of its `needs` that leads on.
    struct Step {
        let job: Int
        let edge: Edge
    }

    /// The shortest cycle over a job's first need that stays within its knot.
    private func cycle(from start: Int, in knots: [Int]) -> [Step]? {
        guard
            let first = edges[start].first(where: { knots[$0.target] == knots[start] && $0.target != start })
        else { return nil }
        var arrivals: [Int: Step] = [:]
        var queue = [first.target]
        var next = 0
        while next < queue.count, arrivals[start] == nil {
            let job = queue[next]
            next += 1
            for edge in edges[job] where knots[edge.target] == knots[start] {
                guard edge.target != first.target, arrivals[edge.target] == nil else { continue }
                arrivals[edge.target] = Step(job: job, edge: edge)
                queue.append(edge.target)
            }
        }
        var steps: [Step] = []
        var position = start
        while position != first.target {
            guard let step = arrivals[position] else { return nil }
            steps.append(step)
            position = step.job
        }
        return [Step(job: start, edge: first)] + steps.reversed()
    }

    /// For each job the number of its knot: jobs share one when each waits for the other (Tarjan's components).
    private func knots() -> [Int] {
        var knots = [Int](repeating: -1, count: names.count)
        var order = knots
        var low = knots
        var open: [Int] = []
        var count = 0
        for root in names.indices where order[root] < 0 {
            var path: [(job: Int, next: Int)] = [(root, 0)]
            while let (job, next) = path.last {
                if next == 0 {
                    order[job] = count
                    low[job] = count
                    count += 1
                    open.append(job)
                }
                if next < edges[job].count {
                    path[path.count - 1].next += 1
                    let target = edges[job][next].target
                    if order[target] < 0 {
                        path.append((target, 0))
                    } else if knots[target] < 0 {
                        low[job] = min(low[job], order[target])
                    }
                    continue
                }
                path.removeLast()
                if let parent = path.last?.job { low[parent] = min(low[parent], low[job]) }
                guard low[job] == order[job] else { continue }
                while let member = open.popLast() {
                    knots[member] = job
                    if member == job { break }
                }
            }
        }
        return knots
    }
}

extension Diagnostic {
    static func needsItself(_ job: String, _ edge: NeedsGraph.Edge) -> Diagnostic {
        Diagnostic(
            .needsCycle,
            "job `\(job.shortened)` needs itself",
            at: Label(edge.span, "it would wait for its own end"),
            help: "remove it from `needs`"
        )
    }

    static func needsCycle(_ cycle: [NeedsGraph.Step], names: [String], knot: Int) -> Diagnostic {
        let members = cycle.map { "`\(names[$0.job].shortened)`" }
        let shown = members.prefix(50)
        let omitted = members.count - shown.count
        let way = shown + (omitted > 0 ? ["\(omitted) more"] : []) + members.prefix(1)
        var notes = ["the circle: " + way.joined(separator: " → ")]
        let others = knot - cycle.count
        if others > 0 {
            notes.append(
                others == 1
                    ? "1 more job waits in circles with these"
                    : "\(others) more jobs wait in circles with these"
            )
        }
        return Diagnostic(
            .needsCycle,
            "\(members.count) jobs wait for each other: none of them can be first",
            at: cycle.first.map { Label($0.edge.span, "\(members[0]) waits for \(members[1])") },
            secondary: zip(cycle, members.indices).dropFirst().prefix(4).map { step, index in
                Label(step.edge.span, "\(members[index]) waits for \(members[(index + 1) % members.count])")
            },
            notes: notes,
            help: "remove one of these `needs`"
        )
    }
}
