/// What a job itself has that its texts can look up.
struct LookupScope {
    /// The job's name.
    let job: String
    /// Whether it has `rerun.per`, and with it an occurrence.
    let recurs: Bool
    /// The axes of its matrix, in order; `nil` when it has no matrix.
    let axes: [String]?
    /// The texts of the values on each axis.
    let values: [String: [String]]
    /// The jobs that it needs, by name.
    let needs: Set<String>

    /// Looks at an entry of `jobs`.
    init(_ entry: Node.Entry) {
        let node = entry.value
        job = entry.name
        recurs = node["rerun"]?.kind == .mapping
        axes = node["matrix"]?.entries.map(\.name)
        values = Dictionary(
            node["matrix"]?.entries.map { ($0.name, $0.value.items.compactMap(\.text)) } ?? [],
            uniquingKeysWith: { first, _ in first }
        )
        needs = Set(node["needs"]?.items.compactMap(\.text) ?? [])
    }
}
