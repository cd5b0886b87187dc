/// The declared jobs by name, for whatever names one: `needs`, and look-ups of another job's outputs.
struct JobDirectory {
    /// The jobs, in the order of the file; the first of a name counts.
    let entries: [Node.Entry]
    private let positions: [String: Int]
    private let outputNames: [Set<String>]

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
}
