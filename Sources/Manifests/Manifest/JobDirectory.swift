/// The declared jobs by name, for whatever names one: `needs`, and look-ups of another job's outputs.
struct JobDirectory {
    /// The jobs, in the order of the file; the first of a name counts.
    let entries: [Node.Entry]
    private let positions: [String: Int]
    private let outputNames: [Set<String>]
    /// The axes of each job's matrix, with the texts of their values.
    private let axes: [[(name: String, values: Set<String>)]]

    /// Looks at a section.
    ///
    /// - Parameter section: The value of `jobs`, if there is one.
    init(_ section: Node?) {
        entries = section.map { Array($0.entries) } ?? []
        positions = Dictionary(
            entries.enumerated().map { ($0.element.name, $0.offset) },
            uniquingKeysWith: { first, _ in first }
        )
        outputNames = entries.map { Set($0.value["outputs"]?.entries.map(\.name) ?? []) }
        axes = entries.map { job in
            job.value["matrix"]?.entries.map { ($0.name, Set($0.value.items.compactMap(\.text))) } ?? []
        }
    }

    /// The jobs' names, in order.
    var names: [String] { entries.map(\.name) }

    /// Which of ``entries`` has a name.
    func position(of name: String) -> Int? { positions[name] }

    /// Whether a job has an output.
    func job(_ position: Int, hasOutput name: String) -> Bool { outputNames[position].contains(name) }

    /// The names of a job's outputs, in order.
    func outputs(of position: Int) -> [String] {
        entries[position].value["outputs"]?.entries.map(\.name) ?? []
    }

    /// Whether a job says where an output goes.
    func job(_ position: Int, places output: String) -> Bool {
        entries[position].value["outputs"]?[output]?["uri"] != nil
    }

    /// Why a job has no one combination that belongs to each combination of another's matrix.
    ///
    /// - Parameters:
    ///   - position: The job that is looked into.
    ///   - scope: The job that looks.
    /// - Returns: The reason; `nil` when there is exactly one for each.
    func ambiguity(of position: Int, from scope: LookupScope) -> Ambiguity? {
        for axis in axes[position] {
            guard let wanted = scope.values[axis.name] else {
                if axis.values.count > 1 { return .manyValues(axis: axis.name, count: axis.values.count) }
                continue
            }
            if let value = wanted.first(where: { !axis.values.contains($0) }) {
                return .noValue(axis: axis.name, value: value)
            }
        }
        return nil
    }

    /// Why an output of a job with a matrix is not one.
    enum Ambiguity {
        /// An axis that the other job does not have has several values.
        case manyValues(axis: String, count: Int)
        /// A value of the other job is not on the axis.
        case noValue(axis: String, value: String)
    }
}
