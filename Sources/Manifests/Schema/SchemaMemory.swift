/// What rules have said about values, so that no pair is looked at twice.
struct SchemaMemory {
    /// A rule and a value, and what else the answer depends on.
    struct Key: Hashable {
        private let rule: Int32
        private let node: Int32
        private let scope: Int32
        private let flags: UInt8

        init(_ rule: Int, _ instance: SchemaInstance, _ scope: Int, isSecret: Bool, isTracking: Bool) {
            self.rule = Int32(truncatingIfNeeded: rule)
            node = instance.node.index
            self.scope = Int32(truncatingIfNeeded: scope)
            flags = (instance.isKey ? 1 : 0) | (isSecret ? 2 : 0) | (isTracking ? 4 : 0)
        }
    }

    /// What a rule has said.
    struct Answer {
        /// The faults, the first few: nobody reads them a second time.
        let faults: [SchemaFault]
        /// The parts that it has looked at.
        let evaluated: EvaluatedParts
    }

    private var answers: [Key: Answer] = [:]

    /// Room for answers; about 100 MB.
    private static let capacity = 500_000

    subscript(_ key: Key) -> Answer? { answers[key] }

    /// Remembers an answer, as long as there is room.
    mutating func insert(_ key: Key, _ faults: ArraySlice<SchemaFault>, _ evaluated: EvaluatedParts) {
        guard answers.count < Self.capacity else { return }
        answers[key] = Answer(faults: Array(faults.prefix(8)), evaluated: evaluated)
    }
}
